import type { PreparedTable } from './catalog-index.ts';
import type { Draft, MeasureDraft } from './draft.ts';
import { cannot, unexplained } from './failure.ts';
import { reachesUp } from './join-path.ts';
import type { ResolvedMeasure } from './resolve-measures.ts';
import { periodColumn } from './resolve-periods.ts';
import { pickTable, type Resolver } from './resolver.ts';
import type { RowExpression } from './semantic-query.ts';

function keyOf(
  from: PreparedTable,
  to: PreparedTable,
): { of: RowExpression; parents: PreparedTable[] } | null {
  const direct = from.columns.filter((column) => column.references?.table === to);
  const [column, another] = direct;
  if (column && !another) return { of: { kind: 'column', column: column.ref }, parents: [] };
  const [key, second] = to.primaryKey;
  if (column || !key || second || !reachesUp(from, to)) return null;
  return { of: { kind: 'column', column: key.ref }, parents: [to] };
}

/**
 * Turns a count into the average of counts per row of a table or per period: rows divided by the different groups
 * that they fall into. Groups without any row are not among them.
 */
export function spreadOver(
  resolver: Resolver,
  draft: Draft,
  measure: MeasureDraft,
  counted: ResolvedMeasure,
): ResolvedMeasure {
  const { per } = measure;
  if (!per) return counted;
  if (counted.aggregate !== 'count') return unexplained(measure.noun ?? { start: 0, end: 0, text: '' });
  if (typeof per === 'string') {
    const time = periodColumn(resolver, draft, null, measure.at, [counted.table]);
    if (time?.table !== counted.table || time.role !== 'time')
      return unexplained(measure.noun ?? { start: 0, end: 0, text: '' });
    return { ...counted, spread: { kind: 'grain', column: time.ref, grain: per } };
  }
  const table = pickTable(resolver, per) ?? unexplained(per);
  const key =
    keyOf(counted.table, table) ??
    cannot(
      `无法按 ${table.name} 计算平均个数。`,
      `Counts of ${counted.table.name} cannot be averaged per row of ${table.name}.`,
    );
  return { ...counted, spread: key.of, parents: key.parents };
}
