import { randomUUID } from 'node:crypto';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';

export type QuerySource = 'ask' | 'workbench' | 'export';
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

/** The history of statements that people ran; written once, when a run ends. */
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
  };
}

export type QueryRunsRepository = ReturnType<typeof createQueryRunsRepository>;
