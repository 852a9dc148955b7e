import { DatabaseSync } from 'node:sqlite';
import type { Database } from '@sextant/engines/engine';
import { findEngine } from '@sextant/engines/registry';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clickhouseFixture } from '../../packages/engines/src/clickhouse/clickhouse.fixture.ts';
import { openWire } from '../../packages/engines/src/conformance/wire.ts';
import type { ConformanceFixture, PreparedDatabase } from '../../packages/engines/src/conformance.ts';
import { duckdbFixture } from '../../packages/engines/src/duckdb/duckdb.fixture.ts';
import { mysqlFixture } from '../../packages/engines/src/mysql/mysql.fixture.ts';
import { oracleFixture } from '../../packages/engines/src/oracle/oracle.fixture.ts';
import { refuseWrites as refuseOracleWrites } from '../../packages/engines/src/oracle/oracle.read-only.ts';
import { postgresqlFixture } from '../../packages/engines/src/postgresql/postgresql.fixture.ts';
import { profileFixtures } from '../../packages/engines/src/profiles.fixtures.ts';
import { sqliteFixture } from '../../packages/engines/src/sqlite/sqlite.fixture.ts';
import { sqlserverFixture } from '../../packages/engines/src/sqlserver/sqlserver.fixture.ts';
import { refuseWrites as refuseSqlserverWrites } from '../../packages/engines/src/sqlserver/sqlserver.read-only.ts';
import { dangerous } from './adversarial.ts';
import { statementsThatRan } from './checks.ts';

const fixtures = [
  postgresqlFixture,
  mysqlFixture,
  sqliteFixture,
  duckdbFixture,
  clickhouseFixture(process.env.SEXTANT_TEST_CLICKHOUSE),
  sqlserverFixture(process.env.SEXTANT_TEST_SQLSERVER),
  oracleFixture(process.env.SEXTANT_TEST_ORACLE),
  ...profileFixtures,
];

/** More than one statement, told apart in every way that some parser overlooks. */
const severalStatements = [
  'SELECT 1; SELECT 2',
  'SELECT 1;\nSELECT 2',
  'SELECT 1 ; -- a\n SELECT 2',
  'SELECT 1 /* ; */ ; SELECT 2',
  'COMMIT; CREATE TABLE sneaky (a int)',
  'ROLLBACK; CREATE TABLE sneaky (a int)',
  'SELECT 1; COMMIT; CREATE TABLE sneaky (a int)',
  'END; CREATE TABLE sneaky (a int)',
];

/** What leaves the transaction, or leaves something behind in the session for the next one who gets it. */
const poison: Record<string, { statements: string[]; ask: string }> = {
  postgresql: {
    statements: [
      'COMMIT',
      'ROLLBACK',
      'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
      'SET default_transaction_read_only = off',
      "SELECT set_config('search_path', 'nowhere', false)",
      'SET statement_timeout = 0',
      "PREPARE sneaky AS SELECT 'mine'",
      'SELECT pg_advisory_lock(4711)',
      'LISTEN sneaky',
    ],
    ask: `SELECT current_setting('search_path'), current_setting('transaction_read_only'),
      (SELECT count(*) FROM pg_prepared_statements WHERE name = 'sneaky'),
      (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
      (SELECT count(*) FROM pg_listening_channels())`,
  },
  mysql: {
    statements: [
      'COMMIT',
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      'SET SESSION tx_read_only = 0',
      'SET autocommit = 0',
      "SELECT GET_LOCK('sneaky', 1)",
      'SELECT @mine := 1',
      'SET SESSION group_concat_max_len = 4',
    ],
    ask: "SELECT @@sql_mode, @@tx_read_only, @@autocommit, IS_FREE_LOCK('sneaky'), @mine, @@group_concat_max_len",
  },
};

/**
 * Of sessions that their servers cannot reset wholly: these last until the session ends, and only the guard, which
 * refuses all of them, is before them.
 */
const stays: Record<string, RegExp> = {
  opengauss: /PREPARE|LISTEN|advisory/,
  doris: /GET_LOCK|@mine/,
  starrocks: /GET_LOCK|@mine/,
};

const rowsOf = async (database: Database, sql: string) =>
  (await Array.fromAsync((await database.query(sql)).batches)).flat();

