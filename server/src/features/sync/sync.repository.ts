import { randomUUID } from 'node:crypto';
import type { SyncCounts, SyncKind, SyncStatus } from '@sextant/contract/sync-sessions';
import { type Selectable, sql } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';

export type SyncSessionRow = Selectable<Schema['sync_sessions']>;
export type SyncRecordRow = Selectable<Schema['sync_records']>;

/** A session with what its records add up to, and the names that belong to its ids. */
export interface CountedSession extends SyncSessionRow, SyncCounts {
  username: string | null;
  task_name: string | null;
  instances_total: number;
  instances_completed: number;
  instances_failed: number;
  instances_cancelled: number;
}

export type SessionSort = 'number' | 'status' | 'started_at' | 'ended_at';

export interface SessionFilter {
  kind?: SyncKind;
  /** One of several kinds. */
  kinds?: readonly SyncKind[];
  trigger?: 'manual' | 'schedule';
  /** Whether it is of a task. */
  ofTask?: boolean;
  /** Whether it is for exactly one instance. */
  ofOneInstance?: boolean;
  status?: SyncStatus;
  /** One of several states. */
  statuses?: readonly SyncStatus[];
  connectionId?: string;
  /** Part of the name of its user or of one of its instances. */
  q?: string;
  /** Only sessions of this user. */
  userId?: string;
  since?: string;
  /** The newest first unless told. */
  sort?: SessionSort;
  order?: 'asc' | 'desc';
  limit: number;
  offset: number;
}

const largestNumber = 2 ** 31 - 1;
const insertAtOnce = 500;
const noCounts: SyncCounts = { found: 0, created: 0, updated: 0, removed: 0 };

