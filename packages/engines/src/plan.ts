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
