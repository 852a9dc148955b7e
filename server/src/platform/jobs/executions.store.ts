import { randomBytes } from 'node:crypto';
import type { MetadataDatabase, MetadataKind } from '../db/open-database.ts';
import { isUniqueViolation } from '../db/unique-violation.ts';
import { sealParams } from '../secrets/sealed-params.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { ExecutionOutcome, ExecutionRow, NewExecution, StoredError } from './execution.ts';

export type EndStatus = 'completed' | 'failed' | 'timeout' | 'cancelled';

const defaults = { maxAttempts: 1, retryDelaySeconds: 60, timeoutSeconds: 300 };

/** `exec_<YYYYMMDD>_<HHMMSS>_<8 hex>` of now, in UTC. */
function newId(now: Date): string {
  const [day, time] = now.toISOString().replaceAll('-', '').replaceAll(':', '').split('T') as [
    string,
    string,
  ];
  return `exec_${day}_${time.slice(0, 6)}_${randomBytes(4).toString('hex')}`;
}

function toRow(execution: NewExecution, now: Date, secrets: SecretBox) {
  const id = newId(now);
  return {
    id,
    task_id: execution.taskId ?? null,
    task_type: execution.taskType,
    script_id: execution.scriptId ?? null,
    script_version: null,
    params: sealParams(secrets, execution.params, id),
    status: 'pending',
    progress: 0,
    attempt: 0,
    max_attempts: execution.maxAttempts ?? defaults.maxAttempts,
    retry_delay_seconds: execution.retryDelaySeconds ?? defaults.retryDelaySeconds,
    timeout_seconds: execution.timeoutSeconds ?? defaults.timeoutSeconds,
    triggered_by: execution.triggeredBy,
    user_id: execution.userId ?? null,
    exclusive_key: execution.exclusiveKey ?? null,
    fire_at: execution.fireAt ?? null,
    due_at: (execution.dueAt ?? now).toISOString(),
    lease_owner: null,
    lease_until: null,
    cancel_requested: 0,
    table_name: null,
    rows_before: null,
    rows_after: null,
    rows_affected: null,
    result: null,
    error: null,
    created_at: now.toISOString(),
    started_at: null,
    ended_at: null,
  };
}

/**
 * The queue, which is the table of executions itself: taking, keeping and ending are single statements that only the
 * holder of the lease can make, so nothing is lost and nothing runs twice, whichever process dies when.
 */
