import { readArguments } from './read-call.ts';
import { readExpression } from './read-expression.ts';
import { readJsonTable } from './read-json-table.ts';
import { readPivotClause } from './read-pivot.ts';
import { atQuery, readQuery, readQueryTail } from './read-query.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  deeper,
  expectName,
  expectOperator,
  isForbiddenWord,
  list,
  nameList,
  parenthesised,
  peek,
  type Reader,
  take,
  takeAlias,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal, excerpt, functionRefusal, type Refusal } from './refusal.ts';
import { within } from './syntax-tree.ts';

const hintVerbs = new Set(['USE', 'FORCE', 'IGNORE']);
const hintTargets = new Set(['INDEX', 'KEY']);
const hintScopes = new Set(['JOIN', 'ORDER', 'GROUP']);
const samplingMethods = new Set(['SYSTEM', 'BERNOULLI', 'RESERVOIR']);
/** Names that DuckDB takes for a file, a glob or a URL when no table has them. */
const dataFile =
  /\.(?:csv|tsv|txt|parquet|json|jsonl|ndjson|xlsx?|db|ddb|duckdb|sqlite3?|arrows?|feather|ipc|avro|shp|gpkg|geojson|fgb|vortex|lance|orc|gz|zst)(?:\?|$)|:\/\/|[*?\\]|^(?:\.{0,2}\/|~|[a-z]:)/i;

/** The comma-separated tables and joins after FROM. */
export function readFrom(reader: Reader): void {
  within(reader, 'from', () => list(reader, readJoins));
}

function readJoins(reader: Reader): void {
  readTable(reader);
  readJoinTail(reader);
}

function readJoinTail(reader: Reader): void {
  for (;;) {
    if (within(reader, 'own', reader.rules.own.join)) continue;
    if (within(reader, 'join', takeJoin)) readTable(reader);
    else if (takeWords(reader, 'ON')) within(reader, 'on', readExpression);
    else if (atWords(reader, 'USING') && atOperator(reader, '(', 1)) {
      within(reader, 'using', readUsing);
    } else return;
  }
}

function readUsing(reader: Reader): void {
  take(reader);
  nameList(reader);
}

function takeJoin(reader: Reader): boolean {
  if (takeWords(reader, 'STRAIGHT_JOIN')) return true;
  const before = reader.at;
  while (!atWords(reader, 'APPLY') && takeOneOf(reader, reader.rules.joinWords));
  if (takeWords(reader, 'JOIN')) return true;
  if (reader.at > before && reader.rules.joinWords.has('APPLY') && takeWords(reader, 'APPLY')) return true;
  if (reader.at > before) throw unexpected(reader);
  return false;
}

/** One table, subquery or parenthesised join with its alias. True when it was a bare query in parentheses. */
function readTable(reader: Reader): boolean {
  return deeper(
    reader,
    () => {
      takeWords(reader, 'LATERAL');
      if (reader.rules.prefixAliases && atOperator(reader, ':', 1)) {
        expectName(reader);
        take(reader);
      }
      const query = readTableSource(reader);
      const before = reader.at;
      readTableOptions(reader);
      const alias = takeSourceAlias(reader);
      if (alias !== null && atOperator(reader, '(')) readColumnNames(reader);
      const aliased = reader.at;
      readTableOptions(reader);
      const pivoted = reader.at > aliased || (alias !== null && atWords(reader, 'AS'));
      if (reader.rules.pivots && pivoted && takeSourceAlias(reader) !== null && atOperator(reader, '(')) {
        readColumnNames(reader);
      }
      return query && reader.at === before;
    },
    'source',
  );
}

function takeSourceAlias(reader: Reader): string | null {
  const alias = takeAlias(reader);
  if (alias !== null) reader.sources.add(reader.rules.foldName(alias));
  return alias;
}

function readTableSource(reader: Reader): boolean {
  if (atOperator(reader, '(')) return readParenthesisedTable(reader);
  if (reader.rules.fromFirst && atQuery(reader) && !atWords(reader, 'SELECT')) return readQuery(reader);
  if (within(reader, 'own', reader.rules.own.tableSource)) return false;
  if (takeWords(reader, 'JSON_TABLE')) within(reader, 'own', readJsonTable);
  else readTableName(reader);
  return false;
}

function readParenthesisedTable(reader: Reader): boolean {
  expectOperator(reader, '(');
  let query = atQuery(reader);
  if (query) readQuery(reader);
  else {
    query = readTable(reader) && readQueryTail(reader);
    readJoinTail(reader);
    while (takeOperator(reader, ',')) readJoins(reader);
  }
  expectOperator(reader, ')');
  return query;
}

/** A possibly qualified table, or a table function on the dialect's list; adds it to the tables that are read. */
export function readTableName(reader: Reader): void {
  within(reader, 'table', readNamedTable);
}

function readNamedTable(reader: Reader): void {
  const start = peek(reader);
  if (start.kind === 'string' && reader.rules.fileTables) throw fileTable(start.text);
  const parts = [expectName(reader)];
  while (takeOperator(reader, '.')) {
    if (reader.rules.emptySchema && takeOperator(reader, '.')) parts.push('');
    const part = peek(reader);
    const name = part.kind === 'quoted' || (part.kind === 'word' && !isForbiddenWord(reader, part));
    if (!name) throw unexpected(reader);
    take(reader);
    parts.push(part.text);
  }
  if (atOperator(reader, '(')) {
    readTableFunction(reader, parts);
    return;
  }
  if (parts.length > reader.rules.mostNameParts) throw constructRefusal(parts.join('.'), otherServer);
  if (
    reader.rules.fileTables &&
    (dataFile.test(parts.join('.')) || parts.some((part) => dataFile.test(part)))
  ) {
    throw fileTable(parts.join('.'));
  }
  const name = parts.at(-1) ?? '';
  if (reader.rules.refusedTables.has(name.toLowerCase())) throw constructRefusal(name, internalTable);
  if (parts.length === 1 && start.kind === 'word' && start.upper === 'DUAL' && reader.rules.dual) return;
  addTable(reader, parts);
  within(reader, 'own', reader.rules.own.afterTableName);
}

