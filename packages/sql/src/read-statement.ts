import type { OwnGrammarDialect } from './grammar-rules.ts';
import { readExpression } from './read-expression.ts';
import { readTableName } from './read-from.ts';
import { atQuery, readQuery } from './read-query.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  expectName,
  expectOperator,
  expectWords,
  parenthesised,
  peek,
  type Reader,
  take,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal, notReadOnly, syntaxRefusal } from './refusal.ts';
import { sqlitePragmas } from './sqlite.functions.ts';

const describeVerbs = new Set(['DESCRIBE', 'DESC', 'EXPLAIN']);
const explainFormats = new Set(['FORMAT', 'EXTENDED', 'PARTITIONS']);
const schemaWords = new Set(['FROM', 'IN']);
const statementVerbs = new Set(
  `INSERT UPDATE DELETE MERGE REPLACE UPSERT TRUNCATE CREATE ALTER DROP RENAME GRANT REVOKE COMMENT SET RESET PRAGMA
   ATTACH DETACH COPY EXPORT IMPORT INSTALL LOAD UNINSTALL CALL DO EXECUTE EXEC PREPARE DEALLOCATE BEGIN START COMMIT
   ROLLBACK SAVEPOINT RELEASE ABORT END LOCK UNLOCK USE HANDLER KILL FLUSH PURGE RESTART SHUTDOWN OPTIMIZE REPAIR CHECK
   CHECKSUM CACHE ANALYZE VACUUM REINDEX CHECKPOINT DECLARE FETCH CLOSE OPEN SIGNAL RESIGNAL XA CHANGE STOP BACKUP
   FORCE EXPLAIN DESCRIBE SHOW UPDATE_EXTENSIONS BINLOG CLONE IF WHILE LOOP`.split(/\s+/),
);

/** Reads one read-only statement: a query, or a description of one. Throws a Refusal for anything else. */
export function readStatement(reader: Reader, dialect: OwnGrammarDialect): void {
  while (reader.rules.leadingSemicolons && takeOperator(reader, ';'));
  if (atQuery(reader) || atOperator(reader, '(')) return void readQuery(reader);
  if (describes[dialect](reader)) return;
  const first = peek(reader);
  if (first.kind !== 'word' || !statementVerbs.has(first.upper)) throw syntaxRefusal(first.text, first.start);
  const second = peek(reader, 1);
  throw notReadOnly(second.kind === 'word' ? `${first.upper} ${second.upper}` : first.upper);
}

const describes: Record<OwnGrammarDialect, (reader: Reader) => boolean> = {
  mysql: describesInMysql,
  sqlite: describesInSqlite,
  duckdb: describesInDuckdb,
  clickhouse: describesByItself,
  tsql: describesByItself,
  oracle: describesByItself,
};

function describesByItself(reader: Reader): boolean {
  return reader.rules.own.statement(reader);
}

function refuseAnalyze(): never {
  throw constructRefusal('EXPLAIN ANALYZE', {
    zh: '它会真正执行语句。请用不带 ANALYZE 的 EXPLAIN。',
    en: 'it runs the statement. Use EXPLAIN without ANALYZE.',
  });
}

function explainedQuery(reader: Reader): true {
  if (atWords(reader, 'ANALYZE') || atWords(reader, 'ANALYSE')) refuseAnalyze();
  if (!atQuery(reader) && !atOperator(reader, '(')) {
    const { upper } = peek(reader);
    throw statementVerbs.has(upper) ? notReadOnly(`EXPLAIN ${upper}`) : unexpected(reader);
  }
  return readQuery(reader);
}

function describesInSqlite(reader: Reader): boolean {
  if (takeWords(reader, 'EXPLAIN')) {
    if (takeWords(reader, 'QUERY')) expectWords(reader, 'PLAN');
    return explainedQuery(reader);
  }
  if (!atWords(reader, 'PRAGMA') || !sqlitePragmas.has(peek(reader, 1).text.toLowerCase())) return false;
  reader.at += 2;
  if (!atOperator(reader, '(')) return true;
  const argument = peek(reader, 1);
  parenthesised(reader, () => {
    if (!['word', 'quoted', 'string'].includes(take(reader).kind)) throw unexpected(reader);
  });
  reader.tables.add(null, argument.text);
  return true;
}

