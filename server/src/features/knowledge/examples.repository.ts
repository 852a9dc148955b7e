import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { KnowledgeTables } from '../../platform/db/knowledge-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import { textKey } from './text-key.ts';

export type ExampleRow = Selectable<KnowledgeTables['verified_examples']>;

interface NewExample {
  connectionId: string;
  userId: string;
  username: string;
  question: string;
  sql: string;
  isShared: boolean;
}

/** Rows of `verified_examples`. */
export function createExamplesRepository(db: MetadataDatabase) {
  return {
    async list(filter: {
      connectionIds: readonly string[];
      /** Sees the shared ones and these of their own; null sees all. */
      userId: string | null;
      shared?: boolean | undefined;
      q?: string | undefined;
      limit: number;
      offset: number;
    }): Promise<{ rows: ExampleRow[]; total: number }> {
      if (filter.connectionIds.length === 0) return { rows: [], total: 0 };
      let query = db.selectFrom('verified_examples').where('connection_id', 'in', [...filter.connectionIds]);
      const { userId, shared, q } = filter;
      if (userId !== null)
        query = query.where(({ or, eb }) => or([eb('is_shared', '=', 1), eb('user_id', '=', userId)]));
      if (shared !== undefined) query = query.where('is_shared', '=', shared ? 1 : 0);
      if (q) query = query.where(holdsText(['question', 'sql'], q));
      const rows = await query
        .selectAll()
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const counted = await query.select((e) => e.fn.countAll().as('count')).executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    /** What may guide answers for a user on a connection: shared ones and their own, newest first. */
    guiding: (connectionId: string, userId: string, limit: number): Promise<ExampleRow[]> =>
      db
        .selectFrom('verified_examples')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where(({ or, eb }) => or([eb('is_shared', '=', 1), eb('user_id', '=', userId)]))
        .orderBy('updated_at', 'desc')
        .limit(limit)
        .execute(),

    shared: (connectionId: string): Promise<ExampleRow[]> =>
      db
        .selectFrom('verified_examples')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('is_shared', '=', 1)
        .orderBy('question_key')
        .execute(),

    find: (id: string): Promise<ExampleRow | undefined> =>
      db.selectFrom('verified_examples').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Keeps an example; saying again what is right for a question takes the place of what the person said before. */
    async save(example: NewExample): Promise<ExampleRow> {
      const now = new Date().toISOString();
      const { question, sql } = example;
      const isShared = example.isShared ? 1 : 0;
      return db
        .insertInto('verified_examples')
        .values({
          id: randomUUID(),
          connection_id: example.connectionId,
          question,
          question_key: textKey(question),
          sql,
          is_shared: isShared,
          user_id: example.userId,
          created_by: example.username,
          created_at: now,
          updated_at: now,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['connection_id', 'user_id', 'question_key'])
            .doUpdateSet({ question, sql, is_shared: isShared, updated_at: now }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    /** Rejects with a unique violation when the person has the new question already. */
    update: (id: string, edit: { question: string; sql: string; isShared: boolean }): Promise<ExampleRow> =>
      db
        .updateTable('verified_examples')
        .set({
          question: edit.question,
          question_key: textKey(edit.question),
          sql: edit.sql,
          is_shared: edit.isShared ? 1 : 0,
          updated_at: new Date().toISOString(),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('verified_examples').where('id', '=', id).execute();
    },

    /** Removes a connection's shared examples and says how many there were. */
    async removeShared(connectionId: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('verified_examples')
        .where('connection_id', '=', connectionId)
        .where('is_shared', '=', 1)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type ExamplesRepository = ReturnType<typeof createExamplesRepository>;