function fileTable(name: string): Refusal {
  return constructRefusal(excerpt(name), {
    zh: '形似文件名的表名会让数据库去读文件。请先导入文件，再查询表。',
    en: 'a table name that looks like a file makes the database read that file. Import the file, then query the table.',
  });
}

/** Why a name that reaches over a link to another server is refused. */
export const otherServer = {
  zh: '它会访问另一台数据库服务器。请直接连接那台服务器再查询。',
  en: 'it reaches another database server. Query that server through a connection of its own.',
};

const internalTable = {
  zh: '这是数据库内部的存储或密钥信息，不能查询。',
  en: 'it exposes the internals or secrets of the database.',
};

/** Adds a table to those that are read, unless it is a common table expression. */
export function addTable(reader: Reader, parts: readonly string[]): void {
  const name = parts.at(-1) ?? '';
  const folded = reader.rules.foldName(name);
  reader.sources.add(folded).add(reader.rules.foldName(parts.join('.')));
  if (parts.length === 1 && reader.scopes.some((scope) => scope.has(folded))) return;
  const schema = parts.length > 1 ? parts.slice(0, -1).join('.') : null;
  reader.tables.add(schema, name);
}

function readTableFunction(reader: Reader, parts: readonly string[]): void {
  const name = (parts.at(-1) ?? '').toLowerCase();
  if (reader.rules.own.tableCall(reader, parts)) return;
  if (parts.length > 1 || !reader.rules.tableFunctions.has(name)) throw functionRefusal(parts.join('.'));
  const first = peek(reader, 1);
  if (reader.rules.namedTableFunctions.has(name)) {
    if (first.kind !== 'string' || reader.rules.doubtfulTable(first.text)) throw functionRefusal(name);
    addTable(reader, [first.text]);
  }
  readArguments(reader, name);
  takeWords(reader, 'WITH', 'ORDINALITY');
}

/** `(a, b)` behind an alias. */
function readColumnNames(reader: Reader): void {
  nameList(reader);
}

function readTableOptions(reader: Reader): void {
  for (;;) {
    if (within(reader, 'own', reader.rules.own.tableOption)) continue;
    if (atWords(reader, 'TABLESAMPLE')) readSample(reader);
    else if (reader.rules.pivots && (atWords(reader, 'PIVOT') || atWords(reader, 'UNPIVOT')))
      within(reader, 'own', readPivotClause);
    else if (takeWords(reader, 'INDEXED', 'BY')) expectName(reader);
    else if (takeWords(reader, 'NOT', 'INDEXED')) continue;
    else if (reader.rules.indexHints && atOneOf(reader, hintVerbs)) readIndexHint(reader);
    else if (reader.rules.indexHints && atWords(reader, 'PARTITION') && atOperator(reader, '(', 1)) {
      take(reader);
      nameList(reader);
    } else if (takeWords(reader, 'FOR', 'SYSTEM_TIME')) readSystemTime(reader);
    else return;
  }
}

function readIndexHint(reader: Reader): void {
  take(reader);
  if (!takeOneOf(reader, hintTargets)) throw unexpected(reader);
  if (takeWords(reader, 'FOR')) {
    if (!takeOneOf(reader, hintScopes)) throw unexpected(reader);
    takeWords(reader, 'BY');
  }
  parenthesised(reader, () => {
    if (!atOperator(reader, ')')) {
      list(reader, () => {
        if (!takeWords(reader, 'PRIMARY')) expectName(reader);
      });
    }
  });
  takeOperator(reader, ',');
}

/** MariaDB's `FOR SYSTEM_TIME AS OF …`, `BETWEEN … AND …`, `FROM … TO …`, `ALL`. */
function readSystemTime(reader: Reader): void {
  if (takeWords(reader, 'ALL')) return;
  if (takeWords(reader, 'FROM')) {
    readExpression(reader);
    if (!takeWords(reader, 'TO')) throw unexpected(reader);
  } else if (!takeWords(reader, 'BETWEEN') && !takeWords(reader, 'AS', 'OF')) throw unexpected(reader);
  readExpression(reader);
}

/** `TABLESAMPLE reservoir(10%)`, `USING SAMPLE 10 ROWS (bernoulli, 42)` */
export function readSample(reader: Reader): void {
  if (!takeWords(reader, 'TABLESAMPLE')) takeWords(reader, 'USING', 'SAMPLE');
  takeOneOf(reader, samplingMethods);
  const wrapped = takeOperator(reader, '(');
  if (take(reader).kind !== 'number') throw unexpected(reader);
  if (!takeOperator(reader, '%') && !takeWords(reader, 'PERCENT')) takeWords(reader, 'ROWS');
  if (wrapped) expectOperator(reader, ')');
  if (atOperator(reader, '(')) {
    parenthesised(reader, () => list(reader, (inner) => take(inner).kind === 'word'));
  }
  if (takeWords(reader, 'REPEATABLE')) parenthesised(reader, readExpression);
}
