import type { Text } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Problem } from '../../features/connections/connection-problem.ts';
import type { SyncSessions } from '../../features/sync/sync-sessions.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

type Session = Awaited<ReturnType<SyncSessions['get']>>;
type SessionRecord = Awaited<ReturnType<SyncSessions['records']>>['rows'][number];

const mostRecords = 10_000;

/** Our kinds by the document's categories. */
const kinds = {
  account: ['sync_accounts'],
  capacity: ['sync_capacity'],
  other: ['check_instances', 'classify_accounts'],
} as const;
const categories: Record<string, string> = { sync_accounts: 'account', sync_capacity: 'capacity' };

const typeSchema = z.enum(['manual_single', 'manual_batch', 'manual_task', 'scheduled_task']);
const statusSchema = z.enum(['running', 'completed', 'failed', 'cancelled']);

const sessionSchema = z.object({
  id: z.number().int(),
  session_id: z.string(),
  sync_type: typeSchema,
  sync_category: z.string(),
  status: statusSchema,
  started_at: z.string(),
  completed_at: z.string().nullable(),
  total_instances: z.number(),
  successful_instances: z.number(),
  failed_instances: z.number(),
  progress_percentage: z.number(),
  error_message: z.string().nullable(),
  created_by: z.string().nullable(),
});

const recordSchema = z.object({
  id: z.number().int(),
  session_id: z.string(),
  instance_id: z.number().int().nullable(),
  instance_name: z.string(),
  sync_category: z.string(),
  status: z.string(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  accounts_synced: z.number(),
  accounts_created: z.number(),
  accounts_updated: z.number(),
  accounts_deleted: z.number(),
  error_message: z.string().nullable(),
  sync_details: z.record(z.string(), z.unknown()),
});

const paramsSchema = z.object({ session_id: z.string().min(1).max(100) });

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/sessions',
    access: 'view',
    summary: '获取同步会话列表',
    query: pageQuerySchema(['id', 'started_at', 'completed_at', 'status']).extend({
      sync_type: typeSchema.optional(),
      sync_category: z.enum(['account', 'capacity', 'other']).optional(),
      status: statusSchema.optional(),
    }),
    data: pageSchema(sessionSchema),
  },
  get: {
    method: 'GET',
    path: '/api/sessions/{session_id}',
    access: 'view',
    summary: '获取会话详情',
    params: paramsSchema,
    data: sessionSchema.extend({ instance_records: z.array(recordSchema) }),
  },
  cancel: {
    method: 'POST',
    path: '/api/sessions/{session_id}/cancel',
    access: 'update',
    summary: '取消同步会话；已完成的部分保留',
    message: '同步会话已取消',
    params: paramsSchema,
    data: sessionSchema,
  },
  errorLogs: {
    method: 'GET',
    path: '/api/sessions/{session_id}/error-logs',
    access: 'view',
    summary: '获取错误日志',
    params: paramsSchema,
    data: z.object({
      session: sessionSchema,
      error_records: z.array(recordSchema),
      error_count: z.number(),
    }),
  },
});

const originals = atOriginal('/sync_sessions', operations);
export const sessionOperations = { ...operations, ...originals };

/** whalefall: `/api/sessions`. */
export function registerSessions(app: FastifyInstance, sessions: SyncSessions): void {
  const handlers: FamilyHandlers<typeof operations> = {
    async list({ principal, query }) {
      const { sync_type: type, sync_category: category, status, search, sort = 'id', order } = query;
      const { rows, total } = await sessions.list(principal, {
        ...(category && { kinds: kinds[category] }),
        ...(type && ofType[type]),
        ...(search && { q: search }),
        ...(status && { statuses: status === 'running' ? ['pending', 'running'] : [status] }),
        sort: sorts[sort],
        order,
        ...rangeOf(query),
      });
      return presentPage(rows.map(presentSession), total, query);
    },
    async get({ principal, params }) {
      const session = await sessions.get(principal, params.session_id);
      const { rows } = await sessions.records(principal, session.id, { limit: mostRecords, offset: 0 });
      return {
        ...presentSession(session),
        instance_records: rows.map((row) => presentRecord(row, session)),
      };
    },
    cancel: async ({ principal, params }) =>
      presentSession(await sessions.cancel(principal, params.session_id)),
    async errorLogs({ principal, params }) {
      const session = await sessions.get(principal, params.session_id);
      const { rows, total } = await sessions.records(principal, session.id, {
        status: 'failed',
        limit: mostRecords,
        offset: 0,
      });
      return {
        session: presentSession(session),
        error_records: rows.map((row) => presentRecord(row, session)),
        error_count: total,
      };
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

const sorts = { id: 'number', started_at: 'started_at', completed_at: 'ended_at', status: 'status' } as const;

/** How sessions of each type are told from others. */
const ofType = {
  scheduled_task: { trigger: 'schedule' },
  manual_task: { trigger: 'manual', ofTask: true },
  manual_single: { trigger: 'manual', ofTask: false, ofOneInstance: true },
  manual_batch: { trigger: 'manual', ofTask: false, ofOneInstance: false },
} as const;

/** The document knows no waiting: what was started runs. */
const presentStatus = (status: string) => statusSchema.parse(status === 'pending' ? 'running' : status);

function presentSession(row: Session) {
  const done = row.instances_completed + row.instances_failed + row.instances_cancelled;
  const manual =
    row.task_id !== null ? 'manual_task' : row.instances_total === 1 ? 'manual_single' : 'manual_batch';
  return {
    id: row.number,
    session_id: row.id,
    sync_type: row.trigger === 'schedule' ? ('scheduled_task' as const) : (manual as 'manual_batch'),
    sync_category: categories[row.kind] ?? 'other',
    status: presentStatus(row.status),
    started_at: presentTime(row.started_at ?? row.created_at),
    completed_at: row.ended_at && presentTime(row.ended_at),
    total_instances: row.instances_total,
    successful_instances: row.instances_completed,
    failed_instances: row.instances_failed,
    progress_percentage: row.instances_total === 0 ? 0 : Math.floor((done / row.instances_total) * 100),
    error_message: row.error === null ? null : (JSON.parse(row.error) as Text).zh,
    created_by: row.username,
  };
}

function presentRecord(row: SessionRecord, session: Session) {
  return {
    id: row.number,
    session_id: session.id,
    instance_id: row.instance_number,
    instance_name: row.instance_name,
    sync_category: categories[session.kind] ?? 'other',
    status: row.status,
    started_at: row.started_at && presentTime(row.started_at),
    completed_at: row.ended_at && presentTime(row.ended_at),
    accounts_synced: row.found,
    accounts_created: row.created,
    accounts_updated: row.updated,
    accounts_deleted: row.removed,
    error_message: row.error === null ? null : (JSON.parse(row.error) as Problem).message.zh,
    sync_details: JSON.parse(row.details) as Record<string, unknown>,
  };
}
