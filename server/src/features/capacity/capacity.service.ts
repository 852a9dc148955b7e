import type { CapacityPoint } from '@sextant/contract/capacity';
import type { Principal } from '../../platform/auth/principal.ts';
import type { InstancesService } from '../instances/instances.service.ts';
import type { CapacityRepository, CapacityRow } from './capacity.repository.ts';
import { forecastOf, growthOf, neededPoints } from './capacity-trend.ts';

const dayMs = 86_400_000;

const toPoint = ({ day, bytes }: CapacityRow): CapacityPoint => ({ day, bytes: Number(bytes) });

/** Points with their growth and, where there are enough, what would come. */
const toSeries = (points: CapacityPoint[]) => ({
  points,
  growth: growthOf(points),
  forecast: forecastOf(points),
  needed_points: neededPoints,
});

function groupBy(rows: readonly CapacityRow[], key: (row: CapacityRow) => string): CapacityRow[][] {
  const groups = new Map<string, CapacityRow[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}

/** What is left of something on the last day that it was measured, with how it came there. */
function present(rows: readonly CapacityRow[]) {
  const last = rows.at(-1) as CapacityRow;
  return {
    database: last.database_name,
    table: last.table_name,
    bytes: Number(last.bytes),
    data_bytes: last.data_bytes,
    index_bytes: last.index_bytes,
    rows_estimate: last.rows_estimate,
    tables_count: last.tables_count ?? 0,
    measured_on: last.day,
    growth: growthOf(rows.map(toPoint)),
  };
}

/** All instances together, day by day; an instance that was not measured on a day counts as on the day before. */
function together(series: readonly CapacityRow[][]): CapacityPoint[] {
  const days = [...new Set(series.flat().map(({ day }) => day))].sort();
  return days.map((day) => ({
    day,
    bytes: series.reduce((sum, rows) => sum + Number(rows.findLast((row) => row.day <= day)?.bytes ?? 0), 0),
  }));
}

/** Sizes over time, of the instances that somebody sees. */
export function createCapacityService(deps: {
  capacity: CapacityRepository;
  instances: InstancesService;
  dayOf: (time: Date) => string;
}) {
  const { capacity, instances, dayOf } = deps;

  const range = (days: number) => {
    const now = Date.now();
    return { from: dayOf(new Date(now - days * dayMs)), to: dayOf(new Date(now)) };
  };

  return {
    async overview(principal: Principal, page: { days: number; limit: number; offset: number }) {
      const connections = (await instances.all(principal)).map(({ connection }) => connection);
      const byId = new Map(connections.map((connection) => [connection.id, connection]));
      const { from, to } = range(page.days);
      const series = groupBy(await capacity.totals([...byId.keys()], from, to), (row) => row.connection_id);
      const rows = series
        .map((points) => {
          const { bytes, tables_count: databases, measured_on, growth } = present(points);
          const connection = byId.get(points[0]?.connection_id ?? '');
          return {
            instance_id: connection?.id ?? '',
            instance_name: connection?.name ?? '',
            driver: connection?.engine.id ?? '',
            bytes,
            databases_count: databases,
            measured_on,
            growth,
          };
        })
        .sort((left, right) => right.bytes - left.bytes);
      const shown = rows.slice(page.offset, page.offset + page.limit);
      return {
        total_bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
        points: together(series),
        instances: shown,
        total: rows.length,
        has_more: page.offset + shown.length < rows.length,
      };
    },

    async instance(principal: Principal, id: string, days: number) {
      const { connection } = await instances.get(principal, id);
      const { from, to } = range(days);
      const points = (await capacity.totals([connection.id], from, to)).map(toPoint);
      const last = points.at(-1);
      const rows = await capacity.parts(connection.id, { from, to, tables: false });
      const databases = groupBy(rows, (row) => row.database_name)
        .map(present)
        // What was there before and is not any more has no size now.
        .filter(({ measured_on }) => measured_on === last?.day)
        .sort((left, right) => right.bytes - left.bytes);
      return { ...toSeries(points), bytes: last?.bytes ?? null, measured_on: last?.day ?? null, databases };
    },

    async tables(
      principal: Principal,
      id: string,
      filter: { days: number; database?: string; limit: number; offset: number },
    ) {
      const { connection } = await instances.get(principal, id);
      const { from, to } = range(filter.days);
      const rows = await capacity.parts(connection.id, { from, to, tables: true, database: filter.database });
      const newest = rows.at(-1)?.day;
      const tables = groupBy(rows, (row) => JSON.stringify([row.database_name, row.table_name]))
        .map(present)
        .filter(({ measured_on }) => measured_on === newest)
        .sort((left, right) => right.bytes - left.bytes);
      const shown = tables.slice(filter.offset, filter.offset + filter.limit);
      return {
        tables: shown,
        total: tables.length,
        has_more: filter.offset + shown.length < tables.length,
      };
    },

    async series(principal: Principal, id: string, of: { days: number; database: string; table?: string }) {
      const { connection } = await instances.get(principal, id);
      const { from, to } = range(of.days);
      const { database, table } = of;
      const rows = await capacity.parts(connection.id, {
        from,
        to,
        tables: table !== undefined,
        database,
        table,
      });
      return toSeries(rows.map(toPoint));
    },

    removeOld: (days: number): Promise<number> =>
      capacity.removeBefore(dayOf(new Date(Date.now() - days * dayMs))),
  };
}