/** Rows of `sync_sessions` and `sync_records`. */
export function createSyncRepository(db: MetadataDatabase) {
  const counted = () =>
    db
      .selectFrom('sync_sessions as s')
      .leftJoin('users as u', 'u.id', 's.user_id')
      .leftJoin('tasks as t', 't.id', 's.task_id')
      .leftJoin(recordTotals(db).as('r'), 'r.session_id', 's.id')
      .selectAll('s')
      .select(['u.username', 't.name as task_name'])
      .select(({ fn, val }) => [
        fn.coalesce('r.instances_total', val(0)).as('instances_total'),
        fn.coalesce('r.instances_completed', val(0)).as('instances_completed'),
        fn.coalesce('r.instances_failed', val(0)).as('instances_failed'),
        fn.coalesce('r.instances_cancelled', val(0)).as('instances_cancelled'),
        fn.coalesce('r.found', val(0)).as('found'),
        fn.coalesce('r.created', val(0)).as('created'),
        fn.coalesce('r.updated', val(0)).as('updated'),
        fn.coalesce('r.removed', val(0)).as('removed'),
      ]);

  const ofOneInstance = db
    .selectFrom('sync_records')
    .select('session_id')
    .groupBy('session_id')
    .having((record) => record.fn.countAll<number>(), '=', 1);

  const filtered = (filter: Omit<SessionFilter, 'limit' | 'offset'>) =>
    db
      .selectFrom('sync_sessions as s')
      .$if(filter.kind !== undefined, (query) => query.where('s.kind', '=', filter.kind as string))
      .$if(filter.kinds !== undefined, (query) => query.where('s.kind', 'in', filter.kinds ?? []))
      .$if(filter.statuses !== undefined, (query) => query.where('s.status', 'in', filter.statuses ?? []))
      .$if(filter.ofTask !== undefined, (query) =>
        query.where('s.task_id', filter.ofTask ? 'is not' : 'is', null),
      )
      .$if(filter.ofOneInstance !== undefined, (query) =>
        query.where('s.id', filter.ofOneInstance ? 'in' : 'not in', ofOneInstance),
      )
      .$if(filter.q !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where('s.user_id', 'in', (inner) =>
              inner
                .selectFrom('users')
                .select('id')
                .where(holdsText(['username'], filter.q as string)),
            ),
            where('s.id', 'in', (inner) =>
              inner
                .selectFrom('sync_records')
                .select('session_id')
                .where(holdsText(['instance_name'], filter.q as string)),
            ),
          ]),
        ),
      )
      .$if(filter.trigger !== undefined, (query) => query.where('s.trigger', '=', filter.trigger as string))
      .$if(filter.status !== undefined, (query) => query.where('s.status', '=', filter.status as string))
      .$if(filter.userId !== undefined, (query) => query.where('s.user_id', '=', filter.userId as string))
      .$if(filter.since !== undefined, (query) => query.where('s.created_at', '>=', filter.since as string))
      .$if(filter.connectionId !== undefined, (query) =>
        query.where('s.id', 'in', (inner) =>
          inner
            .selectFrom('sync_records')
            .select('session_id')
            .where('connection_id', '=', filter.connectionId as string),
        ),
      );

  async function find(id: string): Promise<CountedSession | undefined> {
    const number = /^\d{1,10}$/.test(id) ? Number(id) : 0;
    if (number > largestNumber) return undefined;
    const row = await counted()
      .where((where) =>
        number > 0
          ? where('s.number', '=', number)
          : where.or([where('s.id', '=', id), where('s.execution_id', '=', id)]),
      )
      .executeTakeFirst();
    return row && toNumbers(row);
  }

  return {
    find,

    findByExecution: (executionId: string): Promise<SyncSessionRow | undefined> =>
      db.selectFrom('sync_sessions').selectAll().where('execution_id', '=', executionId).executeTakeFirst(),

    async create(execution: ExecutionRow): Promise<SyncSessionRow> {
      return db
        .insertInto('sync_sessions')
        .values({
          id: randomUUID(),
          execution_id: execution.id,
          task_id: execution.task_id,
          kind: execution.task_type,
          trigger: execution.triggered_by === 'scheduler' ? 'schedule' : 'manual',
          user_id: execution.user_id,
          status: 'pending',
          created_at: new Date().toISOString(),
        })
        .onConflict((conflict) => conflict.column('execution_id').doUpdateSet({ execution_id: execution.id }))
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    update: async (id: string, changes: Partial<SyncSessionRow>): Promise<void> => {
      await db.updateTable('sync_sessions').set(changes).where('id', '=', id).execute();
    },

    async list(filter: SessionFilter): Promise<{ rows: CountedSession[]; total: number }> {
      const { total } = await filtered(filter)
        .select((s) => s.fn.countAll().as('total'))
        .executeTakeFirstOrThrow();
      const { sort = 'number', order = 'desc' } = filter;
      const page = filtered(filter)
        .select('s.number')
        .orderBy(`s.${sort}`, order)
        .orderBy('s.number', order)
        .limit(filter.limit)
        .offset(filter.offset);
      const rows = await counted()
        .where('s.number', 'in', (inner) => inner.selectFrom(page.as('p')).select('p.number'))
        .orderBy(`s.${sort}`, order)
        .orderBy('s.number', order)
        .execute();
      return { rows: rows.map(toNumbers), total: Number(total) };
    },

    /** How often each of these instances was worked on without an error. */
    async completedCounts(connectionIds: readonly string[]): Promise<Map<string, number>> {
      if (connectionIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('sync_records')
        .select('connection_id')
        .select((record) => record.fn.countAll<number>().as('count'))
        .where('status', '=', 'completed')
        .where('connection_id', 'in', connectionIds)
        .groupBy('connection_id')
        .execute();
      return new Map(rows.map(({ connection_id, count }) => [connection_id as string, Number(count)]));
    },

    since: (since: string, userId?: string): Promise<SyncSessionRow[]> =>
      filtered({ since, userId }).selectAll('s').execute(),

    /** Instances by how often they failed, worst first. */
    async failing(since: string, userId?: string, limit = 10) {
      const rows = await db
        .selectFrom('sync_records as r')
        .innerJoin('sync_sessions as s', 's.id', 'r.session_id')
        .select(['r.connection_id', 'r.instance_name'])
        .select((r) => r.fn.countAll().as('failures'))
        .where('r.status', '=', 'failed')
        .where('s.created_at', '>=', since)
        .$if(userId !== undefined, (query) => query.where('s.user_id', '=', userId as string))
        .groupBy(['r.connection_id', 'r.instance_name'])
        .orderBy('failures', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, failures: Number(row.failures) }));
    },

    async addRecords(sessionId: string, instances: readonly { id: string; name: string; driver: string }[]) {
      for (let at = 0; at < instances.length; at += insertAtOnce) {
        const values = instances.slice(at, at + insertAtOnce).map(({ id, name, driver }) => ({
          session_id: sessionId,
          connection_id: id,
          instance_name: name,
          driver,
          status: 'pending',
          ...noCounts,
          details: '{}',
        }));
        await db.insertInto('sync_records').values(values).execute();
      }
    },

    allRecords: (sessionId: string): Promise<SyncRecordRow[]> =>
      db
        .selectFrom('sync_records')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('number')
        .execute(),

    async records(sessionId: string, filter: { status?: SyncStatus; limit: number; offset: number }) {
      const matching = db
        .selectFrom('sync_records as r')
        .where('r.session_id', '=', sessionId)
        .$if(filter.status !== undefined, (query) => query.where('r.status', '=', filter.status as string));
      const { total } = await matching.select((r) => r.fn.countAll().as('total')).executeTakeFirstOrThrow();
      const rows = await matching
        .leftJoin('connections as c', 'c.id', 'r.connection_id')
        .selectAll('r')
        .select('c.number as instance_number')
        .orderBy('r.number')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      return { rows, total: Number(total) };
    },

    updateRecord: async (number: number, changes: Partial<SyncRecordRow>): Promise<void> => {
      await db.updateTable('sync_records').set(changes).where('number', '=', number).execute();
    },

    /** Moves all records of a session that are in one of these states to another. */
    async moveRecords(sessionId: string, from: readonly SyncStatus[], to: SyncStatus): Promise<void> {
      await db
        .updateTable('sync_records')
        .set({ status: to, ...(to === 'cancelled' && { ended_at: new Date().toISOString() }) })
        .where('session_id', '=', sessionId)
        .where('status', 'in', from)
        .execute();
    },

    /** Ends sessions whose execution ended without them: cancelled while it waited, or left by a dead process. */
    async settle(): Promise<void> {
      const open = await db
        .selectFrom('sync_sessions as s')
        .innerJoin('executions as e', 'e.id', 's.execution_id')
        .select(['s.id', 'e.status', 'e.error', 'e.ended_at'])
        .where('s.status', 'in', ['pending', 'running'])
        .where('e.status', 'in', ['completed', 'failed', 'timeout', 'cancelled'])
        .execute();
      for (const { id, status, error, ended_at } of open) {
        const ended = status === 'timeout' ? 'failed' : status;
        const text = error === null ? null : JSON.stringify(JSON.parse(error).text);
        await this.moveRecords(id, ['pending', 'running'], 'cancelled');
        await this.update(id, { status: ended, error: text, ended_at });
      }
    },

    /** How many were removed. */
    async removeBefore(time: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('sync_sessions')
        .where('created_at', '<', time)
        .where('status', 'not in', ['pending', 'running'])
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type SyncRepository = ReturnType<typeof createSyncRepository>;

function recordTotals(db: MetadataDatabase) {
  const inState = (status: SyncStatus) =>
    sql<number>`sum(case when ${sql.ref('status')} = ${status} then 1 else 0 end)`;
  return db
    .selectFrom('sync_records')
    .select('session_id')
    .select((r) => [
      r.fn.countAll<number>().as('instances_total'),
      inState('completed').as('instances_completed'),
      inState('failed').as('instances_failed'),
      inState('cancelled').as('instances_cancelled'),
      r.fn.sum<number>('found').as('found'),
      r.fn.sum<number>('created').as('created'),
      r.fn.sum<number>('updated').as('updated'),
      r.fn.sum<number>('removed').as('removed'),
    ])
    .groupBy('session_id');
}

/** PostgreSQL gives sums as text. */
function toNumbers(row: CountedSession): CountedSession {
  const sums = ['instances_total', 'instances_completed', 'instances_failed', 'instances_cancelled'] as const;
  const counts = ['found', 'created', 'updated', 'removed'] as const;
  return { ...row, ...Object.fromEntries([...sums, ...counts].map((name) => [name, Number(row[name])])) };
}
