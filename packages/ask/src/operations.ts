import type { Grain } from './semantic-query.ts';

export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Direction = 'asc' | 'desc';
export type AggregateName = 'sum' | 'avg' | 'min' | 'max';

/** What a grammar word asks for, apart from any catalog. */
export type Operation =
  | { op: 'ask' | 'who' | 'when' | 'filler' | 'verb' | 'of' | 'comma' | 'and' | 'or' | 'both' }
  | {
      op:
        | 'count'
        | 'how_much'
        | 'distinct'
        | 'each'
        | 'by'
        | 'order'
        | 'with'
        | 'relative'
        | 'whose'
        | 'pronoun'
        | 'new'
        | 'best_selling'
        | 'combination'
        | 'trend'
        | 'distribution';
    }
  | {
      op: 'between' | 'not' | 'without' | 'except' | 'share' | 'ratio' | 'average_reference' | 'any' | 'only';
    }
  | { op: 'aggregate'; aggregate: AggregateName }
  | { op: 'direction'; direction: Direction }
  /** An adjective in its highest degree; `of` names what it measures (`oldest` → age). */
  | { op: 'superlative'; direction: Direction; of: string[]; inverse?: string[]; place?: number }
  | { op: 'most'; direction: Direction; place?: number }
  | { op: 'top'; direction: Direction }
  | { op: 'compare'; operator: Operator; of?: string[]; inverse?: string[] }
  | { op: 'suffix_compare'; operator: Operator }
  | { op: 'like'; where: 'contains' | 'starts' | 'ends' }
  | { op: 'null'; negated: boolean }
  | { op: 'grain'; grain: Grain }
  | { op: 'growth'; against: 'previous' | 'year_before' | 'other' }
  | { op: 'repeat'; times: number }
  /** Days of the week, 1 (Monday) to 7, that rows must fall on. */
  | { op: 'weekdays'; days: number[] };

/** Lists of words for each operation, words separated by `|`. */
export type GrammarTable = readonly (readonly [string, Operation])[];
