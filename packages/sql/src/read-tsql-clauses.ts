import {
  atOneOf,
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
  unexpected,
} from './reader.ts';
import { constructRefusal } from './refusal.ts';
import { tsqlQueryHints, tsqlTableHints } from './tsql.functions.ts';

const forModes = new Set(['PATH', 'AUTO', 'RAW', 'EXPLICIT']);
const forWords = new Set(
  'ROOT TYPE ELEMENTS XSINIL ABSENT BINARY BASE64 INCLUDE_NULL_VALUES WITHOUT_ARRAY_WRAPPER XMLDATA XMLSCHEMA'.split(
    ' ',
  ),
);

/** `FOR JSON PATH, ROOT('rows')`, `FOR XML PATH(''), TYPE` and `FOR BROWSE`, after a whole query. */
export function readFor(reader: Reader): boolean {
  if (takeWords(reader, 'FOR', 'BROWSE')) return true;
  if (!takeWords(reader, 'FOR', 'JSON') && !takeWords(reader, 'FOR', 'XML')) return false;
  if (!takeOneOf(reader, forModes)) throw unexpected(reader);
  readElementName(reader);
  while (takeOperator(reader, ',')) {
    if (!atOneOf(reader, forWords)) throw unexpected(reader);
    while (takeOneOf(reader, forWords));
    readElementName(reader);
  }
  return true;
}

function readElementName(reader: Reader): void {
  if (atOperator(reader, '(')) parenthesised(reader, readText);
}

function readText(reader: Reader): void {
  if (take(reader).kind !== 'string') throw unexpected(reader);
}

/** `OPTION (RECOMPILE, MAXDOP 2, USE HINT ('…'))`, whose words must all be on the list. */
export function readHints(reader: Reader): boolean {
  if (!atWords(reader, 'OPTION') || !atOperator(reader, '(', 1)) return false;
  take(reader);
  parenthesised(reader, () => list(reader, readHint));
  return true;
}

function readHint(reader: Reader): void {
  if (!atOneOf(reader, tsqlQueryHints) || atWords(reader, 'USE', 'PLAN')) {
    throw constructRefusal(`OPTION (${peek(reader).upper})`, {
      zh: '不认识这条查询提示。请去掉它。',
      en: 'this query hint is not known. Leave it out.',
    });
  }
  while (takeOneOf(reader, tsqlQueryHints));
  takeOperator(reader, '=');
  if (atOperator(reader, '(')) parenthesised(reader, (inner) => list(inner, readText));
  else if (peek(reader).kind === 'number' || peek(reader).kind === 'string') take(reader);
}

/** The hints in `WITH (NOLOCK, INDEX(by_month))`; those that lock rows against others are refused. */
export function readTableHints(reader: Reader): void {
  parenthesised(reader, () => {
    do readTableHint(reader);
    while (takeOperator(reader, ',') || atOneOf(reader, tsqlTableHints));
  });
}

function readTableHint(reader: Reader): void {
  if (!takeOneOf(reader, tsqlTableHints) && !takeWords(reader, 'INDEX')) {
    throw constructRefusal(`WITH (${peek(reader).upper})`, {
      zh: '这条表提示会锁住别人要用的数据，或者不被认识。请去掉它，或改用 NOLOCK。',
      en: 'this table hint locks data that others need, or is not known. Leave it out, or use NOLOCK.',
    });
  }
  if (takeOperator(reader, '=')) readIndexName(reader);
  else if (atOperator(reader, '(')) parenthesised(reader, (inner) => list(inner, readIndexName));
}

function readIndexName(reader: Reader): void {
  if (peek(reader).kind === 'number') take(reader);
  else expectName(reader);
  if (atOperator(reader, '(')) parenthesised(reader, (inner) => list(inner, expectName));
}
