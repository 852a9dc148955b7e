import { readExpression } from './read-expression.ts';
import { readType } from './read-type.ts';
import { atWords, expectName, expectWords, list, parenthesised, type Reader, takeWords } from './reader.ts';

/** `JSON_TABLE(doc, '$[*]' COLUMNS (id FOR ORDINALITY, a INT PATH '$.a', NESTED PATH '$.b' COLUMNS (…)))` after its name. */
export function readJsonTable(reader: Reader): void {
  parenthesised(reader, () => {
    list(reader, readExpression);
    readJsonColumns(reader);
  });
}

function readJsonColumns(reader: Reader): void {
  expectWords(reader, 'COLUMNS');
  parenthesised(reader, () => list(reader, readJsonColumn));
}

function readJsonColumn(reader: Reader): void {
  if (takeWords(reader, 'NESTED')) {
    takeWords(reader, 'PATH');
    readExpression(reader);
    readJsonColumns(reader);
    return;
  }
  expectName(reader);
  if (takeWords(reader, 'FOR', 'ORDINALITY')) return;
  if (!atWords(reader, 'PATH') && !atWords(reader, 'EXISTS')) readType(reader);
  takeWords(reader, 'EXISTS');
  if (takeWords(reader, 'PATH')) readExpression(reader);
  while (takeWords(reader, 'NULL') || takeWords(reader, 'ERROR') || takeDefault(reader)) {
    expectWords(reader, 'ON');
    if (!takeWords(reader, 'EMPTY')) expectWords(reader, 'ERROR');
  }
}

function takeDefault(reader: Reader): boolean {
  if (!takeWords(reader, 'DEFAULT')) return false;
  readExpression(reader);
  return true;
}
