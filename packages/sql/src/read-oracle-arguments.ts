import { readExpression } from './read-expression.ts';
import { readType } from './read-type.ts';
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
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal } from './refusal.ts';
import type { Token } from './token.ts';

/** Words after an argument of Oracle's text, JSON, XML and conversion functions that ask for nothing further. */
const tails: readonly (readonly string[])[] = [
  ['ON', 'CONVERSION', 'ERROR'],
  ['ON', 'OVERFLOW', 'ERROR'],
  ['WITH', 'COUNT'],
  ['WITHOUT', 'COUNT'],
  ['ABSENT', 'ON', 'NULL'],
  ['NULL', 'ON', 'NULL'],
  ['WITH', 'UNIQUE', 'KEYS'],
  ['FORMAT', 'JSON'],
  ['STRICT'],
  ['PRETTY'],
  ['ASCII'],
  ['WITH', 'WRAPPER'],
  ['WITHOUT', 'WRAPPER'],
  ['WITH', 'ARRAY', 'WRAPPER'],
  ['WITH', 'CONDITIONAL', 'WRAPPER'],
  ['FALSE', 'ON', 'ERROR'],
  ['TRUE', 'ON', 'ERROR'],
  ['CONTENT'],
  ['NO', 'INDENT'],
  ['INDENT'],
  ['NO', 'VALUE'],
  ['STANDALONE', 'YES'],
  ['STANDALONE', 'NO'],
];

/** What may stand between an argument and the comma: `x VALUE y`, `PASSING doc`, `ON OVERFLOW TRUNCATE '…'` … */
export function readArgumentTail(reader: Reader): boolean {
  if (tails.some((words) => takeWords(reader, ...words))) return true;
  if (takeWords(reader, 'ON', 'OVERFLOW', 'TRUNCATE')) {
    if (peek(reader).kind === 'string') take(reader);
    return true;
  }
  if (takeWords(reader, 'VALUE') || takeWords(reader, 'VERSION')) {
    readExpression(reader);
    return true;
  }
  if (takeWords(reader, 'PASSING')) {
    readPassing(reader);
    return true;
  }
  return readNamedArgument(reader);
}

/** `NAME "x"`, `KEY 'k'`, `CONTENT x`, `MULTISET (…)`: a word, then the argument itself. */
function readNamedArgument(reader: Reader): boolean {
  const named = reader.tokens[reader.at - 1];
  const before = reader.tokens[reader.at - 2]?.text;
  const first = before === '(' || before === ',';
  const word =
    named?.kind === 'word' && ['NAME', 'KEY', 'CONTENT', 'DOCUMENT', 'EVALNAME'].includes(named.upper);
  if (!first || !word || atOperator(reader, ')') || atOperator(reader, ',')) return false;
  readExpression(reader);
  return true;
}

function readPassing(reader: Reader): void {
  takeWords(reader, 'BY', 'VALUE');
  list(reader, () => {
    readExpression(reader);
    if (takeWords(reader, 'AS')) expectName(reader);
  });
}

/** Functions of XQuery that open documents, tables or addresses. */
const opensOthers =
  /\b(?:doc|doc-available|collection|unparsed-text|ora:view|oradb|json-doc|put)\b|https?:|ftp:/i;

/** Refuses an XQuery that is no plain text, or that could reach beyond the value it is given. */
export function refuseReachingQuery(query: Token): void {
  if (query.kind === 'string' && !opensOthers.test(query.text)) return;
  throw constructRefusal('XQuery doc()', {
    zh: 'XQuery 必须直接写成字符串，并且不能打开别的文档或地址。请只查询传入的值。',
    en: 'the XQuery must be a plain text that opens no other documents or addresses. Query the passed value alone.',
  });
}

/** `XMLTABLE('/rows/row' PASSING doc COLUMNS id NUMBER PATH 'id', pos FOR ORDINALITY)` after its name. */
export function readXmlTable(reader: Reader): true {
  parenthesised(reader, () => {
    if (atWords(reader, 'XMLNAMESPACES')) readNamespaces(reader);
    refuseReachingQuery(take(reader));
    if (takeWords(reader, 'PASSING')) readPassing(reader);
    takeWords(reader, 'RETURNING', 'SEQUENCE', 'BY', 'REF');
    if (takeWords(reader, 'COLUMNS')) list(reader, readXmlColumn);
  });
  return true;
}

function readNamespaces(reader: Reader): void {
  take(reader);
  parenthesised(reader, () =>
    list(reader, () => {
      takeWords(reader, 'DEFAULT');
      if (take(reader).kind !== 'string') throw unexpected(reader);
      if (takeWords(reader, 'AS')) expectName(reader);
    }),
  );
  if (!atOperator(reader, ',')) throw unexpected(reader);
  take(reader);
}

function readXmlColumn(reader: Reader): void {
  expectName(reader);
  if (takeWords(reader, 'FOR', 'ORDINALITY')) return;
  if (!atWords(reader, 'PATH') && !atWords(reader, 'DEFAULT')) readType(reader);
  if (takeWords(reader, 'PATH')) readExpression(reader);
  if (takeWords(reader, 'DEFAULT')) readExpression(reader);
  if (takeWords(reader, 'NOT')) expectWords(reader, 'NULL');
}
