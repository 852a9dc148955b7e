import { clickhouse } from './clickhouse/clickhouse.engine.ts';
import { duckdb } from './duckdb/duckdb.engine.ts';
import type { Engine } from './engine.ts';
import { mysql } from './mysql/mysql.engine.ts';
import { postgresql } from './postgresql/postgresql.engine.ts';
import { sqlite } from './sqlite/sqlite.engine.ts';

/** Every kind of database, in the order in which people are offered them. */
export const engines: readonly Engine[] = [postgresql, mysql, sqlite, duckdb, clickhouse];

const aliases: Record<string, string> = { mariadb: 'mysql', postgres: 'postgresql' };

/** The engine with this id or alias (`mariadb`, `postgres`), or null. Case does not matter. */
export function findEngine(id: string): Engine | null {
  const wanted = id.toLowerCase();
  const own = Object.hasOwn(aliases, wanted) ? aliases[wanted] : wanted;
  return engines.find((engine) => engine.id === own) ?? null;
}
