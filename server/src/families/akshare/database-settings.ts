import type { ConnectionInput } from '@sextant/contract/connections';
import { connectionEndpoints } from '@sextant/contract/connections';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ConnectionEditor } from '../../features/connections/connection-editor.ts';
import type { ConnectionTester } from '../../features/connections/connection-tester.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { StoredConnection } from '../../features/connections/stored-connection.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations, WithMessage } from '../../platform/http/family-routes.ts';
import { akshareSpeaker } from './envelope.ts';
import { NumberedError, scheduling } from './error-numbers.ts';

/** Where collected tables are kept, as far as the document asks. */
export interface WarehouseChoice {
  /** The connection that reads the warehouse; null when it is gone. */
  connection(): Promise<StoredConnection | null>;
  /** Starts moving the tables to a connection, or to the product's own file for null. */
  switchTo(principal: Principal, connectionId: string | null): Promise<unknown>;
}

/** Kinds of databases that collected tables can be kept in; the document knows only MySQL. */
const serverTypes = ['mysql', 'postgresql', 'clickhouse'] as const;
const portsOfTypes: Record<number, (typeof serverTypes)[number]> = { 5432: 'postgresql', 8123: 'clickhouse' };

const { host, port, username, password, database } = connectionEndpoints.create.body.shape;
const targetSchema = z.object({
  host: host.unwrap().unwrap().pipe(z.string().min(1)),
  port: port.unwrap().unwrap(),
  database: database.unwrap().unwrap().pipe(z.string().min(1)),
  username: username.unwrap().unwrap().pipe(z.string().min(1)),
  password,
  type: z
    .enum(serverTypes)
    .optional()
    .describe('不给出时按端口判断：5432 为 postgresql，8123 为 clickhouse，其余为 mysql'),
});
type Target = z.infer<typeof targetSchema>;

export const databaseSettingsOperations = defineOperations({
  getDatabase: {
    method: 'GET',
    path: '/settings/database',
    access: 'admin',
    summary: '获取数据库配置（管理员）：采集的数据表所在之处',
    data: z.object({
      host: z.string().nullable().describe('数据存在内置 DuckDB 文件时为 null'),
      port: z.number().int().nullable(),
      database: z.string().nullable(),
      username: z.string().nullable(),
    }),
  },
  updateDatabase: {
    method: 'PUT',
    path: '/settings/database',
    access: 'admin',
    summary: '更新数据库配置（管理员）；已有的表先复制、核对，然后切换，可在执行记录中看到进度',
    callsPerMinute: 30,
    body: targetSchema,
  },
  testDatabase: {
    method: 'POST',
    path: '/settings/database/test',
    access: 'admin',
    summary: '测试数据库连接（管理员）；连不上时 connected 为 false，message 说明原因',
    callsPerMinute: 30,
    body: targetSchema,
    data: z.object({ connected: z.boolean(), latency_ms: z.number().nullable() }),
  },
});

/** akshare: `/settings/database`. */
export function registerDatabaseSettings(
  app: FastifyInstance,
  deps: {
    connections: { service: ConnectionsService; editor: ConnectionEditor; tester: ConnectionTester };
    warehouse: WarehouseChoice;
  },
): void {
  const { warehouse } = deps;
  const { service, editor, tester } = deps.connections;

  /** The connection to a target: one of the same place and login, or a new one. */
  async function connect(principal: Principal, address: string, target: Target): Promise<StoredConnection> {
    const input = toConnectionInput(target);
    const known = (await service.list(principal)).find((one) => isSame(one, input));
    if (!known) return editor.create({ principal, address }, input);
    if (target.password == null) return known;
    return editor.update({ principal, address }, known.id, { password: target.password });
  }

  registerOperations(app, akshareSpeaker, databaseSettingsOperations, {
    async getDatabase() {
      const connection = await warehouse.connection();
      const { host = null, port = null, username = null, database = null } = connection?.settings ?? {};
      return { host, port, username, database: connection?.kind === 'own' ? database : null };
    },
    async updateDatabase({ principal, address, body }) {
      const tested = await tester.testInput(principal, toConnectionInput(body));
      if (!tested.connected) throw new NumberedError(5001, tested.hint ?? tested.message);
      const { id } = await connect(principal, address, body);
      if ((await warehouse.connection())?.id !== id) await scheduling(warehouse.switchTo(principal, id));
      return undefined;
    },
    async testDatabase({ principal, body }) {
      const { connected, connectMs, message, hint } = await tester.testInput(
        principal,
        toConnectionInput(body),
      );
      const outcome = { connected, latency_ms: connectMs === null ? null : Math.round(connectMs) };
      return connected ? outcome : new WithMessage(outcome, (hint ?? message).zh);
    },
  });
}

function toConnectionInput({ type, ...target }: Target): ConnectionInput {
  const driver = type ?? portsOfTypes[target.port] ?? 'mysql';
  return {
    ...target,
    driver,
    name: `采集数据 ${driver} ${target.host}:${target.port}/${target.database}`.slice(0, 100),
  };
}

function isSame({ kind, engine, settings }: StoredConnection, input: ConnectionInput): boolean {
  return (
    kind === 'own' &&
    engine.id === input.driver &&
    settings.host === input.host &&
    settings.port === input.port &&
    settings.username === input.username &&
    settings.database === input.database
  );
}
