import { expect, test } from 'vitest';
import { clickhouseFixture } from './clickhouse/clickhouse.fixture.ts';
import { describeEngine } from './conformance.ts';
import { duckdbFixture } from './duckdb/duckdb.fixture.ts';
import { mysqlFixture } from './mysql/mysql.fixture.ts';
import { oracleFixture } from './oracle/oracle.fixture.ts';
import { postgresqlFixture } from './postgresql/postgresql.fixture.ts';
import { profileFixtures } from './profiles.fixtures.ts';
import { engines } from './registry.ts';
import { sqliteFixture } from './sqlite/sqlite.fixture.ts';
import { sqlserverFixture } from './sqlserver/sqlserver.fixture.ts';

const fixtures = [
  postgresqlFixture,
  mysqlFixture,
  sqliteFixture,
  duckdbFixture,
  sqlserverFixture(process.env.SEXTANT_TEST_SQLSERVER),
  oracleFixture(process.env.SEXTANT_TEST_ORACLE),
  clickhouseFixture(process.env.SEXTANT_TEST_CLICKHOUSE),
];

test('every engine of the registry is tried', () => {
  const tried = [...fixtures, ...profileFixtures].map((fixture) => fixture.engineId);
  expect(tried.sort()).toEqual(engines.map((engine) => engine.id).sort());
});

for (const fixture of fixtures) describeEngine(fixture);
