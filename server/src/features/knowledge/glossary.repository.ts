import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { KnowledgeTables } from '../../platform/db/knowledge-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import { textKey } from './text-key.ts';

export type TermRow = Selectable<KnowledgeTables['glossary_terms']>;

/** A term without what the store adds. */
export interface TermValues {
  term: string;
  kind: string;
  synonyms: readonly string[];
  expression: string;
  description: string;
  examples: readonly string[];
}

export interface TermFilter {
  /** Terms of these connections and the global ones. */
  scopes: readonly string[];
  kind?: string | undefined;
  q?: string | undefined;
  limit: number;
  offset: number;
}

/** Rows of `glossary_terms`. A scope is a connection's id, or empty for all connections. */
export function createGlossaryRepository(db: MetadataDatabase) {
  const columnsOf = (values: TermValues) => ({
    term: values.term,
    term_key: textKey(values.term),
    kind: values.kind,
    synonyms: JSON.stringify(values.synonyms),
    expression: values.expression,
    description: values.description,
    examples: JSON.stringify(values.examples),
  });

  return {
    async list(filter: TermFilter): Promise<{ rows: TermRow[]; total: number }> {
      let query = db.selectFrom('glossary_terms').where('scope', 'in', [...filter.scopes]);
      if (filter.kind) query = query.where('kind', '=', filter.kind);
      if (filter.q)
        query = query.where(holdsText(['term', 'synonyms', 'expression', 'description'], filter.q));
      const rows = await query
        .selectAll()
        .orderBy('term_key')
        .orderBy('scope')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const counted = await query.select((e) => e.fn.countAll().as('count')).executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    /** All terms that hold for a connection: its own, then the global ones. */
    forConnection: (connectionId: string): Promise<TermRow[]> =>
      db
        .selectFrom('glossary_terms')
        .selectAll()
        .where('scope', 'in', [connectionId, ''])
        .orderBy('scope', 'desc')
        .orderBy('term_key')
        .execute(),

    find: (id: string): Promise<TermRow | undefined> =>
      db.selectFrom('glossary_terms').selectAll().where('id', '=', id).executeTakeFirst(),

    findByTerm: (connectionId: string | null, term: string): Promise<TermRow | undefined> =>
      db
        .selectFrom('glossary_terms')
        .selectAll()
        .where('scope', '=', connectionId ?? '')
        .where('term_key', '=', textKey(term))
        .executeTakeFirst(),

    /** Rejects with a unique violation when the scope has the term. */
    add(connectionId: string | null, username: string, values: TermValues): Promise<TermRow> {
      const now = new Date().toISOString();
      return db
        .insertInto('glossary_terms')
        .values({
          id: randomUUID(),
          connection_id: connectionId,
          scope: connectionId ?? '',
          ...columnsOf(values),
          created_by: username,
          created_at: now,
          updated_by: username,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    /** Rejects with a unique violation when the scope has the new term. */
    update: (id: string, username: string, values: TermValues): Promise<TermRow> =>
      db
        .updateTable('glossary_terms')
        .set({ ...columnsOf(values), updated_by: username, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('glossary_terms').where('id', '=', id).execute();
    },

    /** Removes a connection's own terms and says how many there were. */
    async removeAll(connectionId: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('glossary_terms')
        .where('scope', '=', connectionId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type GlossaryRepository = ReturnType<typeof createGlossaryRepository>;

/** The values of a row as they were given. */
export function valuesOfTerm(row: TermRow): TermValues {
  const { term, kind, expression, description } = row;
  return {
    term,
    kind,
    expression,
    description,
    synonyms: JSON.parse(row.synonyms) as string[],
    examples: JSON.parse(row.examples) as string[],
  };
}
