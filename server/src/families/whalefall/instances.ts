import { environmentSchema, instanceHealthSchema } from '@sextant/contract/instances';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Problem } from '../../features/connections/connection-problem.ts';
import type { ConnectionTester } from '../../features/connections/connection-tester.ts';
import type { CredentialsService } from '../../features/credentials/credentials.service.ts';
import { type InstanceView, mainVersion } from '../../features/instances/instance-view.ts';
import type { InstancesService } from '../../features/instances/instances.service.ts';
import type { SyncSessions } from '../../features/sync/sync-sessions.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const tagSchema = z.object({ name: z.string(), display_name: z.string(), color: z.string() });
const instanceSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  db_type: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  database_name: z.string().nullable(),
  database_version: z.string().nullable(),
  main_version: z.string().nullable(),
  detailed_version: z.string().nullable(),
  environment: z.string().nullable(),
  credential_id: z.number().int().nullable(),
  description: z.string().nullable(),
  tags: z.array(tagSchema),
  status: z.enum(['active', 'inactive', 'error']),
  is_active: z.boolean(),
  sync_count: z.number().describe('成功同步的次数'),
  last_connected: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
const testSchema = z.object({
  success: z.boolean(),
  version: z.string().nullable(),
  main_version: z.string().nullable(),
  detailed_version: z.string().nullable(),
  message: z.string(),
  error: z.string().nullable(),
});
const paramsSchema = z.object({
  id: z.coerce
    .number('须为实例的整数编号')
    .int()
    .min(1)
    .max(2 ** 31),
});

const sorts = {
  id: 'number',
  name: 'name',
  db_type: 'driver',
  environment: 'environment',
  status: 'health',
  created_at: 'created_at',
  last_connected: 'last_checked_at',
} as const;

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/instances',
    access: 'view',
    summary: '获取实例列表',
    query: pageQuerySchema([
      'id',
      'name',
      'db_type',
      'environment',
      'status',
      'created_at',
      'last_connected',
    ]).extend({
      db_type: z.string().max(50).optional(),
      environment: environmentSchema.optional(),
      status: z.enum(['active', 'inactive', 'error']).optional(),
      tag: z.string().max(50).optional(),
      filter: z.string().max(50).optional().describe('数据库类型，与 db_type 相同'),
    }),
    data: pageSchema(instanceSchema),
  },
  get: {
    method: 'GET',
    path: '/api/instances/{id}',
    access: 'view',
    summary: '获取实例详情',
    params: paramsSchema,
    data: instanceSchema,
  },
  test: {
    method: 'POST',
    path: '/api/instances/{id}/test',
    access: 'view',
    summary: '测试连接；连不上也是结果，data.success 为 false',
    callsPerMinute: 60,
    params: paramsSchema,
    data: testSchema,
  },
  testInput: {
    method: 'POST',
    path: '/api/test-connection',
    access: 'create',
    summary: '测试连接（通用）；可用 credential_id 代替用户名和密码',
    callsPerMinute: 30,
    body: z.object({
      db_type: z.string().trim().min(1).max(50),
      host: z.string().trim().max(255),
      port: z.coerce.number().int().min(1).max(65_535).optional(),
      username: z.string().max(200).optional(),
      password: z.string().max(1000).optional(),
      database: z.string().max(1000).optional(),
      database_name: z.string().max(1000).optional(),
      credential_id: z.coerce.number().int().min(1).optional(),
    }),
    data: testSchema,
  },
});

const originals = atOriginal('/instances', operations);
export const instanceOperations = { ...operations, ...originals };

/** whalefall: `/api/instances` and `/api/test-connection`. */
export function registerInstances(
  app: FastifyInstance,
  deps: {
    instances: InstancesService;
    credentials: CredentialsService;
    sessions: SyncSessions;
    tester: ConnectionTester;
  },
): void {
  const { instances, credentials, sessions, tester } = deps;

  /** The integer ids of credentials that this person sees, and how often each instance was synchronised. */
  async function background(principal: Principal, views: readonly InstanceView[]): Promise<Background> {
    const { rows } = await credentials.list(principal, { limit: 100_000, offset: 0 });
    return {
      credentials: new Map(rows.map(({ id, number }) => [id, number])),
      syncs: await sessions.completedCounts(views.map(({ connection }) => connection.id)),
    };
  }

  const handlers: FamilyHandlers<typeof operations> = {
    async list({ principal, query }) {
      const { sort, order, search, db_type, filter, environment, status, tag } = query;
      const { views, total } = await instances.list(principal, {
        q: search,
        driver: db_type ?? filter,
        environment,
        tag,
        ...(status === 'error' && { health: instanceHealthSchema.enum.down }),
        ...(status !== undefined && { is_active: status !== 'inactive' }),
        sort: sorts[sort ?? 'id'],
        order,
        ...rangeOf(query),
      });
      const known = await background(principal, views);
      return presentPage(
        views.map((view) => present(view, known)),
        total,
        query,
      );
    },
    async get({ principal, params }) {
      const view = await instances.get(principal, String(params.id));
      return present(view, await background(principal, [view]));
    },
    async test({ principal, params, signal }) {
      const { notes } = await instances.check(principal, String(params.id), signal);
      const problem = notes.error === null ? null : (JSON.parse(notes.error) as Problem);
      return presentTest(problem ? null : notes.version, problem?.message.zh ?? null);
    },
    async testInput({ principal, body }) {
      const { db_type: driver, credential_id: credential, database_name, database, ...same } = body;
      const input = { ...same, name: driver, driver, database: database ?? database_name };
      const credentialId =
        credential === undefined ? undefined : (await credentials.get(principal, String(credential))).id;
      const outcome = await tester.testInput(principal, {
        ...input,
        ...(credentialId !== undefined && { credential_id: credentialId }),
      });
      return presentTest(
        outcome.connected ? outcome.version : null,
        outcome.connected ? null : outcome.message.zh,
      );
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

interface Background {
  credentials: ReadonlyMap<string, number>;
  syncs: ReadonlyMap<string, number>;
}

function present({ connection, notes, tags }: InstanceView, { credentials, syncs }: Background) {
  const isActive = notes.is_active === 1;
  const detailed = notes.version?.replace(/^\D+/, '') ?? null;
  return {
    id: connection.number,
    name: connection.name,
    db_type: connection.engine.id,
    host: connection.settings.host,
    port: connection.settings.port,
    database_name: connection.settings.database,
    database_version: notes.version,
    main_version: mainVersion(notes.version),
    detailed_version: detailed,
    environment: notes.environment,
    credential_id: credentials.get(connection.credentialId ?? '') ?? null,
    description: connection.description,
    tags: tags.map(({ name, color }) => ({ name, display_name: name, color })),
    status: !isActive
      ? ('inactive' as const)
      : notes.health === 'down'
        ? ('error' as const)
        : ('active' as const),
    is_active: isActive,
    sync_count: syncs.get(connection.id) ?? 0,
    last_connected: notes.last_up_at && presentTime(notes.last_up_at),
    created_at: presentTime(connection.createdAt),
    updated_at: presentTime(connection.updatedAt),
  };
}

function presentTest(version: string | null, error: string | null) {
  return {
    success: error === null,
    version,
    main_version: mainVersion(version),
    detailed_version: version?.replace(/^\D+/, '') ?? null,
    message: error === null ? '连接成功' : '连接失败',
    error,
  };
}
