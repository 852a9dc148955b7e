import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';
import { LRUCache } from 'lru-cache';

/** Kysely's SQLite dialect over `node:sqlite`; statements are prepared once and kept. */
export function createSqliteDialect(path: string): SqliteDialect {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000');
  const statements = new LRUCache<string, { statement: StatementSync; reader: boolean }>({ max: 500 });
  const prepareOnce = (sqlText: string) => {
    const known = statements.get(sqlText);
    if (known) return known;
    const statement = database.prepare(sqlText);
    const prepared = { statement, reader: statement.columns().length > 0 };
    statements.set(sqlText, prepared);
    return prepared;
  };
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sqlText) {
        const { statement, reader } = prepareOnce(sqlText);
        return {
          reader,
          all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
          run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
          iterate: (parameters) => database.prepare(sqlText).iterate(...(parameters as SQLInputValue[])),
        };
      },
    },
  });
}
