import type { DatabaseSize } from '@sextant/engines/database-sizes';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type CapacityRow = Selectable<Schema['capacity_points']>;

/** Of each instance so many tables are kept, the largest. */
const tablesKept = 500;
const insertAtOnce = 200;

/** A table as people write it, with its schema where there is one. */
const tableName = ({ schema, name }: { schema: string | null; name: string }) =>
  schema === null ? name : `${schema}.${name}`;

function toRows(connectionId: string, day: string, sizes: readonly DatabaseSize[]): CapacityRow[] {
  const base = { connection_id: connectionId, day };
  const databases = sizes.map(({ database, bytes, dataBytes, indexBytes, tables }) => ({
    ...base,
    database_name: database,
    table_name: '',
    bytes,
    data_bytes: dataBytes,
    index_bytes: indexBytes,
    rows_estimate: null,
    tables_count: tables.length,
  }));
  const tables = sizes
    .flatMap(({ database, tables: all }) => all.map((table) => ({ database, table })))
    .sort((left, right) => right.table.bytes - left.table.bytes)
    .slice(0, tablesKept)
    .map(({ database, table }) => ({
      ...base,
      database_name: database,
      table_name: tableName(table),
      bytes: table.bytes,
      data_bytes: table.dataBytes,
      index_bytes: table.indexBytes,
      rows_estimate: table.rowsEstimate === null ? null : Math.round(table.rowsEstimate),
      tables_count: null,
    }));
  const total = {
    ...base,
    database_name: '',
    table_name: '',
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    data_bytes: null,
    index_bytes: null,
    rows_estimate: null,
    tables_count: sizes.length,
  };
  return [total, ...databases, ...tables];
}

/** Rows of `capacity_points`: one a day for an instance, each of its databases and its largest tables. */
export function createCapacityRepository(db: MetadataDatabase) {
  return {
    /** Keeps a reading; it takes the place of an earlier one of the same day. How many points it has. */
    async keep(connectionId: string, day: string, sizes: readonly DatabaseSize[]): Promise<number> {
      const rows = toRows(connectionId, day, sizes);
      await db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('capacity_points')
          .where('connection_id', '=', connectionId)
          .where('day', '=', day)
          .execute();
        for (let at = 0; at < rows.length; at += insertAtOnce) {
          await transaction
            .insertInto('capacity_points')
            .values(rows.slice(at, at + insertAtOnce))
            .execute();
        }
      });
      return rows.length;
    },

    /** The totals of these instances, oldest first. Days to come, left by a clock that jumped, are left out. */
    async totals(ids: readonly string[], from: string, to: string): Promise<CapacityRow[]> {
      const rows: CapacityRow[] = [];
      for (let at = 0; at < ids.length; at += insertAtOnce) {
        rows.push(
          ...(await db
            .selectFrom('capacity_points')
            .selectAll()
            .where('connection_id', 'in', ids.slice(at, at + insertAtOnce))
            .where('database_name', '=', '')
            .where('table_name', '=', '')
            .where('day', '>=', from)
            .where('day', '<=', to)
            .orderBy('day')
            .execute()),
        );
      }
      return rows;
    },

    /** The databases of an instance, or with `tables` the tables in them, oldest first. */
    parts: (
      connectionId: string,
      range: { from: string; to: string; tables: boolean; database?: string; table?: string },
    ): Promise<CapacityRow[]> =>
      db
        .selectFrom('capacity_points')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('database_name', '<>', '')
        .where('table_name', range.tables ? '<>' : '=', '')
        .where('day', '>=', range.from)
        .where('day', '<=', range.to)
        .$if(range.database !== undefined, (query) =>
          query.where('database_name', '=', range.database as string),
        )
        .$if(range.table !== undefined, (query) => query.where('table_name', '=', range.table as string))
        .orderBy('day')
        .execute(),

    async removeBefore(day: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('capacity_points')
        .where('day', '<', day)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type CapacityRepository = ReturnType<typeof createCapacityRepository>;
