import {
  type SyncRecord,
  type SyncSession,
  syncKindSchema,
  syncSessionEndpoints,
  syncStatusSchema,
  syncTriggerSchema,
} from '@sextant/contract/sync-sessions';
import type { Language, Text } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { Problem } from '../connections/connection-problem.ts';
import type { CountedSession, SyncRecordRow, SyncSessionRow } from './sync.repository.ts';
import type { SyncSessions } from './sync-sessions.service.ts';

const dayMs = 86_400_000;

/** API v1: `/sync-sessions`. */
export function registerSyncSessionRoutes(
  app: FastifyInstance,
  { sessions, dayOf }: { sessions: SyncSessions; dayOf: (time: Date) => string },
): void {
  registerV1(app, syncSessionEndpoints, {
    async list({ principal, query, language }) {
      const { kind, trigger, status, instance_id: connectionId, limit, offset } = query;
      const page = { kind, trigger, status, connectionId, limit, offset };
      const { rows, total } = await sessions.list(principal, page);
      return {
        sessions: rows.map((row) => presentSession(row, language)),
        total,
        has_more: offset + rows.length < total,
      };
    },
    async statistics({ principal, query }) {
      const { sessions: rows, failing } = await sessions.recent(principal, query.days);
      return {
        ...summarize(rows, query.days, dayOf),
        failing_instances: failing.map(({ connection_id, instance_name, failures }) => ({
          instance_id: connection_id,
          instance_name,
          failures,
        })),
      };
    },
    async run({ principal, body, language }) {
      const { kind, instance_ids: instances, driver, environment, tag } = body;
      const session = await sessions.run(principal, { kind, instances, driver, environment, tag });
      return presentSession(session, language);
    },
    get: async ({ principal, params, language }) =>
      presentSession(await sessions.get(principal, params.id), language),
    async records({ principal, params, query, language }) {
      const { rows, total } = await sessions.records(principal, params.id, query);
      return {
        records: rows.map((row) => presentRecord(row, language)),
        total,
        has_more: query.offset + rows.length < total,
      };
    },
    cancel: async ({ principal, params, language }) =>
      presentSession(await sessions.cancel(principal, params.id), language),
  });
}

/** A session as v1 shows it. */
export function presentSession(row: CountedSession, language: Language): SyncSession {
  const done = row.instances_completed + row.instances_failed + row.instances_cancelled;
  const isOver = row.status !== 'pending' && row.status !== 'running';
  return {
    id: row.id,
    number: row.number,
    execution_id: row.execution_id,
    task_id: row.task_id,
    task_name: row.task_name,
    kind: syncKindSchema.parse(row.kind),
    trigger: syncTriggerSchema.parse(row.trigger),
    user: row.username,
    status: syncStatusSchema.parse(row.status),
    progress: row.instances_total > 0 ? Math.floor((done / row.instances_total) * 100) : isOver ? 100 : 0,
    instances_total: row.instances_total,
    instances_completed: row.instances_completed,
    instances_failed: row.instances_failed,
    instances_cancelled: row.instances_cancelled,
    found: row.found,
    created: row.created,
    updated: row.updated,
    removed: row.removed,
    error: row.error === null ? null : (JSON.parse(row.error) as Text)[language],
    created_at: row.created_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
    duration_ms: row.duration_ms,
  };
}

function presentRecord(
  row: SyncRecordRow & { instance_number: number | null },
  language: Language,
): SyncRecord {
  const problem = row.error === null ? null : (JSON.parse(row.error) as Problem);
  return {
    number: row.number,
    instance_id: row.connection_id,
    instance_number: row.instance_number,
    instance_name: row.instance_name,
    driver: row.driver,
    status: syncStatusSchema.parse(row.status),
    found: row.found,
    created: row.created,
    updated: row.updated,
    removed: row.removed,
    error: problem && {
      cause: problem.cause,
      message: problem.message[language],
      hint: problem.hint?.[language] ?? null,
    },
    details: JSON.parse(row.details) as SyncRecord['details'],
    started_at: row.started_at,
    ended_at: row.ended_at,
    duration_ms: row.duration_ms,
  };
}

function summarize(rows: readonly SyncSessionRow[], days: number, dayOf: (time: Date) => string) {
  const countBy = <K extends string>(names: readonly K[], of: (row: SyncSessionRow) => string) =>
    Object.fromEntries(names.map((name) => [name, rows.filter((row) => of(row) === name).length])) as Record<
      K,
      number
    >;
  const now = Date.now();
  const byDay = new Map<string, { day: string; completed: number; failed: number }>();
  for (let at = days - 1; at >= 0; at -= 1) {
    const day = dayOf(new Date(now - at * dayMs));
    byDay.set(day, { day, completed: 0, failed: 0 });
  }
  for (const { created_at, status } of rows) {
    const day = byDay.get(dayOf(new Date(created_at)));
    if (day && (status === 'completed' || status === 'failed')) day[status] += 1;
  }
  const byStatus = countBy(syncStatusSchema.options, ({ status }) => status);
  const ended = byStatus.completed + byStatus.failed;
  const durations = rows.flatMap(({ duration_ms: duration }) => duration ?? []);
  const sum = durations.reduce((total, one) => total + one, 0);
  return {
    total: rows.length,
    by_status: byStatus,
    by_kind: countBy(syncKindSchema.options, ({ kind }) => kind),
    by_trigger: countBy(syncTriggerSchema.options, ({ trigger }) => trigger),
    success_percent: ended === 0 ? null : Math.round((byStatus.completed / ended) * 1000) / 10,
    average_ms: durations.length === 0 ? null : Math.round(sum / durations.length),
    days: [...byDay.values()],
  };
}
