import { readExpression } from './read-expression.ts';
import { otherServer, readTableName } from './read-from.ts';
import { readParenthesis } from './read-operand.ts';
import { readXmlTable } from './read-oracle-arguments.ts';
import { atQuery } from './read-query.ts';
import {
  atOperator,
  atWords,
  expectName,
  expectWords,
  list,
  nameList,
  parenthesised,
  peek,
  type Reader,
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal } from './refusal.ts';

/** `TABLE(…)`, `THE(…)`, `ONLY(view)`, `CONTAINERS(t)`, XMLTABLE. */
export function readOracleTable(reader: Reader): boolean {
  if (takeWords(reader, 'XMLTABLE')) return readXmlTable(reader);
  if (!atOperator(reader, '(', 1)) return false;
  if (takeWords(reader, 'TABLE') || takeWords(reader, 'THE')) {
    if (atQuery(reader)) throw unexpected(reader);
    readParenthesis(reader);
    return true;
  }
  if (!takeWords(reader, 'ONLY') && !takeWords(reader, 'CONTAINERS')) return false;
  parenthesised(reader, readTableName);
  return true;
}

/** Flashback, samples, partitions. */
export function readOracleTableOption(reader: Reader): boolean {
  refusePatternMatching(reader);
  if (atWords(reader, 'AS', 'OF')) {
    reader.at += 2;
    readMoment(reader);
    return true;
  }
  if (takeWords(reader, 'VERSIONS')) {
    if (!takeWords(reader, 'PERIOD', 'FOR')) expectWords(reader, 'BETWEEN');
    else expectName(reader);
    readMoment(reader);
    return true;
  }
  if (takeWords(reader, 'SAMPLE')) {
    takeWords(reader, 'BLOCK');
    parenthesised(reader, (inner) => list(inner, readExpression));
    if (takeWords(reader, 'SEED')) parenthesised(reader, readExpression);
    return true;
  }
  return readPartition(reader);
}

function readMoment(reader: Reader): void {
  if (takeWords(reader, 'PERIOD', 'FOR')) expectName(reader);
  else if (
    !takeWords(reader, 'SCN') &&
    !(peek(reader, 1).kind !== 'string' && takeWords(reader, 'TIMESTAMP'))
  ) {
    if (!atWords(reader, 'TIMESTAMP')) throw unexpected(reader);
  }
  readExpression(reader);
}

/** `PARTITION (p)`, `PARTITION FOR (…)`, and `PARTITION BY (…)` of an outer join. */
function readPartition(reader: Reader): boolean {
  if (takeWords(reader, 'PARTITION', 'BY')) {
    if (atOperator(reader, '(')) readParenthesis(reader);
    else list(reader, readExpression);
    return true;
  }
  if (!takeWords(reader, 'PARTITION') && !takeWords(reader, 'SUBPARTITION')) return false;
  if (takeWords(reader, 'FOR')) readParenthesis(reader);
  else nameList(reader);
  return true;
}

/** Behind a table's name: what is on the other side of a database link is another server's. */
export function refuseLink(reader: Reader): boolean {
  if (atOperator(reader, '@')) throw constructRefusal(`@${peek(reader, 1).text}`, otherServer);
  return false;
}

function refusePatternMatching(reader: Reader): void {
  if (!atWords(reader, 'MATCH_RECOGNIZE')) return;
  throw constructRefusal('MATCH_RECOGNIZE', {
    zh: '还不能检查行模式匹配。请改用窗口函数 LAG、LEAD。',
    en: 'row patterns cannot be checked yet. Use the window functions LAG and LEAD.',
  });
}
