import type { Check, Choice, Link } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';
import type { SemanticQuery } from './semantic-query.ts';

/** A term an administrator explained: a synonym of a table or column, or a metric with its formula. */
export interface GlossaryEntry {
  term: string;
  synonyms: string[];
  /** What it stands for; without it that is read off the meaning. */
  kind?: 'metric' | 'dimension' | 'filter' | 'alias';
  /** Plain words or a formula over columns, as the administrator wrote it. */
  meaning: string;
}

/** What the built-in engine makes of a question: a query, a question back, or the word it could not place. */
export type Interpretation =
  | {
      kind: 'query';
      query: SemanticQuery;
      language: Language;
      links: Link[];
      period: { from: string; to: string; text: string } | null;
      checks: Check[];
    }
  | { kind: 'clarify'; language: Language; links: Link[]; question: string; choices: Choice[] }
  | {
      kind: 'silent';
      language: Language;
      links: Link[];
      /** Words that matter and stayed unexplained; empty when nothing in the question fits the catalog. */
      unexplained: string[];
      message: string;
      /** Names of the nearest tables and columns. */
      nearest: string[];
    };
