import { randomUUID } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { MetadataDatabase } from '../../../platform/db/open-database.ts';
import type { Schema } from '../../../platform/db/schema.ts';
import { holdsText } from '../../../platform/db/text-search.ts';

export type SavedQueryVersionRow = Selectable<Schema['saved_query_versions']>;

/** A saved query with its newest SQL and its owner's user name. */
export type SavedQueryRow = Selectable<Schema['saved_queries']> &
  Pick<SavedQueryVersionRow, 'sql' | 'named_params'> & { owner: string };

export type SavedQueryValues = Pick<
  SavedQueryRow,
  'name' | 'folder' | 'description' | 'connection_id' | 'is_shared'
>;

export type SavedStatement = Pick<SavedQueryVersionRow, 'sql' | 'named_params' | 'author'>;

export interface SavedQueryFilter {
  /** Part of name, description or SQL. */
  q?: string;
  /** This folder and those below it. */
  folder?: string;
  shared?: boolean;
  limit: number;
  offset: number;
}

/** What a reader sees: their own, and what others share over these connections or over none. */
export interface SavedQueryReader {
  userId: string;
  connectionIds: readonly string[];
}

/** Saved queries, whose SQL stands in their versions. */
export function createSavedQueriesRepository(db: MetadataDatabase) {
  const joined = () =>
    db
      .selectFrom('saved_queries')
      .innerJoin('users', 'users.id', 'saved_queries.owner_id')
      .innerJoin('saved_query_versions as newest', (join) =>
        join
          .onRef('newest.saved_query_id', '=', 'saved_queries.id')
          .onRef('newest.version', '=', 'saved_queries.version'),
      );

  const found = () =>
    joined()
      .selectAll('saved_queries')
      .select(['users.username as owner', 'newest.sql', 'newest.named_params']);

  return {
    async list(reader: SavedQueryReader, filter: SavedQueryFilter) {
      const { q, folder, shared } = filter;
      let query = joined().where(({ eb, or, and }) =>
        or([
          eb('saved_queries.owner_id', '=', reader.userId),
          and([
            eb('saved_queries.is_shared', '=', 1),
            or([
              eb('saved_queries.connection_id', 'is', null),
              ...(reader.connectionIds.length > 0
                ? [eb('saved_queries.connection_id', 'in', reader.connectionIds)]
                : []),
            ]),
          ]),
        ]),
      );
      if (shared !== undefined) query = query.where('saved_queries.is_shared', '=', shared ? 1 : 0);
      if (folder) query = query.where(isWithin(folder));
      if (q) {
        const searched = ['saved_queries.name', 'saved_queries.description', 'newest.sql'];
        query = query.where(holdsText(searched, q));
      }
      const rows = await query
        .selectAll('saved_queries')
        .select(['users.username as owner', 'newest.sql', 'newest.named_params'])
        .orderBy('saved_queries.folder')
        .orderBy('saved_queries.name')
        .orderBy('saved_queries.id')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    find: (id: string): Promise<SavedQueryRow | undefined> =>
      found().where('saved_queries.id', '=', id).executeTakeFirst(),

    /** Newest first. */
    versions: (id: string): Promise<SavedQueryVersionRow[]> =>
      db
        .selectFrom('saved_query_versions')
        .selectAll()
        .where('saved_query_id', '=', id)
        .orderBy('version', 'desc')
        .execute(),

    /** Returns the new id. */
    async create(ownerId: string, values: SavedQueryValues, statement: SavedStatement): Promise<string> {
      const id = randomUUID();
      const now = new Date().toISOString();
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('saved_queries')
          .values({ ...values, id, owner_id: ownerId, version: 1, created_at: now, updated_at: now })
          .execute();
        await transaction
          .insertInto('saved_query_versions')
          .values({ ...statement, saved_query_id: id, version: 1, created_at: now })
          .execute();
      });
      return id;
    },

    /**
     * Changes a query that still has `version`, and adds the next version when there is a statement. False when
     * somebody saved another version in between, or the query is gone.
     */
    async update(
      id: string,
      version: number,
      values: Partial<SavedQueryValues>,
      statement: SavedStatement | null,
    ): Promise<boolean> {
      const now = new Date().toISOString();
      const next = statement === null ? version : version + 1;
      return db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('saved_queries')
          .set({ ...values, version: next, updated_at: now })
          .where('id', '=', id)
          .where('version', '=', version)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        if (statement !== null) {
          await transaction
            .insertInto('saved_query_versions')
            .values({ ...statement, saved_query_id: id, version: next, created_at: now })
            .execute();
        }
        return true;
      });
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('saved_queries').where('id', '=', id).execute();
    },

    /** The owner's queries in a folder and below it; in one order, in which they are locked when they move. */
    inFolder: (ownerId: string, folder: string): Promise<{ id: string; folder: string }[]> =>
      db
        .selectFrom('saved_queries')
        .select(['id', 'folder'])
        .where('owner_id', '=', ownerId)
        .where(isWithin(folder))
        .orderBy('id')
        .execute(),

    /** Puts queries into folders, all or none. */
    async place(places: readonly { id: string; folder: string }[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const { id, folder } of places) {
          await transaction.updateTable('saved_queries').set({ folder }).where('id', '=', id).execute();
        }
      });
    },
  };
}

/** A folder and those below it, by the exact spelling of their names. */
function isWithin(folder: string): RawBuilder<boolean> {
  const below = `${folder}/`;
  return sql<boolean>`(folder = ${folder} or substr(folder, 1, ${sql.lit([...below].length)}) = ${below})`;
}

export type SavedQueriesRepository = ReturnType<typeof createSavedQueriesRepository>;
