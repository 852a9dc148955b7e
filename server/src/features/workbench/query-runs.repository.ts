import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type QuerySource = 'ask' | 'workbench' | 'export' | 'family' | 'script';
export type QueryStatus = 'ok' | 'truncated' | 'failed' | 'cancelled' | 'refused';

export interface EndedQueryRun {
  userId: string;
  connectionId: string;
  source: QuerySource;
  sql: string;
  status: QueryStatus;
  rowsCount: number | null;
  durationMs: number;
  error: string | null;
}

/** A run with the name of its connection, null when that is gone. */
export type NamedQueryRun = Selectable<Schema['query_runs']> & { connection_name: string | null };

export interface QueryRunFilter {
  /** Part of the SQL. */
  q?: string;
  connectionId?: string;
  status?: QueryStatus;
  source?: QuerySource;
  limit: number;
  offset: number;
}

/** The history of statements that people ran; written once, when a run ends. Whose it is is part of every search. */
export function createQueryRunsRepository(db: MetadataDatabase) {
  return {
    async add(run: EndedQueryRun): Promise<void> {
      await db
        .insertInto('query_runs')
        .values({
          id: randomUUID(),
          user_id: run.userId,
          connection_id: run.connectionId,
          source: run.source,
          sql: run.sql,
          status: run.status,
          rows_count: run.rowsCount,
          duration_ms: Math.round(run.durationMs),
          error: run.error,
          created_at: new Date().toISOString(),
        })
        .execute();
    },

    /** Newest first. */
    async list(userId: string, filter: QueryRunFilter): Promise<{ rows: NamedQueryRun[]; total: number }> {
      const { q, connectionId, status, source } = filter;
      let query = db
        .selectFrom('query_runs')
        .leftJoin('connections', 'connections.id', 'query_runs.connection_id')
        .where('query_runs.user_id', '=', userId);
      if (connectionId !== undefined) query = query.where('query_runs.connection_id', '=', connectionId);
      if (status !== undefined) query = query.where('query_runs.status', '=', status);
      if (source !== undefined) query = query.where('query_runs.source', '=', source);
      if (q) query = query.where(holdsText(['query_runs.sql'], q));
      const rows = await query
        .selectAll('query_runs')
        .select('connections.name as connection_name')
        .orderBy('query_runs.number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    /** False when the user has no such run. */
    async remove(userId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('query_runs')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async removeBefore(time: string): Promise<void> {
      await db.deleteFrom('query_runs').where('created_at', '<', time).execute();
    },

    /** Leaves the user's newest runs, as many as `count`. */
    async keepNewest(userId: string, count: number): Promise<void> {
      await db
        .deleteFrom('query_runs')
        .where('user_id', '=', userId)
        .where('number', '<=', ({ selectFrom }) =>
          selectFrom('query_runs as kept')
            .select('kept.number')
            .where('kept.user_id', '=', userId)
            .orderBy('kept.number', 'desc')
            .limit(1)
            .offset(count),
        )
        .execute();
    },
  };
}

export type QueryRunsRepository = ReturnType<typeof createQueryRunsRepository>;
