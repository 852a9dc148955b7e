/** A list or a single value that a word is compared with. */
export type RuleOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'like' | 'not like';

export type RuleValue = string | number;

/** One comparison: of a word of accounts, or of a field of a privilege inside `privilege(…)`. */
export interface Comparison {
  field: string;
  operator: RuleOperator;
  values: RuleValue[];
}

interface Place {
  /** Where it stands in the expression, for its reason. */
  from: number;
  to: number;
}

/** A rule that was read. */
export type RuleNode = Place &
  (
    | { type: 'and' | 'or'; parts: RuleNode[] }
    | { type: 'not'; part: RuleNode }
    | { type: 'flag'; word: string }
    | { type: 'comparison'; comparison: Comparison }
    | { type: 'privilege'; names: string[]; conditions: Comparison[] }
    | { type: 'role' | 'capability'; names: string[] }
    | { type: 'known'; word: string }
  );
