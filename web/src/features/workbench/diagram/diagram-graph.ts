import type { Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { fullName } from '../schema/schema-rows.ts';

type End = Relationship['from'];
export type Ends = Pick<Relationship, 'from' | 'to'>;

/** Up to this many tables the whole database is drawn at once. */
export const drawnWhole = 60;
/** So many neighbours are drawn with a table; more can be added by hand. */
const neighboursDrawn = 40;
/** So many tables are offered as a start in a large database. */
const startsOffered = 8;

/** The name of a table in diagram and layout: `schema.table` or `table`. */
export function tableIdOf({ schema, table }: Pick<End, 'schema' | 'table'>): string {
  return fullName({ schema, name: table });
}

/** One id for each relationship, whether or not the server gave it one. */
export function relationshipKey({ id, from, to }: Relationship): string {
  return id ?? JSON.stringify([tableIdOf(from), from.columns, tableIdOf(to), to.columns]);
}

/** `orders.customer_id`, with all columns of a compound key in brackets. */
export function endText(end: End): string {
  const columns = end.columns.length === 1 ? end.columns[0] : `(${end.columns.join(', ')})`;
  return `${tableIdOf(end)}.${columns}`;
}

/** `order_items.order_id → orders.id` */
export function relationshipText({ from, to }: Ends): string {
  return `${endText(from)} → ${endText(to)}`;
}

export function touches(relationship: Relationship, id: string): boolean {
  return tableIdOf(relationship.from) === id || tableIdOf(relationship.to) === id;
}

/** The other tables that one is related to, without repeating any, in the order of the relationships. */
export function neighboursOf(id: string, relationships: readonly Relationship[]): string[] {
  const ends = relationships
    .filter((one) => touches(one, id))
    .flatMap(({ from, to }) => [tableIdOf(from), tableIdOf(to)]);
  return [...new Set(ends)].filter((other) => other !== id);
}

interface StartInput {
  tables: readonly TableSummary[];
  relationships: readonly Relationship[];
  /** The table that the diagram is about; null for all. */
  focus: string | null;
  /** Tables that stood in the diagram of a large database before. */
  kept: readonly string[];
}

/**
 * The tables that are drawn first: the chosen one with its neighbours, or a whole database that is small enough, or
 * what was drawn of a large one before.
 */
export function tablesAtStart({ tables, relationships, focus, kept }: StartInput): string[] {
  const ids = tables.map(fullName);
  const known = new Set(ids);
  if (focus !== null) {
    const neighbours = neighboursOf(focus, relationships).filter((id) => known.has(id));
    return known.has(focus) ? [focus, ...neighbours.slice(0, neighboursDrawn)] : [];
  }
  return ids.length <= drawnWhole ? ids : kept.filter((id) => known.has(id));
}

/** Tables to begin with in a large database: those with the most relationships, else the first ones. */
export function suggestedStarts(
  tables: readonly TableSummary[],
  relationships: readonly Relationship[],
): string[] {
  const counts = new Map<string, number>();
  for (const { from, to } of relationships) {
    for (const id of new Set([tableIdOf(from), tableIdOf(to)])) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const ids = tables.map(fullName);
  return ids.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, startsOffered);
}

/** The columns of each table that a relationship begins or ends at. */
export function relatedColumns(relationships: readonly Relationship[]): Map<string, Set<string>> {
  const columns = new Map<string, Set<string>>();
  for (const end of relationships.flatMap(({ from, to }) => [from, to])) {
    const id = tableIdOf(end);
    const known = columns.get(id) ?? new Set();
    for (const column of end.columns) known.add(column);
    columns.set(id, known);
  }
  return columns;
}

/**
 * People draw a line without thinking of its direction: where exactly one end is the whole primary key of its table,
 * that is the end referred to.
 */
export function orientEnds(ends: Ends, primaryKeyOf: (end: End) => readonly string[]): Ends {
  const isKey = (end: End) => {
    const key = primaryKeyOf(end);
    return key.length === end.columns.length && end.columns.every((column) => key.includes(column));
  };
  const backwards = isKey(ends.from) && !isKey(ends.to);
  return backwards ? { from: ends.to, to: ends.from } : ends;
}
