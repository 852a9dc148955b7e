import type { Text } from '@sextant/contract/text';

/** One step of a database's plan for a statement. Estimates are the engine's own; null when it gives none. */
export interface PlanNode {
  /** What the step does, in the engine's own words: `Seq Scan`, `ref`, `Sort`. */
  operation: string;
  /** The table or index it works on. */
  object: string | null;
  estimatedRows: number | null;
  estimatedCost: number | null;
  /** Conditions, keys and the like, in the engine's words and order. */
  details: { name: string; value: string }[];
  /** What a person should look at, e.g. a whole large table that is read. */
  warning: Text | null;
  children: PlanNode[];
}

/** How a database would run a statement; nothing was run. */
export interface Plan {
  root: PlanNode;
  /** The engine's own text of the plan. */
  text: string;
}

/** A step with what is known of it; the rest is empty. */
export function planStep(operation: string, known: Partial<Omit<PlanNode, 'operation'>> = {}): PlanNode {
  return {
    operation,
    object: null,
    estimatedRows: null,
    estimatedCost: null,
    details: [],
    warning: null,
    children: [],
    ...known,
  };
}

/** Several steps under one head; a single step is its own head. */
export function planRoot(operation: string, steps: PlanNode[]): PlanNode {
  const [only] = steps;
  return only && steps.length === 1 ? only : planStep(operation, { children: steps });
}

/** From this many rows on, reading a whole table is worth a warning. */
const largeTableRows = 100_000;

/** The warning of a step that reads a whole table; null for a small one or one of unknown size. */
export function wholeTableWarning(table: string | null, rows: number | null): Text | null {
  if (rows === null || rows < largeTableRows) return null;
  const count = Math.round(rows).toLocaleString('en-US');
  const name = table ?? '?';
  return {
    zh: `要读完整张表 ${name}（约 ${count} 行）。可以加上能用到索引的筛选条件。`,
    en: `Reads the whole table ${name} (about ${count} rows). A filter on an indexed column would help.`,
  };
}

/** The warning of a sort or a temporary table over many rows; null for few. */
export function sortWarning(rows: number): Text | null {
  if (rows < largeTableRows) return null;
  const count = Math.round(rows).toLocaleString('en-US');
  return {
    zh: `要给约 ${count} 行排序或建临时表，可能会写到磁盘上。按索引的顺序取数，或先筛选再排序。`,
    en: `Sorts or keeps about ${count} rows aside, perhaps on disk. Follow the order of an index, or filter before sorting.`,
  };
}