describe.each(fixtures.map((fixture) => [fixture.title ?? fixture.engineId, fixture] as const))(
  'a session of %s with no guard before it (rows 2 and 5)',
  (_title, fixture) => {
    const engine = fixture.engine ?? findEngine(fixture.engineId);
    let prepared: PreparedDatabase | null = null;
    let missing = '';
    beforeAll(async () => {
      const outcome = await fixture.prepare();
      if ('missing' in outcome) missing = outcome.missing;
      else prepared = outcome;
    });
    afterAll(() => prepared?.drop());

    async function withDatabase(work: (database: Database) => Promise<void>, change = {}): Promise<void> {
      if (!engine || !prepared) throw new Error('There is no database');
      const context = { resolveHost: async (host: string) => host, connectTimeoutMs: 5000, maxSessions: 1 };
      const database = await engine.open({ ...prepared.settings, ...change }, context);
      await work(database).finally(() => database.close());
    }

    test('runs one statement, and none that writes', async ({ skip }) => {
      if (missing) skip(missing);
      await withDatabase(async (database) => {
        const statements = [...severalStatements, ...fixture.writes];
        expect(await statementsThatRan(database, statements)).toEqual([]);
        expect(await rowsOf(database, fixture.manyRows(1))).toHaveLength(1);
      });
    });

    const poisons = poison[engine?.dialect ?? ''];
    test.runIf(poisons)('leaves nothing behind for the next one', async ({ skip }) => {
      if (missing || !poisons) return skip(missing);
      await withDatabase(async (database) => {
        const before = await rowsOf(database, poisons.ask);
        const statements = poisons.statements.filter((sql) => !stays[fixture.engineId]?.test(sql));
        for (const sql of statements) {
          await statementsThatRan(database, [sql]);
          expect(await rowsOf(database, poisons.ask), sql).toEqual(before);
        }
      });
    });

    const embedded = engine?.features.file ? dangerous[engine.dialect] : undefined;
    test.runIf(embedded)('reaches no file of the machine', async () => {
      const reaching = (embedded ?? []).filter((sql) => /\/(etc|tmp)\/|\/\*|http|INSTALL|load_/i.test(sql));
      expect(reaching.length).toBeGreaterThan(3);
      await withDatabase(async (database) => {
        expect(await statementsThatRan(database, reaching)).toEqual([]);
      });
    });

    const { weakened } = fixture;
    test.runIf(weakened)('the check notices a session that was made writable', async ({ skip }) => {
      if (missing || !prepared) return skip(missing);
      const own = await fixture.prepare();
      if ('missing' in own) return skip(own.missing);
      const wire = await openWire(own.settings, (bytes) =>
        Buffer.from(
          (weakened ?? []).reduce((text, [from, to]) => text.replaceAll(from, to), bytes.toString('latin1')),
          'latin1',
        ),
      );
      const database = await engine?.open(
        { ...own.settings, ...wire.change },
        { resolveHost: async (host) => host, connectTimeoutMs: 5000 },
      );
      if (!database) throw new Error('There is no engine');
      expect((await statementsThatRan(database, fixture.writes)).length).toBeGreaterThan(0);
      await database.close();
      wire.close();
      await own.drop();
    });
  },
);

/** A database without any of an engine's care: one file handle, every statement that it is given. */
function carelessDatabase(setUp: string): Pick<Database, 'query' | 'close'> {
  const file = new DatabaseSync(':memory:');
  file.exec(setUp);
  return {
    async query(sql) {
      file.exec(sql);
      return { columns: [], batches: (async function* () {})(), truncatedBy: () => null };
    },
    async close() {
      file.close();
    },
  };
}

test('the check notices an adapter that passes on whatever it is given', async () => {
  const database = carelessDatabase('create table t (a)') as Database;
  const writes = ['INSERT INTO t VALUES (1)', 'CREATE TABLE sneaky (a int)', 'DROP TABLE t'];
  const statements = ['SELECT 1; SELECT 2', ...writes];
  expect(await statementsThatRan(database, statements)).toEqual(statements);
  await database.close();
});

/** Where no server refuses for them, these engines read statements themselves; that reading needs no server. */
describe.each([
  ['sqlserver', sqlserverFixture(undefined), refuseSqlserverWrites],
  ['oracle', oracleFixture(undefined), refuseOracleWrites],
] as [string, ConformanceFixture, (sql: string) => void][])(
  'the words of %s, read by the engine itself (row 2)',
  (id, fixture, refuse) => {
    // Oracle's protocol takes one statement only, so its engine leaves a second one to the server.
    const several = severalStatements.filter((sql) => id === 'sqlserver' || !/^SELECT/.test(sql));
    test.each([...several, ...fixture.writes])('%s', (sql) => {
      expect(() => refuse(sql)).toThrow();
    });
  },
);
