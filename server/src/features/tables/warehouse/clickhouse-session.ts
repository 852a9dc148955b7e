import { clickhouse } from '@sextant/engines/clickhouse/clickhouse.engine';
import { openClickhouseHttp } from '@sextant/engines/clickhouse/clickhouse.http';
import { dialAddress } from '@sextant/engines/dial';
import { tlsOptions } from '@sextant/engines/tls';
import type { ConnectionLogin } from '../../connections/connection-opener.ts';

const connectTimeoutMs = 10_000;
const ports = { plain: 8123, tls: 8443 };
const settings = { max_query_size: '4000000', output_format_json_quote_64bit_integers: '1' };

/** One connection that writes to a ClickHouse server. */
export interface ClickhouseSession {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<unknown[][]>;
  /** One value of the first row, as a number. */
  count(sql: string): Promise<number>;
  end(): void;
}

/** Logs in; nothing is sent before the first statement. */
export async function connectClickhouse({
  settings: given,
  context,
}: ConnectionLogin): Promise<ClickhouseSession> {
  const tls = tlsOptions(clickhouse.fields, given);
  const host = given.host ?? '';
  const http = openClickhouseHttp({
    host,
    address: await dialAddress(host, context),
    port: given.port ?? (tls ? ports.tls : ports.plain),
    username: given.username ?? '',
    password: given.password ?? '',
    database: given.database || null,
    tls,
    connectTimeoutMs,
  });

  async function rows(sql: string): Promise<unknown[][]> {
    const answer = await http.ask(sql, { ...settings, default_format: 'JSONCompact' });
    return (JSON.parse(answer) as { data: unknown[][] }).data;
  }

  return {
    run: async (sql) => void (await http.ask(sql, settings)),
    rows,
    count: async (sql) => Number((await rows(sql))[0]?.[0] ?? 0),
    end: () => http.destroy(),
  };
}
