import type { Text } from '@sextant/contract/text';

/** A table or view that a statement reads; names as written, without quotes. */
export interface TableReference {
  schema: string | null;
  name: string;
}

/**
 * What the guard says of a statement. A refusal names the construct it stumbled over (`DELETE`, `pg_sleep()`)
 * and tells the reader why in both languages.
 */
export type Verdict =
  | { allow: true; tables: TableReference[] }
  | {
      allow: false;
      code:
        | 'empty'
        | 'too_long'
        | 'syntax'
        | 'several_statements'
        | 'not_read_only'
        | 'function_not_allowed'
        | 'construct_not_allowed'
        | 'unsupported_dialect';
      construct: string;
      reason: Text;
      /** Where it stands in the text, when that is known. */
      at?: number;
    };
