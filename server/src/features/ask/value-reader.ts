import type { DistinctRunner } from '@sextant/ask/collect-values';
import { tableAlias } from '@sextant/ask/dialect-functions';
import type { ColumnRef } from '@sextant/ask/semantic-query';
import { type Clauses, statementText } from '@sextant/ask/statement-text';
import type { Catalog } from '@sextant/engines/catalog';
import type { Database } from '@sextant/engines/engine';
import { EngineError } from '@sextant/engines/engine-error';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier, quoteTable } from '@sextant/sql/identifier';

/** A table of more rows than this is read in part. */
const largeRows = 200_000;
const columnMs = 2_000;
const maxBytes = 1024 * 1024;

/**
 * Reads distinct values of columns for the value index: of all rows of a small table, of the first rows of a
 * large one or of one that took too long. Rejects when `signal` aborts and when a column cannot be read.
 */
export function createValueReader(deps: {
  database: Database;
  dialect: Dialect;
  catalog: Catalog;
  signal: AbortSignal;
}): DistinctRunner {
  const { database, dialect, catalog, signal } = deps;
  const large = new Set(
    catalog.tables
      .filter(({ rowEstimate }) => rowEstimate !== null && rowEstimate > largeRows)
      .map(({ schema, name }) => quoteTable(dialect, schema, name)),
  );

  async function read(statement: string, limit: number): Promise<string[]> {
    signal.throwIfAborted();
    const run = await database.query(statement, { maxRows: limit, maxBytes, timeoutMs: columnMs, signal });
    const values: string[] = [];
    for await (const batch of run.batches) {
      for (const [value] of batch) if (value !== null && value !== undefined) values.push(String(value));
    }
    return values;
  }

  return async (column, limit) => {
    const table = quoteTable(dialect, column.schema, column.table);
    if (!large.has(table)) {
      try {
        return await read(distinctStatement(dialect, column, table, limit), limit);
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'timeout') throw error;
        large.add(table);
      }
    }
    const firstRows = select(
      dialect,
      { name: quoteIdentifier(dialect, column.column), source: table },
      largeRows,
    );
    const sample = ['(', firstRows, ')', tableAlias(dialect, 'first_rows')].join('');
    return { sample: await read(distinctStatement(dialect, column, sample, limit), limit) };
  };
}

function distinctStatement(dialect: Dialect, { column }: ColumnRef, source: string, limit: number): string {
  return select(dialect, { name: quoteIdentifier(dialect, column), source, distinct: true }, limit);
}

/** The values of a column, or its distinct values without NULL; at most `limit`. */
function select(
  dialect: Dialect,
  { name, source, distinct = false }: { name: string; source: string; distinct?: boolean },
  limit: number,
): string {
  const clauses: Clauses = {
    distinct,
    select: [name],
    from: [['FROM', source].join(' ')],
    where: distinct ? [[name, 'IS NOT NULL'].join(' ')] : [],
    groupBy: [],
    having: [],
    orderBy: [],
    limit,
    offset: 0,
  };
  return statementText(clauses, { dialect, nested: false });
}
