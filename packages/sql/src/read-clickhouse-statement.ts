import { readSetting } from './read-clickhouse.ts';
import { readExpression } from './read-expression.ts';
import { readTableName } from './read-from.ts';
import { atQuery, expectQuery, readLimit } from './read-query.ts';
import {
  atOperator,
  atWords,
  expectName,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeOneOf,
  takeOperator,
  takeWords,
} from './reader.ts';
import { notReadOnly } from './refusal.ts';

const explainKinds = new Set(['AST', 'SYNTAX', 'PLAN', 'PIPELINE', 'ESTIMATE']);
const objectKinds = new Set(['TABLE', 'VIEW', 'DICTIONARY', 'DATABASE', 'TEMPORARY']);
const listedKinds = new Set(['TABLES', 'DICTIONARIES', 'COLUMNS', 'FIELDS', 'INDEXES', 'INDEX', 'KEYS']);
const plainShows: readonly (readonly string[])[] = [['DATABASES'], ['FUNCTIONS'], ['ENGINES']];

/** ClickHouse's EXPLAIN, DESCRIBE, EXISTS and the SHOW of names and structure. */
export function describesInClickhouse(reader: Reader): boolean {
  if (takeWords(reader, 'EXPLAIN')) return readExplained(reader);
  if (takeWords(reader, 'DESCRIBE') || takeWords(reader, 'DESC')) return readDescribed(reader);
  if (atWords(reader, 'EXISTS') && !atOperator(reader, '(', 1)) {
    take(reader);
    return readObject(reader);
  }
  return atWords(reader, 'SHOW') && readShow(reader);
}

function readExplained(reader: Reader): true {
  if (!takeWords(reader, 'QUERY', 'TREE')) takeOneOf(reader, explainKinds);
  if (!atQuery(reader) && !atOperator(reader, '(')) {
    if (!atOperator(reader, '=', 1)) throw notReadOnly(`EXPLAIN ${peek(reader).upper}`);
    list(reader, readExplainSetting);
  }
  expectQuery(reader);
  return true;
}

/** `header = 1`: only numbers, so that nothing but the plan's shape can be set. */
function readExplainSetting(reader: Reader): void {
  expectName(reader);
  if (!takeOperator(reader, '=') || take(reader).kind !== 'number') throw notReadOnly('EXPLAIN');
}

function readDescribed(reader: Reader): true {
  takeWords(reader, 'TABLE');
  if (atQuery(reader)) expectQuery(reader);
  else if (atOperator(reader, '(')) parenthesised(reader, expectQuery);
  else readTableName(reader);
  if (takeWords(reader, 'SETTINGS')) list(reader, readSetting);
  return true;
}

function readObject(reader: Reader): true {
  if (atWords(reader, 'DATABASE')) {
    take(reader);
    expectName(reader);
    return true;
  }
  while (takeOneOf(reader, objectKinds));
  readTableName(reader);
  return true;
}

function readShow(reader: Reader): boolean {
  const what = peek(reader, 1).upper;
  take(reader);
  if (takeWords(reader, 'CREATE')) return readObject(reader);
  takeWords(reader, 'EXTENDED');
  takeWords(reader, 'FULL');
  takeWords(reader, 'TEMPORARY');
  const listed = takeOneOf(reader, listedKinds);
  if (!listed && !plainShows.some((shown) => takeWords(reader, ...shown))) throw notReadOnly(`SHOW ${what}`);
  if (listed) {
    while (takeWords(reader, 'FROM') || takeWords(reader, 'IN')) {
      do expectName(reader);
      while (takeOperator(reader, '.'));
    }
  }
  takeWords(reader, 'NOT');
  if (takeWords(reader, 'LIKE') || takeWords(reader, 'ILIKE') || takeWords(reader, 'WHERE')) {
    readExpression(reader);
  }
  if (atWords(reader, 'LIMIT')) readLimit(reader);
  return true;
}
