import type { Clause, ColumnFact, QueryFact, SelectFact, Stretch } from './statement-facts.ts';
import type { SyntaxNode } from './syntax-tree.ts';
import type { Token } from './token.ts';

/** A walk through the tree of one statement. */
export interface Walk {
  tokens: readonly Token[];
  /** Every SELECT that was met. */
  selects: SelectFact[];
}

/** Where the walk is. */
export interface Spot {
  query: QueryFact;
  select: SelectFact | null;
  clause: Clause;
  inCall: boolean;
  counted: boolean;
  summedAt: number | null;
  doubtful: boolean;
  /** The conditions around, to which every column inside belongs. */
  conditions: ConditionSplit[];
}

interface ConditionSplit {
  /** The first token of each condition but the first. */
  starts: number[];
  lists: ColumnFact[][];
}

/** The beginning of a query, before any of its SELECTs. */
export function blankSpot(query: QueryFact): Spot {
  return {
    query,
    select: null,
    clause: 'other',
    inCall: false,
    counted: false,
    summedAt: null,
    doubtful: false,
    conditions: [],
  };
}

/** Where a stretch of the tree stands in the text. */
export function place(walk: Walk, node: SyntaxNode): Stretch {
  return { from: walk.tokens[node.start]?.start ?? 0, to: walk.tokens[node.end - 1]?.end ?? 0 };
}

/** The word that stands there, in capitals; empty for anything else. */
export function wordAt(walk: Walk, index: number): string {
  return walk.tokens[index]?.upper ?? '';
}

/** Clauses of one dialect that bring no names. */
export const plainOwn = new Set(
  'PREWHERE FINAL SAMPLE TOP WITH LIMIT OFFSET FETCH SETTINGS FORMAT OPTION PARTITION AS FOR ORDER'.split(
    ' ',
  ),
);
