import type { ConformanceFixture } from './conformance.ts';
import { olapProfile } from './doris/doris.engine.ts';
import { kingbaseProfile } from './kingbase/kingbase.engine.ts';
import { createMysqlEngine, mysqlProfile } from './mysql/mysql.engine.ts';
import { mysqlFixture } from './mysql/mysql.fixture.ts';
import type { MysqlProfile, MysqlSetUp } from './mysql/mysql.profile.ts';
import { oceanbaseProfile } from './oceanbase/oceanbase.engine.ts';
import { opengaussProfile } from './opengauss/opengauss.engine.ts';
import { createPostgresqlEngine } from './postgresql/postgresql.engine.ts';
import { postgresqlFixture } from './postgresql/postgresql.fixture.ts';
import type { PostgresqlProfile } from './postgresql/postgresql.profile.ts';
import { starrocksProfile } from './starrocks/starrocks.engine.ts';
import { tidbProfile } from './tidb/tidb.engine.ts';

/** The words that only the profile's own server knows, in MariaDB's: the rest of the profile is what is tried. */
function mariadbWords(version: string): Pick<MysqlSetUp, 'sql' | 'timeLimit' | 'begin' | 'kill'> {
  const { sql, timeLimit, begin, kill } = mysqlProfile.setUp(version);
  return { sql, timeLimit, begin, kill };
}

function overMariadb(profile: MysqlProfile, change: Partial<ConformanceFixture> = {}): ConformanceFixture {
  return {
    ...mysqlFixture,
    ...change,
    engineId: profile.id,
    title: `the ${profile.id} engine over MariaDB`,
    version: new RegExp(`^${profile.label.replace('Apache ', '')} \\d`),
    engine: createMysqlEngine({
      ...profile,
      setUp: (version) => ({ ...profile.setUp(version), ...mariadbWords(version) }),
      readPlan: mysqlProfile.readPlan,
      readRights: mysqlProfile.readRights,
    }),
  };
}

/** Only which columns are a key is known, in the order of the table. */
const tablesWithoutKeys = mysqlFixture.tables.map((table) => ({
  ...table,
  ...(table.primaryKey && {
    primaryKey: table.columns.map(({ name }) => name).filter((name) => table.primaryKey?.includes(name)),
  }),
  foreignKeys: [],
  indexes: [],
}));

const refusedByText: ConformanceFixture['failures'] = mysqlFixture.failures.map(([sql, code]) => [
  sql,
  /OUTFILE|^SET|^SELEC /.test(sql) ? 'read_only' : code,
]);

/** Here the client refuses what would write, so that there is nothing on the wire to weaken. */
const asText: Partial<ConformanceFixture> = {
  tables: tablesWithoutKeys,
  failures: refusedByText,
  weakened: undefined,
};

function overPostgresql(profile: PostgresqlProfile): ConformanceFixture {
  return {
    ...postgresqlFixture,
    engineId: profile.id,
    title: `the ${profile.id} engine over PostgreSQL`,
    version: /^PostgreSQL \d/,
    // The attributes of openGauss's roles are columns that PostgreSQL does not have.
    engine: createPostgresqlEngine({ ...profile, readRights: kingbaseProfile.readRights }),
  };
}

/** Engines that share a protocol with a server that may be here; what only their own servers do is tried with fakes. */
export const profileFixtures: ConformanceFixture[] = [
  overPostgresql(kingbaseProfile),
  overPostgresql(opengaussProfile),
  overMariadb(oceanbaseProfile),
  overMariadb(tidbProfile),
  overMariadb(olapProfile, asText),
  overMariadb(starrocksProfile, asText),
];
