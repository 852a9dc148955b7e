import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerToWrite } from '../conformance/read-only.ts';
import { readRows, trialContext } from '../conformance/trial.ts';
import { describeEngine, type PreparedDatabase } from '../conformance.ts';
import type { Database } from '../engine.ts';
import { duckdb } from './duckdb.engine.ts';
import { duckdbFixture } from './duckdb.fixture.ts';
import { openWritableDuckdb, type WritableDuckdb } from './duckdb.writable.ts';

async function prepareOpenForWriting(): Promise<PreparedDatabase> {
  const prepared = await duckdbFixture.prepare();
  if ('missing' in prepared) throw new Error(prepared.missing);
  const writable = await openWritableDuckdb(prepared.settings.database ?? '');
  return {
    settings: prepared.settings,
    async drop() {
      writable.close();
      await prepared.drop();
    },
  };
}

describeEngine({
  ...duckdbFixture,
  title: 'the duckdb engine over a file that this process writes',
  prepare: prepareOpenForWriting,
});

describe('a DuckDB file that this process writes', () => {
  let folder: string;
  let writable: WritableDuckdb;
  let database: Database;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-writable-'));
    writable = await openWritableDuckdb(join(folder, 'warehouse.duckdb'));
    const writer = await writable.connect();
    await writer.run('CREATE TABLE t (a INTEGER)');
    writer.closeSync();
    const settings = { host: null, port: null, username: null, password: null, options: {} };
    database = await duckdb.open({ ...settings, database: writable.path }, trialContext);
  });
  afterAll(async () => {
    await database.close();
    writable.close();
    await rm(folder, { recursive: true });
  });

  test.each([
    "SET memory_limit = '8GB'",
    'SET VARIABLE a = 1',
    'PREPARE v AS SELECT 1',
    'COMMIT',
    'BEGIN TRANSACTION',
    'CHECKPOINT',
    "COPY t TO 'x.csv'",
    'SELECT 1; DROP TABLE t',
    'EXPLAIN ANALYZE INSERT INTO t VALUES (1)',
    "EXPLAIN ANALYZE ATTACH ':memory:' AS other",
    'EXPLAIN ANALYZE CREATE TEMP TABLE left_behind (a INTEGER)',
  ])('leaves no trace of a reader who sends %s', async (sql) => {
    await answerToWrite(database, sql);
    const [[state] = []] = await readRows(
      database,
      `SELECT concat_ws(' ', (SELECT count(*) FROM t), current_setting('memory_limit'),
        (SELECT count(*) FROM duckdb_databases() WHERE NOT internal),
        (SELECT count(*) FROM duckdb_tables()), coalesce(getvariable('a'), 0))`,
    );
    expect(state).toBe('0 1.8 GiB 1 1 0');
  });

  test('shows readers whole transactions only', async () => {
    const writer = await writable.connect();
    await writer.run('BEGIN');
    await writer.run('INSERT INTO t SELECT * FROM range(1000)');
    expect(await readRows(database, 'SELECT count(*) FROM t')).toEqual([[0]]);
    await writer.run('COMMIT');
    writer.closeSync();
    expect(await readRows(database, 'SELECT count(*) FROM t')).toEqual([[1000]]);
  });

  test('is opened for writing once per process', async () => {
    await expect(openWritableDuckdb(writable.path)).rejects.toThrow('open for writing already');
  });
});
