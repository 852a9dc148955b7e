import type { ExecutionStatus, LogLine } from '@sextant/contract/executions';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';

/** An execution with the names of its task and of who started it. */
export type NamedExecution = ExecutionRow & {
  task_name: string | null;
  task_number: number | null;
  task_owner_id: string | null;
  username: string | null;
};

export interface ExecutionFilter {
  /** Only what this person started or what their tasks did. */
  userId?: string;
  taskId?: string;
  taskNumber?: number;
  scriptId?: string;
  status?: ExecutionStatus;
  limit: number;
  offset: number;
}

/** All executions, or what one person started or their tasks did, with task and person. */
export function executionsOf(db: MetadataDatabase, userId?: string) {
  const query = db
    .selectFrom('executions')
    .leftJoin('tasks', 'tasks.id', 'executions.task_id')
    .leftJoin('users', 'users.id', 'executions.user_id');
  if (userId === undefined) return query;
  return query.where(({ or, eb }) =>
    or([eb('executions.user_id', '=', userId), eb('tasks.owner_id', '=', userId)]),
  );
}

export function createExecutionsRepository(db: MetadataDatabase) {
  const named = (userId?: string) => executionsOf(db, userId);
  const columns = [
    'tasks.name as task_name',
    'tasks.number as task_number',
    'tasks.owner_id as task_owner_id',
    'users.username as username',
  ] as const;

  return {
    /** Executions whose follow-ups are due. */
    withFollowUpsDue: (limit: number): Promise<ExecutionRow[]> =>
      db
        .selectFrom('executions')
        .selectAll()
        .where('follow_ups_due_at', '<=', new Date().toISOString())
        .orderBy('follow_ups_due_at')
        .limit(limit)
        .execute(),

    /** Takes the follow-ups of an execution until a time, or for good; false when another process took them. */
    async takeFollowUps(execution: ExecutionRow, until: string | null): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('executions')
        .set((set) => ({
          follow_ups_due_at: until,
          follow_ups_attempts: set('follow_ups_attempts', '+', 1),
        }))
        .where('id', '=', execution.id)
        .where('follow_ups_due_at', '=', execution.follow_ups_due_at)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async noteFollowUps(id: string, done: readonly string[]): Promise<void> {
      const value = JSON.stringify(done);
      await db.updateTable('executions').set({ follow_ups_done: value }).where('id', '=', id).execute();
    },

    /** Puts off what is left to a time; null: nothing is. */
    async endFollowUps(id: string, dueAt: string | null): Promise<void> {
      await db.updateTable('executions').set({ follow_ups_due_at: dueAt }).where('id', '=', id).execute();
    },

    async list(filter: ExecutionFilter) {
      const { userId, taskId, taskNumber, scriptId, status } = filter;
      let query = named(userId);
      if (taskId !== undefined) query = query.where('executions.task_id', '=', taskId);
      if (taskNumber !== undefined) query = query.where('tasks.number', '=', taskNumber);
      if (scriptId !== undefined) query = query.where('executions.script_id', '=', scriptId);
      if (status !== undefined) query = query.where('executions.status', '=', status);
      const rows: NamedExecution[] = await query
        .selectAll('executions')
        .select(columns)
        .orderBy('executions.number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    find: (id: string): Promise<NamedExecution | undefined> =>
      named().selectAll('executions').select(columns).where('executions.id', '=', id).executeTakeFirst(),

    /** What people call the script or extension that an execution runs; null when it runs none. */
    async scriptName(scriptId: string | null): Promise<string | null> {
      if (scriptId === null) return null;
      const found = await db
        .selectFrom('scripts')
        .select('name')
        .where('id', '=', scriptId)
        .unionAll(db.selectFrom('extensions').select('name').where('id', '=', scriptId))
        .executeTakeFirst();
      return found?.name ?? null;
    },

    async log(id: string, after: number, limit: number): Promise<LogLine[]> {
      return db
        .selectFrom('execution_logs')
        .select(['number', 'at', 'level', 'message'])
        .where('execution_id', '=', id)
        .where('number', '>', after)
        .orderBy('number')
        .limit(limit)
        .execute();
    },

    /** The newest execution of each active task, where that one failed; newest first. */
    failing: (limit: number, userId?: string): Promise<NamedExecution[]> =>
      named(userId)
        .where('tasks.is_active', '=', 1)
        .where('executions.status', 'in', ['failed', 'timeout'])
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('executions as newer')
                .select('newer.number')
                .whereRef('newer.task_id', '=', 'executions.task_id')
                .whereRef('newer.number', '>', 'executions.number'),
            ),
          ),
        )
        .selectAll('executions')
        .select(columns)
        .orderBy('executions.number', 'desc')
        .limit(limit)
        .execute(),

    /** Some executions, in no order. */
    findAll: (ids: readonly string[]): Promise<NamedExecution[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : named().selectAll('executions').select(columns).where('executions.id', 'in', ids).execute(),

    /** How many there are of each status. */
    async countByStatus(userId?: string): Promise<Map<string, number>> {
      const rows = await named(userId)
        .select((select) => ['executions.status', select.fn.countAll<number>().as('count')])
        .groupBy('executions.status')
        .execute();
      return new Map(rows.map(({ status, count }) => [status, Number(count)]));
    },

    async count(status: ExecutionStatus): Promise<number> {
      const { count } = await db
        .selectFrom('executions')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('status', '=', status)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** The newest execution of each task. */
    async newestOf(taskIds: readonly string[]): Promise<ExecutionRow[]> {
      if (taskIds.length === 0) return [];
      return db
        .selectFrom('executions')
        .selectAll()
        .where('number', 'in', (inner) =>
          inner
            .selectFrom('executions')
            .select((select) => select.fn.max('number').as('number'))
            .where('task_id', 'in', taskIds)
            .groupBy('task_id'),
        )
        .execute();
    },

    /** Executions of a task that wait or run. */
    unfinished: (taskId: string): Promise<Pick<ExecutionRow, 'id' | 'status'>[]> =>
      db
        .selectFrom('executions')
        .select(['id', 'status'])
        .where('task_id', '=', taskId)
        .where('status', 'in', ['pending', 'running'])
        .execute(),

    async lastSuccess(taskId: string): Promise<Date | null> {
      const row = await db
        .selectFrom('executions')
        .select('started_at')
        .where('task_id', '=', taskId)
        .where('status', '=', 'completed')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.started_at ? new Date(row.started_at) : null;
    },

    /** Forgets what ended before a moment, with its log. */
    async removeEndedBefore(moment: string): Promise<void> {
      await db
        .deleteFrom('executions')
        .where('ended_at', '<', moment)
        .where('status', 'not in', ['pending', 'running'])
        .execute();
    },
  };
}

export type ExecutionsRepository = ReturnType<typeof createExecutionsRepository>;
