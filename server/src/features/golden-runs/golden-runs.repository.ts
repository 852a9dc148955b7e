import { randomUUID } from 'node:crypto';
import type { GoldenSummary, GoldenVerdict } from '@sextant/contract/golden-questions';
import type { Selectable } from 'kysely';
import type { KnowledgeTables } from '../../platform/db/knowledge-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';

export type GoldenRunRow = Selectable<KnowledgeTables['golden_runs']>;
export type OutcomeRow = Selectable<KnowledgeTables['golden_outcomes']>;
export type GoldenSettingsRow = Selectable<KnowledgeTables['golden_settings']>;

/** Runs whose outcomes are kept for a connection; older runs go with theirs. */
const keptRuns = 50;

/** Stands for the default model of who switched the automatic runs on. */
export const defaultModel = 'default';

/** Runs of golden questions, what each question got, and when the next run comes by itself. */
export function createGoldenRunsRepository(db: MetadataDatabase) {
  return {
    async add(run: Omit<GoldenRunRow, 'number' | 'id' | 'created_at' | 'ended_at' | 'summary' | 'error'>) {
      const created = { id: randomUUID(), created_at: new Date().toISOString() };
      const rest = { ended_at: null, summary: null, error: null };
      return db
        .insertInto('golden_runs')
        .values({ ...run, ...created, ...rest })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    async update(id: string, changes: Partial<Omit<GoldenRunRow, 'id' | 'number'>>): Promise<void> {
      await db.updateTable('golden_runs').set(changes).where('id', '=', id).execute();
    },

    find: (connectionId: string, id: string): Promise<GoldenRunRow | undefined> =>
      db
        .selectFrom('golden_runs')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('id', '=', id)
        .executeTakeFirst(),

    /** The last complete run with the same model before this one. */
    previous: (connectionId: string, modelId: string): Promise<GoldenRunRow | undefined> =>
      db
        .selectFrom('golden_runs')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('model_id', '=', modelId)
        .where('status', '=', 'completed')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst(),

    latest: (connectionId: string): Promise<GoldenRunRow | undefined> =>
      db
        .selectFrom('golden_runs')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('status', '=', 'completed')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst(),

    async list(connectionId: string, { limit, offset }: { limit: number; offset: number }) {
      const query = db.selectFrom('golden_runs').where('connection_id', '=', connectionId);
      const rows = await query.selectAll().orderBy('number', 'desc').limit(limit).offset(offset).execute();
      const counted = await query.select((e) => e.fn.countAll().as('count')).executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    outcomes: (runId: string): Promise<OutcomeRow[]> =>
      db.selectFrom('golden_outcomes').selectAll().where('run_id', '=', runId).orderBy('place').execute(),

    async verdicts(runId: string): Promise<Map<string, GoldenVerdict>> {
      const rows = await db
        .selectFrom('golden_outcomes')
        .select(['question_id', 'verdict'])
        .where('run_id', '=', runId)
        .execute();
      return new Map(rows.map((row) => [row.question_id, row.verdict as GoldenVerdict]));
    },

    async addOutcome(outcome: OutcomeRow): Promise<void> {
      const { run_id: _run, question_id: _question, ...said } = outcome;
      await db
        .insertInto('golden_outcomes')
        .values(outcome)
        .onConflict((conflict) => conflict.columns(['run_id', 'question_id']).doUpdateSet(said))
        .execute();
    },

    /** Ends a run well and lets go of runs that are too many. */
    async complete(run: GoldenRunRow, summary: GoldenSummary): Promise<void> {
      await db
        .updateTable('golden_runs')
        .set({ status: 'completed', ended_at: new Date().toISOString(), summary: JSON.stringify(summary) })
        .where('id', '=', run.id)
        .execute();
      const oldest = await db
        .selectFrom('golden_runs')
        .select('number')
        .where('connection_id', '=', run.connection_id)
        .orderBy('number', 'desc')
        .offset(keptRuns)
        .limit(1)
        .executeTakeFirst();
      if (!oldest) return;
      await db
        .deleteFrom('golden_runs')
        .where('connection_id', '=', run.connection_id)
        .where('number', '<=', oldest.number)
        .execute();
    },

    settings: (connectionId: string): Promise<GoldenSettingsRow | undefined> =>
      db
        .selectFrom('golden_settings')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .executeTakeFirst(),

    async saveSettings(row: Omit<GoldenSettingsRow, 'due_at' | 'due_reason'>): Promise<void> {
      const { connection_id: _connection, ...rest } = row;
      await db
        .insertInto('golden_settings')
        .values({ ...row, due_at: null, due_reason: null })
        .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(rest))
        .execute();
    },

    /** Has the automatic runs of a connection, or of all for null, come at a time. */
    async setDue(connectionId: string | null, modelId: string | null, dueAt: string, reason: string) {
      let query = db
        .updateTable('golden_settings')
        .set({ due_at: dueAt, due_reason: reason })
        .where('is_automatic', '=', 1);
      if (connectionId !== null) query = query.where('connection_id', '=', connectionId);
      if (modelId !== null) query = query.where('model_id', 'in', [modelId, defaultModel]);
      await query.execute();
    },

    /** The settings whose run is due; each goes to one process only. */
    async takeDue(now: string): Promise<GoldenSettingsRow[]> {
      const due = await db
        .selectFrom('golden_settings')
        .selectAll()
        .where('is_automatic', '=', 1)
        .where('due_at', '<=', now)
        .execute();
      const taken: GoldenSettingsRow[] = [];
      for (const row of due) {
        const { numUpdatedRows } = await db
          .updateTable('golden_settings')
          .set({ due_at: null, due_reason: null })
          .where('connection_id', '=', row.connection_id)
          .where('due_at', '=', row.due_at)
          .executeTakeFirst();
        if (numUpdatedRows > 0n) taken.push(row);
      }
      return taken;
    },
  };
}

export type GoldenRunsRepository = ReturnType<typeof createGoldenRunsRepository>;
