// The program of the process that holds one extension's database. It runs statements that the server sends, one at a
// time; what would reach other files is refused by SQLite itself.
import { constants, DatabaseSync, type SQLInputValue } from 'node:sqlite';

export interface DatabaseOrder {
  id: number;
  sql: string;
  values: readonly unknown[] | Record<string, unknown>;
  readOnly: boolean;
  maxRows: number;
}

export interface DatabaseReply {
  id: number;
  error: string | null;
  columns: string[];
  rows: Record<string, unknown>[];
  truncated: boolean;
  affectedRows: number;
  insertedId: number | string | null;
}

const maxPages = 65_536;
const maxRowBytes = 8 * 1024 * 1024;
const harmlessPragmas = new Set([
  'table_info',
  'table_xinfo',
  'table_list',
  'index_list',
  'index_info',
  'index_xinfo',
  'foreign_key_list',
  'user_version',
]);

const path = process.argv[2] as string;
const database = new DatabaseSync(path, { timeout: 5000, allowExtension: false });
for (const pragma of [
  'journal_mode = wal',
  'trusted_schema = off',
  'temp_store = memory',
  'hard_heap_limit = 268435456',
  `max_page_count = ${maxPages}`,
]) {
  database.exec(`pragma ${pragma}`);
}
const reading = new Set<number>([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
  constants.SQLITE_PRAGMA,
]);
let readOnly = false;
database.setAuthorizer((action, name) => {
  if (readOnly && !reading.has(action)) return constants.SQLITE_DENY;
  if (action === constants.SQLITE_ATTACH || action === constants.SQLITE_DETACH) return constants.SQLITE_DENY;
  if (action === constants.SQLITE_PRAGMA && !harmlessPragmas.has(String(name).toLowerCase()))
    return constants.SQLITE_DENY;
  return constants.SQLITE_OK;
});

function run({ sql, values, maxRows, ...order }: DatabaseOrder): Omit<DatabaseReply, 'id' | 'error'> {
  readOnly = order.readOnly;
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  const bound = bind(values);
  const columns = statement.columns().map(({ name }) => name);
  if (columns.length === 0) {
    const { changes, lastInsertRowid } = Array.isArray(bound)
      ? statement.run(...bound)
      : statement.run(bound as Record<string, SQLInputValue>);
    return {
      columns,
      rows: [],
      truncated: false,
      affectedRows: Number(changes),
      insertedId: plain(lastInsertRowid) as number | string,
    };
  }
  const found = Array.isArray(bound)
    ? statement.iterate(...bound)
    : statement.iterate(bound as Record<string, SQLInputValue>);
  return { columns, ...gather(found, maxRows), affectedRows: 0, insertedId: null };
}

function gather(found: Iterable<Record<string, unknown>>, maxRows: number) {
  const rows: Record<string, unknown>[] = [];
  let bytes = 0;
  for (const row of found) {
    if (rows.length === maxRows) return { rows, truncated: true };
    const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
    bytes += JSON.stringify(values).length;
    if (bytes > maxRowBytes) return { rows, truncated: true };
    rows.push(values);
  }
  return { rows, truncated: false };
}

function bind(values: DatabaseOrder['values']): SQLInputValue[] | Record<string, SQLInputValue> {
  if (Array.isArray(values)) return values.map(input);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, input(value)]));
}

function input(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined || value === null) return null;
  return typeof value === 'object' && !(value instanceof Uint8Array)
    ? JSON.stringify(value)
    : (value as SQLInputValue);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

process.on('message', (order: DatabaseOrder) => {
  const nothing = { columns: [], rows: [], truncated: false, affectedRows: 0, insertedId: null };
  let reply: DatabaseReply;
  try {
    reply = { id: order.id, error: null, ...run(order) };
  } catch (error) {
    reply = { id: order.id, error: error instanceof Error ? error.message : String(error), ...nothing };
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
