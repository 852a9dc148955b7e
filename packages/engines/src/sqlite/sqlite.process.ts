// The program of a SQLite process: one file, one statement at a time, each request of the server answered in order.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { Cell } from '@sextant/contract/chart';
import { uniqueColumns } from '../column-names.ts';
import { authorizeRead } from './sqlite.authorizer.ts';
import type { SqliteReply, SqliteRequest } from './sqlite.protocol.ts';
import { cellFunction, columnType, type SqliteValue } from './sqlite.values.ts';

const sampleRows = 32;
const busyTimeoutMs = 5000;
const nothingButComments = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*$/;

interface RunningRows {
  ahead: SqliteValue[][];
  rows: Iterator<unknown>;
  cells: ((value: SqliteValue) => Cell)[];
}

let database: DatabaseSync | null = null;
let running: RunningRows | null = null;

function opened(): DatabaseSync {
  if (!database) throw new Error('The database is not open');
  return database;
}

function open(path: string): SqliteReply {
  database = new DatabaseSync(path, {
    readOnly: true,
    allowExtension: false,
    defensive: true,
    timeout: busyTimeoutMs,
  });
  database.exec('PRAGMA query_only = 1');
  database.exec('PRAGMA trusted_schema = 0');
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  database.setAuthorizer(authorizeRead);
  return { kind: 'done' };
}

function bindable(value: Cell): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function nextRows(rows: Iterator<unknown>, count: number): SqliteValue[][] {
  const batch: SqliteValue[][] = [];
  while (batch.length < count) {
    const { done, value } = rows.next();
    if (done) break;
    batch.push(value as SqliteValue[]);
  }
  return batch;
}

function start(sql: string, params: Cell[]): SqliteReply {
  const statement = opened().prepare(sql);
  if (!nothingButComments.test(sql.slice(statement.sourceSQL.length))) {
    throw new Error('Only one statement can run at a time');
  }
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const rows = statement.iterate(...params.map(bindable)) as Iterator<unknown>;
  const ahead = nextRows(rows, sampleRows);
  const columns = statement.columns().map((column, index) => {
    const sample = ahead.map((row) => row[index] ?? null);
    return { name: column.name, ...columnType(column.type, sample) };
  });
  running = { ahead, rows, cells: columns.map((column) => cellFunction(column.kind)) };
  return { kind: 'started', columns: uniqueColumns(columns) };
}

function read(count: number): SqliteReply {
  if (!running) return { kind: 'rows', rows: [] };
  const { ahead, rows, cells } = running;
  const values = ahead.length > 0 ? ahead.splice(0, count) : nextRows(rows, count);
  const convert = (value: SqliteValue, index: number): Cell => cells[index]?.(value) ?? null;
  return { kind: 'rows', rows: values.map((row) => row.map(convert)) };
}

function close(): SqliteReply {
  running?.rows.return?.();
  running = null;
  return { kind: 'done' };
}

function answer(request: SqliteRequest): SqliteReply {
  switch (request.kind) {
    case 'open':
      return open(request.path);
    case 'start':
      return start(request.sql, request.params);
    case 'read':
      return read(request.count);
    case 'close':
      return close();
  }
}

process.on('message', (request: SqliteRequest) => {
  let reply: SqliteReply;
  try {
    reply = answer(request);
  } catch (error) {
    const code = (error as { errcode?: number }).errcode ?? 1;
    reply = { kind: 'failed', failure: { code, message: (error as Error).message } };
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit());

/** A long statement keeps this thread from noticing that the server died; a second one looks after that. */
const watch = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);`;
new Worker(watch, { eval: true, stdin: false }).unref();
