import type { PreparedColumn } from './catalog-index.ts';
import type { Item } from './merge-comparisons.ts';
import type { Direction, Operator } from './operations.ts';
import type { Piece, Span } from './pieces.ts';
import type { Grain } from './semantic-query.ts';

export type Noun = Piece & { kind: 'noun' };
export type Value = Piece & { kind: 'value' };

/** A number asked for: a count of something or an aggregate over a column, not yet tied to the catalog. */
export interface MeasureDraft {
  aggregate: 'count' | 'sum' | 'avg' | 'min' | 'max';
  noun: Noun | null;
  distinct: boolean;
  at: number;
  /** Counts are averaged over the rows of this table, or over these periods. */
  per?: Noun | Grain | null;
  /** The days between two time columns of a row are aggregated. */
  elapsed?: { from: PreparedColumn; to: PreparedColumn };
}

/** What a condition is about: a named column, a measure per group, or what an adjective or unit names. */
export interface Subject {
  noun: Noun | null;
  measure: MeasureDraft | null;
  /** Concepts such as `age` when an adjective or a unit names the column. */
  of: string[];
  /** Concepts that mean the same upside down: a later birthday is a lower age. */
  inverse: string[];
}

export type ConditionDraft = { at: number; span: Span; negated: boolean; group: number } & (
  | { kind: 'compare'; subject: Subject; operator: Operator; value: number }
  | { kind: 'between'; subject: Subject; low: number; high: number }
  | { kind: 'average'; subject: Subject; operator: Operator }
  | { kind: 'columns'; left: Noun; operator: Operator; right: Noun }
  | { kind: 'value'; noun: Noun | null; value: Value }
  | { kind: 'same'; noun: Noun; value: Value }
  | { kind: 'like'; noun: Noun | null; text: string; where: 'contains' | 'starts' | 'ends' }
  | { kind: 'null'; noun: Noun }
  | { kind: 'weekdays'; noun: Noun | null; days: number[] }
  | {
      kind: 'period';
      from: string | null;
      to: string | null;
      noun: Noun | null;
      year: number | null;
      untilNow?: boolean;
    }
);

export interface OrderDraft {
  at: number;
  subject: Subject;
  /** Sorts by the first output when the question names nothing. */
  direction: Direction;
  limit: number | null;
  /** The entity whose best rows are wanted, as in `the youngest reader`. */
  owner: Noun | null;
  /** Per group of the other dimensions, as in `for each`. */
  isSuperlative: boolean;
}

export interface Mention {
  noun: Noun;
  at: number;
}

/** The question sorted into roles, before any of its words is tied to one table or column. */
export interface Draft {
  selects: Mention[];
  measures: MeasureDraft[];
  groups: (Mention & { weak: boolean })[];
  grains: { grain: Grain; at: number; span: Span }[];
  conditions: ConditionDraft[];
  orders: OrderDraft[];
  limit: number | null;
  limitDirection: Direction;
  /** How many rows come before the one asked for: 1 for `the second highest`. */
  skipped: number;
  /** Tables whose rows must not (or must) exist for what is shown. */
  absences: Mention[];
  distinct: boolean;
  /** The column noun that `which` or 哪些 stands before: its different values are asked for. */
  asksWhich: Noun | null;
  share: boolean;
  growth: 'previous' | 'year_before' | 'other' | null;
  ratio: boolean;
  /** The second measure is taken from the first. */
  difference: boolean;
  /** Set when the two measures are a ratio; averaged row by row where that is asked for. */
  ratioOf: { averaged: boolean } | null;
  both: boolean;
  who: boolean;
  when: boolean;
  /** The normalised question. */
  text: string;
  /** Places where `their` or `its` stands right before a noun: the columns of what the question is about. */
  possessed: Set<number>;
  unexplained: Span[];
  /** Pieces as read, for tying words to what stands near them. */
  items: Item[];
}
