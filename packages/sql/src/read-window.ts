import { readExpression } from './read-expression.ts';
import { readOrderBy } from './read-query.ts';
import {
  atOperator,
  expectName,
  expectWords,
  list,
  parenthesised,
  type Reader,
  takeName,
  takeOneOf,
  takeWords,
  unexpected,
} from './reader.ts';

const frameUnits = new Set(['ROWS', 'RANGE', 'GROUPS']);
const windowClauses = new Set(['PARTITION', 'ORDER', 'ROWS', 'RANGE', 'GROUPS']);

/** What follows OVER: a window's name or its definition. */
export function readWindow(reader: Reader): void {
  if (atOperator(reader, '(')) readWindowDefinition(reader);
  else expectName(reader);
}

/** `(base PARTITION BY … ORDER BY … ROWS BETWEEN … AND …)` */
export function readWindowDefinition(reader: Reader): void {
  parenthesised(reader, () => {
    const clause = reader.tokens[reader.at];
    if (clause && !windowClauses.has(clause.upper)) takeName(reader);
    if (takeWords(reader, 'PARTITION')) {
      expectWords(reader, 'BY');
      list(reader, readExpression);
    }
    readOrderBy(reader);
    if (takeOneOf(reader, frameUnits)) readFrame(reader);
  });
}

function readFrame(reader: Reader): void {
  const between = takeWords(reader, 'BETWEEN');
  readBound(reader);
  if (between) {
    expectWords(reader, 'AND');
    readBound(reader);
  }
  if (!takeWords(reader, 'EXCLUDE')) return;
  const excluded =
    takeWords(reader, 'CURRENT', 'ROW') ||
    takeWords(reader, 'GROUP') ||
    takeWords(reader, 'TIES') ||
    takeWords(reader, 'NO', 'OTHERS');
  if (!excluded) throw unexpected(reader);
}

function readBound(reader: Reader): void {
  if (takeWords(reader, 'CURRENT', 'ROW')) return;
  if (!takeWords(reader, 'UNBOUNDED')) readExpression(reader);
  if (!takeWords(reader, 'PRECEDING') && !takeWords(reader, 'FOLLOWING')) throw unexpected(reader);
}