export function createExecutionsStore(db: MetadataDatabase, kind: MetadataKind, secrets: SecretBox) {
  const held = (id: string, owner: string) =>
    db
      .updateTable('executions')
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'running');

  return {
    /** Adds executions that are due; one for a fire time that has one already is left out. */
    async add(executions: readonly NewExecution[]): Promise<ExecutionRow[]> {
      if (executions.length === 0) return [];
      const now = new Date();
      return db
        .insertInto('executions')
        .values(executions.map((execution) => toRow(execution, now, secrets)))
        .onConflict((conflict) => conflict.columns(['task_id', 'fire_at']).doNothing())
        .returningAll()
        .execute();
    },

    /** Adds an execution that runs already, under its worker's lease. */
    addRunning(execution: NewExecution, owner: string, leaseMs: number): Promise<ExecutionRow> {
      const now = new Date();
      return db
        .insertInto('executions')
        .values({
          ...toRow(execution, now, secrets),
          status: 'running',
          attempt: 1,
          started_at: now.toISOString(),
          lease_owner: owner,
          lease_until: new Date(now.getTime() + leaseMs).toISOString(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    find: (id: string): Promise<ExecutionRow | undefined> =>
      db.selectFrom('executions').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Takes up to `count` due executions for a worker. */
    async claim(owner: string, count: number, leaseMs: number): Promise<ExecutionRow[]> {
      const now = new Date().toISOString();
      const due = db
        .selectFrom('executions as e')
        .select('e.id')
        .where('e.status', '=', 'pending')
        .where('e.due_at', '<=', now)
        .where(({ or, eb, not, exists, selectFrom }) =>
          or([
            eb('e.exclusive_key', 'is', null),
            not(
              exists(
                selectFrom('executions as r')
                  .select('r.id')
                  .whereRef('r.exclusive_key', '=', 'e.exclusive_key')
                  .where('r.status', '=', 'running'),
              ),
            ),
          ]),
        )
        .orderBy('e.due_at')
        .orderBy('e.number')
        .limit(count);
      const candidates = kind === 'postgresql' ? due.forUpdate().skipLocked() : due;
      try {
        return await db
          .updateTable('executions')
          .set((set) => ({
            status: 'running',
            lease_owner: owner,
            lease_until: new Date(Date.now() + leaseMs).toISOString(),
            attempt: set('attempt', '+', 1),
            started_at: now,
            progress: 0,
          }))
          .where('id', 'in', candidates)
          .returningAll()
          .execute();
      } catch (error) {
        // Two of one exclusive key were due at once: one of them alone.
        if (isUniqueViolation(error)) return count > 1 ? this.claim(owner, 1, leaseMs) : [];
        throw error;
      }
    },

    /** Keeps the leases of a worker and tells which of its executions somebody wants cancelled. */
    async keep(owner: string, leaseMs: number): Promise<string[]> {
      const kept = await db
        .updateTable('executions')
        .set({ lease_until: new Date(Date.now() + leaseMs).toISOString() })
        .where('lease_owner', '=', owner)
        .where('status', '=', 'running')
        .returning(['id', 'cancel_requested'])
        .execute();
      return kept.filter((one) => one.cancel_requested === 1).map((one) => one.id);
    },

    /** Ends an execution; false when the lease was lost and another will end it. */
    async end(
      id: string,
      owner: string,
      status: EndStatus,
      end: { outcome?: ExecutionOutcome; error?: StoredError },
    ): Promise<boolean> {
      const { outcome = {}, error } = end;
      const now = new Date().toISOString();
      const { numUpdatedRows } = await held(id, owner)
        .set(({ case: choose }) => ({
          status,
          ...(status !== 'cancelled' && {
            follow_ups_due_at: choose().when('task_id', 'is not', null).then(now).else(null).end(),
          }),
          ...(status === 'completed' && { progress: 100 }),
          script_version: outcome.scriptVersion ?? null,
          table_name: outcome.tableName ?? null,
          rows_before: outcome.rowsBefore ?? null,
          rows_after: outcome.rowsAfter ?? null,
          rows_affected: outcome.rowsAffected ?? null,
          result: outcome.result === undefined ? null : JSON.stringify(outcome.result),
          error: error === undefined ? null : JSON.stringify(error),
          lease_owner: null,
          lease_until: null,
          ended_at: now,
        }))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Puts an execution back, to be tried again at `dueAt`; `countAttempt: false` when it was not its fault. */
    async putBack(
      id: string,
      owner: string,
      dueAt: Date,
      options: { error?: StoredError; countAttempt: boolean },
    ): Promise<boolean> {
      const { numUpdatedRows } = await held(id, owner)
        .set((set) => ({
          status: 'pending',
          due_at: dueAt.toISOString(),
          lease_owner: null,
          lease_until: null,
          ...(!options.countAttempt && { attempt: set('attempt', '-', 1) }),
          ...(options.error && { error: JSON.stringify(options.error) }),
        }))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    setProgress: async (id: string, owner: string, progress: number): Promise<void> => {
      await held(id, owner).set({ progress }).execute();
    },

    /** Cancels what waits, and marks what runs for its worker. */
    async requestCancel(id: string): Promise<'cancelled' | 'requested' | 'over'> {
      const now = new Date().toISOString();
      const waiting = await db
        .updateTable('executions')
        .set({ status: 'cancelled', ended_at: now, cancel_requested: 1 })
        .where('id', '=', id)
        .where('status', '=', 'pending')
        .executeTakeFirst();
      if (waiting.numUpdatedRows > 0n) return 'cancelled';
      const running = await db
        .updateTable('executions')
        .set({ cancel_requested: 1 })
        .where('id', '=', id)
        .where('status', '=', 'running')
        .executeTakeFirst();
      return running.numUpdatedRows > 0n ? 'requested' : 'over';
    },

    /** Executions whose worker has let the lease run out. */
    lost: (): Promise<ExecutionRow[]> =>
      db
        .selectFrom('executions')
        .selectAll()
        .where('status', '=', 'running')
        .where('lease_until', '<', new Date().toISOString())
        .limit(500)
        .execute(),

    async runsScript(scriptId: string): Promise<boolean> {
      const found = await db
        .selectFrom('executions')
        .select('id')
        .where('script_id', '=', scriptId)
        .where('status', '=', 'running')
        .executeTakeFirst();
      return found !== undefined;
    },

    /** All that runs according to the table. */
    left: (): Promise<ExecutionRow[]> =>
      db.selectFrom('executions').selectAll().where('status', '=', 'running').execute(),

    async addLog(
      lines: { execution_id: string; at: string; level: string; message: string }[],
    ): Promise<void> {
      if (lines.length > 0) await db.insertInto('execution_logs').values(lines).execute();
    },
  };
}

export type ExecutionsStore = ReturnType<typeof createExecutionsStore>;
