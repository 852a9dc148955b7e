import type { Reader } from './reader.ts';

type Read = (reader: Reader) => boolean;

/**
 * Places in the shared grammar where a dialect has clauses of its own. Each reads what stands at the reader and says
 * whether anything did; it throws a Refusal for what must not run.
 */
export interface OwnClauses {
  /** A statement that only describes something. */
  statement: Read;
  /** After WITH and each comma of it, instead of a common table expression. */
  withItem: Read;
  /** After the query of a common table expression. */
  afterWithItem: Read;
  /** Between SELECT [DISTINCT] and the first column. */
  selectHead: Read;
  /** Before each column. */
  selectItem: Read;
  /** Before and after WHERE, GROUP BY and HAVING. */
  selectClause: Read;
  /** After each expression of an ORDER BY. */
  orderItem: Read;
  /** After a whole query, with or without ORDER BY. */
  queryTail: Read;
  /** After LIMIT and its numbers. */
  limitTail: Read;
  /** Instead of a table's name. */
  tableSource: Read;
  /** Behind a table's name, before or after its alias. */
  tableOption: Read;
  /** Instead of a join. */
  join: Read;
  /** Instead of an operand that begins with a word. */
  operand: Read;
  /** After an operand. */
  postfix: Read;
  /** Between the arguments of a call. */
  argument: Read;
  /** After the parenthesis of a call. */
  callSuffix: Read;
  /** The parenthesis of a call by a qualified name; false refuses it. */
  qualifiedCall: (reader: Reader, parts: readonly string[]) => boolean;
  /** The parenthesis of a table function that is not on the list; false refuses it. */
  tableCall: (reader: Reader, parts: readonly string[]) => boolean;
  /** A name that was read and is no call; it throws where reading it would act. */
  reference: (reader: Reader, parts: readonly string[]) => void;
  /** After the whole statement; it throws for what only the whole shows. */
  finish: (reader: Reader) => void;
  /** After a table's name: what may be the other server it is on. */
  afterTableName: Read;
}

const nothing = (): boolean => false;

export const noOwnClauses: OwnClauses = {
  statement: nothing,
  withItem: nothing,
  afterWithItem: nothing,
  selectHead: nothing,
  selectItem: nothing,
  selectClause: nothing,
  orderItem: nothing,
  queryTail: nothing,
  limitTail: nothing,
  tableSource: nothing,
  tableOption: nothing,
  join: nothing,
  operand: nothing,
  postfix: nothing,
  argument: nothing,
  callSuffix: nothing,
  qualifiedCall: nothing,
  tableCall: nothing,
  afterTableName: nothing,
  reference: nothing,
  finish: nothing,
};
