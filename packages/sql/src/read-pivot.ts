import { readAliasedExpression } from './read-call.ts';
import { readExpression } from './read-expression.ts';
import { readFrom } from './read-from.ts';
import { atQuery, readOrderBy, readQuery } from './read-query.ts';
import {
  atOperator,
  atWords,
  expectName,
  expectWords,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeAlias,
  takeName,
  takeWords,
} from './reader.ts';

const verbs = new Set(['PIVOT', 'UNPIVOT', 'PIVOT_WIDER', 'PIVOT_LONGER']);

export function atPivotStatement(reader: Reader): boolean {
  const next = peek(reader, 1);
  const source = next.kind === 'word' || next.kind === 'quoted' || next.text === '(';
  return reader.rules.pivots && peek(reader).kind === 'word' && verbs.has(peek(reader).upper) && source;
}

/** DuckDB's `PIVOT t ON c IN (…) USING sum(x) GROUP BY y` and `UNPIVOT t ON a, b INTO NAME n VALUE v`. */
export function readPivotStatement(reader: Reader): void {
  take(reader);
  readFrom(reader);
  if (takeWords(reader, 'ON')) list(reader, readPivotColumn);
  if (takeWords(reader, 'USING')) list(reader, readAliasedExpression);
  if (takeWords(reader, 'INTO')) {
    expectWords(reader, 'NAME');
    expectName(reader);
    expectWords(reader, 'VALUE');
    list(reader, expectName);
  }
  if (takeWords(reader, 'GROUP')) {
    expectWords(reader, 'BY');
    list(reader, readExpression);
  }
  readOrderBy(reader);
}

function readPivotColumn(reader: Reader): void {
  readExpression(reader);
  if (takeWords(reader, 'IN')) readPivotValues(reader);
  if (takeWords(reader, 'AS')) takeName(reader);
}

function readPivotValues(reader: Reader): void {
  if (!atOperator(reader, '(')) return void expectName(reader);
  parenthesised(reader, () => {
    if (atQuery(reader)) return readQuery(reader);
    return list(reader, readPivotValue);
  });
}

function readPivotValue(reader: Reader): void {
  readExpression(reader);
  if (takeWords(reader, 'AS') || peek(reader).kind !== 'operator') {
    if (peek(reader).kind === 'string') take(reader);
    else expectName(reader);
  }
}

/** `t PIVOT (sum(x) FOR y IN (1, 2) GROUP BY z)` and `t UNPIVOT INCLUDE NULLS (v FOR n IN (a, b))` after a table. */
export function readPivotClause(reader: Reader): void {
  take(reader);
  takeWords(reader, 'XML');
  if (atWords(reader, 'INCLUDE') || atWords(reader, 'EXCLUDE')) {
    take(reader);
    expectWords(reader, 'NULLS');
  }
  parenthesised(reader, () => {
    list(reader, () => {
      readExpression(reader);
      takeAlias(reader);
    });
    expectWords(reader, 'FOR');
    while (!atOperator(reader, ')') && !atWords(reader, 'GROUP')) {
      readForColumns(reader);
      expectWords(reader, 'IN');
      readPivotValues(reader);
    }
    if (takeWords(reader, 'GROUP')) {
      expectWords(reader, 'BY');
      list(reader, readExpression);
    }
  });
}

/** The column after FOR, read by itself so that its IN is left for the values. */
function readForColumns(reader: Reader): void {
  if (atOperator(reader, '(')) parenthesised(reader, () => list(reader, expectName));
  else expectName(reader);
}
