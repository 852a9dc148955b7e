import { readExpression } from './read-expression.ts';
import { readParenthesis } from './read-operand.ts';
import { readOrderBy } from './read-query.ts';
import {
  atOperator,
  atWords,
  expectName,
  expectOperator,
  expectWords,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeAlias,
  takeOneOf,
  takeOperator,
  takeWords,
} from './reader.ts';

const cellOptions = new Set(['IGNORE', 'KEEP', 'NAV', 'UNIQUE', 'SINGLE', 'REFERENCE']);
const returnOptions = new Set(['RETURN', 'UPDATED', 'ALL', 'ROWS']);
const ruleOptions = new Set(['UPDATE', 'UPSERT', 'ALL', 'AUTOMATIC', 'SEQUENTIAL', 'ORDER']);

/** Oracle's MODEL clause: spreadsheet rules over the rows of the query; they change its result and nothing else. */
export function readModel(reader: Reader): boolean {
  if (!takeWords(reader, 'MODEL')) return false;
  readCellOptions(reader);
  while (takeOneOf(reader, returnOptions));
  if (takeWords(reader, 'MAIN')) expectName(reader);
  if (takeWords(reader, 'PARTITION')) readModelColumns(reader);
  expectWords(reader, 'DIMENSION');
  readModelColumns(reader);
  expectWords(reader, 'MEASURES');
  readColumnsInBrackets(reader);
  readCellOptions(reader);
  takeWords(reader, 'RULES');
  while (takeOneOf(reader, ruleOptions));
  if (takeWords(reader, 'ITERATE')) {
    readParenthesis(reader);
    if (takeWords(reader, 'UNTIL')) readParenthesis(reader);
  }
  parenthesised(reader, (inner) => list(inner, readRule));
  return true;
}

/** `IGNORE NAV UNIQUE DIMENSION` */
function readCellOptions(reader: Reader): void {
  while (takeWords(reader, 'UNIQUE', 'DIMENSION') || takeOneOf(reader, cellOptions));
}

function readModelColumns(reader: Reader): void {
  expectWords(reader, 'BY');
  readColumnsInBrackets(reader);
}

function readColumnsInBrackets(reader: Reader): void {
  parenthesised(reader, () =>
    list(reader, () => {
      readExpression(reader);
      takeAlias(reader);
    }),
  );
}

/** `UPSERT sales[FOR year IN (2001, 2002), 'all'] ORDER BY year = expression` */
function readRule(reader: Reader): void {
  while (takeOneOf(reader, ruleOptions));
  expectName(reader);
  readCells(reader);
  readOrderBy(reader);
  expectOperator(reader, '=');
  readExpression(reader);
}

/** The brackets of a cell reference; false where none stand here. */
export function readCells(reader: Reader): boolean {
  if (!takeOperator(reader, '[')) return false;
  list(reader, readCell);
  expectOperator(reader, ']');
  return true;
}

function readCell(reader: Reader): void {
  if (!takeWords(reader, 'FOR')) {
    if (atWords(reader, 'ANY') && !atOperator(reader, '(', 1)) take(reader);
    else readExpression(reader);
    return;
  }
  if (atOperator(reader, '(')) readParenthesis(reader);
  else expectName(reader);
  if (takeWords(reader, 'LIKE')) readExpression(reader);
  if (takeWords(reader, 'IN')) readParenthesis(reader);
  else {
    expectWords(reader, 'FROM');
    readExpression(reader);
    expectWords(reader, 'TO');
    readExpression(reader);
    if (peek(reader).upper === 'INCREMENT' || peek(reader).upper === 'DECREMENT') take(reader);
    readExpression(reader);
  }
}
