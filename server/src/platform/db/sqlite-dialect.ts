import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Dialect,
  type LimitNode,
  type OffsetNode,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import { TurnTakingAdapter, TurnTakingDriver } from './turn-taking-driver.ts';

/** Kysely's SQLite dialect over `node:sqlite`; statements are prepared once and kept. */
export function createSqliteDialect(path: string): Dialect {
  const database = openSqlite(path);
  return {
    createAdapter: () => new TurnTakingAdapter(),
    createDriver: () => new TurnTakingDriver({ database }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new KeptStatementCompiler(),
  };
}

/**
 * SQLite looks into parameters of LIMIT to plan, and so prepares a kept statement again each time they are bound. It
 * does not look behind a sign.
 */
class KeptStatementCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    this.append('limit +');
    this.visitNode(node.limit);
  }

  protected override visitOffset(node: OffsetNode): void {
    this.append('offset +');
    this.visitNode(node.offset);
  }
}

function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  const statements = new LRUCache<string, { statement: StatementSync; names: string[] }>({ max: 500 });
  const prepareOnce = (sqlText: string) => {
    const known = statements.get(sqlText);
    if (known) return known;
    const statement = database.prepare(sqlText);
    const names = statement.columns().map(({ name }) => name);
    // Rows as arrays cost half of what rows as objects cost in node:sqlite.
    statement.setReturnArrays(true);
    const prepared = { statement, names };
    statements.set(sqlText, prepared);
    return prepared;
  };
  return {
    close: () => database.close(),
    prepare(sqlText) {
      const { statement, names } = prepareOnce(sqlText);
      return {
        reader: names.length > 0,
        all: (parameters) => {
          const rows = statement.all(...(parameters as SQLInputValue[])) as unknown as unknown[][];
          return rows.map((row) => toObject(names, row));
        },
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => database.prepare(sqlText).iterate(...(parameters as SQLInputValue[])),
      };
    },
  };
}

function toObject(names: string[], row: unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let at = 0; at < names.length; at += 1) object[names[at] as string] = row[at];
  return object;
}
