import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { KnowledgeTables } from '../../platform/db/knowledge-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import { textKey } from './text-key.ts';

export type GoldenRow = Selectable<KnowledgeTables['golden_questions']>;

export interface GoldenValues {
  question: string;
  gold_sql: string | null;
  is_ordered: boolean;
  class: string;
}

/** Rows of `golden_questions`. */
export function createGoldenQuestionsRepository(db: MetadataDatabase) {
  const columnsOf = (values: GoldenValues) => ({
    question: values.question,
    question_key: textKey(values.question),
    gold_sql: values.gold_sql,
    is_ordered: values.is_ordered ? 1 : 0,
    class: values.class,
  });

  return {
    async list(
      connectionId: string,
      { q, limit, offset }: { q?: string | undefined; limit: number; offset: number },
    ): Promise<{ rows: GoldenRow[]; total: number }> {
      let query = db.selectFrom('golden_questions').where('connection_id', '=', connectionId);
      if (q) query = query.where(holdsText(['question', 'class'], q));
      const rows = await query
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute();
      const counted = await query.select((e) => e.fn.countAll().as('count')).executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    all: (connectionId: string): Promise<GoldenRow[]> =>
      db
        .selectFrom('golden_questions')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .orderBy('created_at')
        .orderBy('id')
        .execute(),

    find: (connectionId: string, id: string): Promise<GoldenRow | undefined> =>
      db
        .selectFrom('golden_questions')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('id', '=', id)
        .executeTakeFirst(),

    findByQuestion: (connectionId: string, question: string): Promise<GoldenRow | undefined> =>
      db
        .selectFrom('golden_questions')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('question_key', '=', textKey(question))
        .executeTakeFirst(),

    /** Rejects with a unique violation when the connection has the question. */
    add(connectionId: string, username: string, values: GoldenValues): Promise<GoldenRow> {
      const now = new Date().toISOString();
      return db
        .insertInto('golden_questions')
        .values({
          id: randomUUID(),
          connection_id: connectionId,
          ...columnsOf(values),
          created_by: username,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    update: (id: string, values: GoldenValues): Promise<GoldenRow> =>
      db
        .updateTable('golden_questions')
        .set({ ...columnsOf(values), updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('golden_questions').where('id', '=', id).execute();
    },

    /** Removes all of a connection and says how many there were. */
    async removeAll(connectionId: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('golden_questions')
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type GoldenQuestionsRepository = ReturnType<typeof createGoldenQuestionsRepository>;
