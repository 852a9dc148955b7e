import { sql } from 'kysely';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import { executionsOf } from './executions.repository.ts';

/** What ended in one way within a quarter of an hour; every time zone's days begin with one. */
export interface QuarterFigures {
  /** The first moment of the quarter. */
  at: Date;
  status: string;
  count: number;
  rows: number;
  /** Of those that began and ended, in all. */
  seconds: number;
  timed: number;
}

/** Sums over executions, added up by the database: there may be a million of them. */
export function createExecutionFigures(db: MetadataDatabase, kind: MetadataKind) {
  const started = sql.ref<string | null>('executions.started_at');
  const ended = sql.ref<string | null>('executions.ended_at');
  const duration =
    kind === 'postgresql'
      ? sql<
          number | null
        >`cast(extract(epoch from ${ended}::timestamptz - ${started}::timestamptz) as double precision)`
      : sql<number | null>`unixepoch(${ended}, 'subsec') - unixepoch(${started}, 'subsec')`;

  const since = (createdAt: string, userId?: string) =>
    executionsOf(db, userId).where('executions.created_at', '>=', createdAt);

  return {
    async byQuarter(createdAt: string, userId?: string): Promise<QuarterFigures[]> {
      const rows = await since(createdAt, userId)
        .select(({ fn }) => [
          sql<string>`substr(executions.created_at, 1, 13)`.as('hour'),
          sql<number>`cast(substr(executions.created_at, 15, 2) as integer) / 15`.as('quarter'),
          'executions.status',
          fn.countAll<number>().as('count'),
          fn.sum<number | null>('executions.rows_affected').as('rows'),
          fn.sum<number | null>(duration).as('seconds'),
          fn.count<number>(duration).as('timed'),
        ])
        .groupBy(['hour', 'quarter', 'executions.status'])
        .execute();
      return rows.map(({ hour, quarter, status, ...sums }) => ({
        at: new Date(Date.parse(`${hour}:00:00Z`) + quarter * 15 * 60_000),
        status,
        count: Number(sums.count),
        rows: Number(sums.rows ?? 0),
        seconds: Number(sums.seconds ?? 0),
        timed: Number(sums.timed),
      }));
    },

    /** The longest execution of each task, or else script; the longest first. */
    async longestOfEach(createdAt: string, limit: number, userId?: string): Promise<string[]> {
      const ranked = since(createdAt, userId)
        .where('executions.started_at', 'is not', null)
        .where('executions.ended_at', 'is not', null)
        .select([
          'executions.id',
          duration.as('seconds'),
          sql<number>`row_number() over (
            partition by coalesce(executions.task_id, executions.script_id, executions.id)
            order by ${duration} desc, executions.number)`.as('place'),
        ]);
      const rows = await db
        .selectFrom(ranked.as('ranked'))
        .select('id')
        .where('place', '=', 1)
        .orderBy('seconds', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

export type ExecutionFigures = ReturnType<typeof createExecutionFigures>;