/** DuckDB's `EXPLAIN (FORMAT json) SELECT …`; without ANALYZE. */
function readExplainOptions(reader: Reader): void {
  if (!(atOperator(reader, '(') && peek(reader, 1).upper === 'FORMAT')) return;
  parenthesised(reader, () => {
    take(reader);
    if (take(reader).kind !== 'word') throw unexpected(reader);
  });
}

function describesInDuckdb(reader: Reader): boolean {
  if (takeWords(reader, 'EXPLAIN')) {
    readExplainOptions(reader);
    return explainedQuery(reader);
  }
  if (takeWords(reader, 'SHOW', 'TABLES') || takeWords(reader, 'SHOW', 'DATABASES')) return true;
  if (atWords(reader, 'DESC')) {
    take(reader);
    if (atQuery(reader)) return readQuery(reader);
    readTableName(reader);
    return true;
  }
  return takeWords(reader, 'DESCRIBE') || takeWords(reader, 'SHOW', 'ALL', 'TABLES');
}

function describesInMysql(reader: Reader): boolean {
  if (atWords(reader, 'SHOW')) return readShow(reader);
  if (!takeOneOf(reader, describeVerbs)) return false;
  if (atWords(reader, 'ANALYZE')) refuseAnalyze();
  while (atOneOf(reader, explainFormats)) {
    take(reader);
    if (takeOperator(reader, '=')) take(reader);
  }
  const query = atQuery(reader) || atOperator(reader, '(') || statementVerbs.has(peek(reader).upper);
  if (query) return explainedQuery(reader);
  readTableName(reader);
  if (peek(reader).kind === 'string' || peek(reader).kind === 'word' || peek(reader).kind === 'quoted')
    take(reader);
  return true;
}

const plainShows: readonly (readonly string[])[] = [
  ['DATABASES'],
  ['SCHEMAS'],
  ['TABLES'],
  ['TABLE', 'STATUS'],
  ['OPEN', 'TABLES'],
  ['TRIGGERS'],
  ['EVENTS'],
  ['VARIABLES'],
  ['STATUS'],
  ['CHARACTER', 'SET'],
  ['CHARSET'],
  ['COLLATION'],
  ['ENGINES'],
  ['STORAGE', 'ENGINES'],
  ['PLUGINS'],
  ['PRIVILEGES'],
  ['WARNINGS'],
  ['ERRORS'],
  ['FUNCTION', 'STATUS'],
  ['PROCEDURE', 'STATUS'],
];
const tableShows = new Set(['COLUMNS', 'FIELDS', 'INDEX', 'INDEXES', 'KEYS']);
const creatableShows = new Set([
  'TABLE',
  'VIEW',
  'DATABASE',
  'SCHEMA',
  'TRIGGER',
  'EVENT',
  'FUNCTION',
  'PROCEDURE',
]);
const showScopes = new Set(['FULL', 'EXTENDED', 'GLOBAL', 'SESSION', 'LOCAL']);

/** MySQL's SHOW of names, structure and settings; never of other sessions, logs or accounts. */
function readShow(reader: Reader): boolean {
  const rest = peek(reader, 1).upper;
  take(reader);
  while (takeOneOf(reader, showScopes));
  if (takeWords(reader, 'CREATE')) {
    if (!takeOneOf(reader, creatableShows)) throw unexpected(reader);
    takeWords(reader, 'IF', 'NOT', 'EXISTS');
    readTableName(reader);
    return true;
  }
  if (takeOneOf(reader, tableShows)) readShownTable(reader);
  else if (!plainShows.some((shown) => takeWords(reader, ...shown))) throw notReadOnly(`SHOW ${rest}`);
  else if (takeOneOf(reader, schemaWords)) expectName(reader);
  if (takeWords(reader, 'LIKE')) readExpression(reader);
  else if (takeWords(reader, 'WHERE')) readExpression(reader);
  return true;
}

/** `FROM t`, `FROM s.t` or `FROM t FROM s`. */
function readShownTable(reader: Reader): void {
  if (!takeOneOf(reader, schemaWords)) throw unexpected(reader);
  const first = expectName(reader);
  if (takeOperator(reader, '.')) reader.tables.add(first, expectName(reader));
  else reader.tables.add(takeOneOf(reader, schemaWords) ? expectName(reader) : null, first);
}

/** Accepts the end of the statement, with semicolons; anything after them is a second statement. */
export function expectEnd(reader: Reader): void {
  if (peek(reader).kind === 'end') return;
  expectOperator(reader, ';');
  while (takeOperator(reader, ';'));
}
