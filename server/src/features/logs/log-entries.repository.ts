import type { Selectable, SelectQueryBuilder } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type LogRow = Selectable<Schema['log_entries']>;

/** A place in the log: entries are ordered by time, and by number where times are equal. */
export interface LogPlace {
  at: string;
  number: number;
}

export interface LogCriteria {
  text?: string;
  levels?: readonly string[];
  module?: string;
  /** Part of a module's name, as one family's document has it. */
  modulePart?: string;
  user?: string;
  requestId?: string;
  from?: string;
  to?: string;
}

type Query<O> = SelectQueryBuilder<Schema, 'log_entries', O>;
const searchedColumns = ['message', 'module', 'context'];

/** Reads and removes what the log store wrote. */
export function createLogEntriesRepository(db: MetadataDatabase) {
  const entries = (criteria: LogCriteria) => narrow(db.selectFrom('log_entries'), criteria);

  return {
    find: (number: number): Promise<LogRow | undefined> =>
      db.selectFrom('log_entries').selectAll().where('number', '=', number).executeTakeFirst(),

    /** Newest first, from behind `before` on, no further than `until`. */
    older(
      criteria: LogCriteria,
      before: LogPlace | null,
      until: LogPlace | null,
      limit: number,
    ): Promise<LogRow[]> {
      let query = entries(criteria).selectAll();
      if (criteria.text) query = query.where(holdsText(searchedColumns, criteria.text));
      if (before)
        query = query.where((row) =>
          row(row.refTuple('at', 'number'), '<', row.tuple(before.at, before.number)),
        );
      if (until)
        query = query.where((row) =>
          row(row.refTuple('at', 'number'), '>=', row.tuple(until.at, until.number)),
        );
      return query.orderBy('at', 'desc').orderBy('number', 'desc').limit(limit).execute();
    },

    /** The place `count` entries behind another, whatever their text; null when there are fewer. */
    async placeBehind(
      criteria: LogCriteria,
      before: LogPlace | null,
      count: number,
    ): Promise<LogPlace | null> {
      let query = entries(criteria).select(['at', 'number']);
      if (before)
        query = query.where((row) =>
          row(row.refTuple('at', 'number'), '<', row.tuple(before.at, before.number)),
        );
      const place = await query
        .orderBy('at', 'desc')
        .orderBy('number', 'desc')
        .limit(1)
        .offset(count)
        .executeTakeFirst();
      return place ?? null;
    },

    /** Oldest first, from behind `after` on. */
    newer(criteria: LogCriteria, after: LogPlace | null, limit: number): Promise<LogRow[]> {
      let query = entries(criteria).selectAll();
      if (criteria.text) query = query.where(holdsText(searchedColumns, criteria.text));
      if (after)
        query = query.where((row) =>
          row(row.refTuple('at', 'number'), '>', row.tuple(after.at, after.number)),
        );
      return query.orderBy('at').orderBy('number').limit(limit).execute();
    },

    async count(criteria: LogCriteria): Promise<number> {
      let query = entries(criteria);
      if (criteria.text) query = query.where(holdsText(searchedColumns, criteria.text));
      const { count } = await query
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** A page in any order, for documents that page by number. */
    page(
      criteria: LogCriteria,
      order: { by: 'at' | 'level' | 'module'; descending: boolean },
      limit: number,
      offset: number,
    ): Promise<LogRow[]> {
      let query = entries(criteria).selectAll();
      if (criteria.text) query = query.where(holdsText(searchedColumns, criteria.text));
      const direction = order.descending ? 'desc' : 'asc';
      return query
        .orderBy(order.by, direction)
        .orderBy('number', direction)
        .limit(limit)
        .offset(offset)
        .execute();
    },

    /** By number, for those who follow the log. */
    numberedAfter: (number: number, limit: number): Promise<LogRow[]> =>
      db
        .selectFrom('log_entries')
        .selectAll()
        .where('number', '>', number)
        .orderBy('number')
        .limit(limit)
        .execute(),

    async lastNumber(): Promise<number> {
      const row = await db
        .selectFrom('log_entries')
        .select('number')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.number ?? 0;
    },

    /** Removes some of the oldest entries before a time; returns how many. */
    async removeSome(before: string, limit: number): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('log_entries')
        .where('number', 'in', (part) =>
          part.selectFrom('log_entries').select('number').where('at', '<', before).orderBy('at').limit(limit),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    /** Removes some of the entries up to a number; returns how many. */
    async removeSomeUpTo(number: number, limit: number): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('log_entries')
        .where('number', 'in', (part) =>
          part
            .selectFrom('log_entries')
            .select('number')
            .where('number', '<=', number)
            .orderBy('number')
            .limit(limit),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function narrow<O>(query: Query<O>, criteria: LogCriteria): Query<O> {
  const { levels, module, modulePart, user, requestId, from, to } = criteria;
  let narrowed = query;
  if (levels?.length === 1) narrowed = narrowed.where('level', '=', levels[0] as string);
  else if (levels?.length) narrowed = narrowed.where('level', 'in', [...levels]);
  if (module !== undefined) narrowed = narrowed.where('module', '=', module);
  if (modulePart) narrowed = narrowed.where(holdsText(['module'], modulePart));
  if (user !== undefined) narrowed = narrowed.where('user_name', '=', user);
  if (requestId !== undefined) narrowed = narrowed.where('request_id', '=', requestId);
  if (from !== undefined) narrowed = narrowed.where('at', '>=', from);
  if (to !== undefined) narrowed = narrowed.where('at', '<', to);
  return narrowed;
}

export type LogEntriesRepository = ReturnType<typeof createLogEntriesRepository>;
