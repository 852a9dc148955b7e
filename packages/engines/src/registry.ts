import { clickhouse } from './clickhouse/clickhouse.engine.ts';
import { doris } from './doris/doris.engine.ts';
import { duckdb } from './duckdb/duckdb.engine.ts';
import type { Engine } from './engine.ts';
import { kingbase } from './kingbase/kingbase.engine.ts';
import { mysql } from './mysql/mysql.engine.ts';
import { oceanbase } from './oceanbase/oceanbase.engine.ts';
import { opengauss } from './opengauss/opengauss.engine.ts';
import { oracle } from './oracle/oracle.engine.ts';
import { postgresql } from './postgresql/postgresql.engine.ts';
import { sqlite } from './sqlite/sqlite.engine.ts';
import { sqlserver } from './sqlserver/sqlserver.engine.ts';
import { starrocks } from './starrocks/starrocks.engine.ts';
import { tidb } from './tidb/tidb.engine.ts';

/** Every kind of database, in the order in which people are offered them. */
export const engines: readonly Engine[] = [
  postgresql,
  mysql,
  sqlite,
  duckdb,
  clickhouse,
  sqlserver,
  oracle,
  kingbase,
  opengauss,
  oceanbase,
  tidb,
  doris,
  starrocks,
];

const aliases: Record<string, string> = {
  mariadb: 'mysql',
  postgres: 'postgresql',
  mssql: 'sqlserver',
  tsql: 'sqlserver',
  kingbasees: 'kingbase',
  gaussdb: 'opengauss',
  'apache doris': 'doris',
};

/** The engine with this id or alias (`mariadb`, `postgres`), or null. Case does not matter. */
export function findEngine(id: string): Engine | null {
  const wanted = id.toLowerCase();
  const own = Object.hasOwn(aliases, wanted) ? aliases[wanted] : wanted;
  return engines.find((engine) => engine.id === own) ?? null;
}
