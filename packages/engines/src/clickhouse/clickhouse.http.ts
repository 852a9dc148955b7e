import { Agent, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { isIP } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TlsOptions } from '../tls.ts';
import { clickhouseError } from './clickhouse.errors.ts';

/** Where and as whom to ask; `address` is what is dialled, `host` what the certificate is checked against. */
export interface ClickhouseLogin {
  host: string;
  address: string;
  port: number;
  username: string;
  password: string;
  database: string | null;
  tls: TlsOptions | null;
  connectTimeoutMs: number;
}

/** One kept-alive HTTP connection. */
export interface ClickhouseHttp {
  /** Sends a statement; gives the answer once the server took the statement, rejects with its error otherwise. */
  send(sql: string, settings: Record<string, string>): Promise<IncomingMessage>;
  /** As `send`, for short answers. */
  ask(sql: string, settings: Record<string, string>): Promise<string>;
  isAlive(): Promise<boolean>;
  /** Ends the connection, in the middle of an answer too. */
  destroy(): void;
}

/** HTTP to one checked address: nothing is looked up again and no redirect is followed. */
export function openClickhouseHttp(login: ClickhouseLogin): ClickhouseHttp {
  const agent = login.tls
    ? new TlsAgent({ keepAlive: true, maxSockets: 1 })
    : new Agent({ keepAlive: true, maxSockets: 1 });
  const credentials = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  const base = {
    agent,
    host: login.address,
    port: login.port,
    headers: { Host: `${login.host}:${login.port}`, Authorization: `Basic ${credentials}` },
  };
  const tls = login.tls && { ...login.tls, servername: isIP(login.host) ? '' : login.host };

  function exchange(method: 'GET' | 'POST', path: string, body: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = { ...base, method, path };
      const request = tls ? requestTls({ ...options, ...tls }) : requestPlain(options);
      request.on('error', reject);
      request.on('response', resolve);
      request.end(body);
    });
  }

  async function send(sql: string, settings: Record<string, string>): Promise<IncomingMessage> {
    const search = new URLSearchParams(settings);
    if (login.database) search.set('database', login.database);
    const response = await exchange('POST', `/?${search}`, sql);
    if (response.statusCode === 200) return response;
    throw clickhouseError(await text(response));
  }

  return {
    send,
    ask: async (sql, settings) => text(await send(sql, settings)),
    async isAlive() {
      const response = await exchange('GET', '/ping', '');
      return (await text(response)).startsWith('Ok');
    },
    destroy: () => agent.destroy(),
  };
}
