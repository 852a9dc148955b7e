import { collectValues } from '@sextant/ask/collect-values';
import { compile } from '@sextant/ask/compile';
import type { ColumnRef, SemanticQuery } from '@sextant/ask/semantic-query';
import type { ValueIndex } from '@sextant/ask/value-index';
import type { Catalog } from '@sextant/engines/catalog';
import { sqlite } from '@sextant/engines/sqlite/sqlite.engine';

/** A SQLite file as an evaluation reads it: its catalog and the index of its values. */
export interface EvaluationSource {
  catalog: Catalog;
  values: ValueIndex;
}

function distinctValues(column: ColumnRef, limit: number): SemanticQuery {
  return {
    from: { schema: column.schema, table: column.table },
    joins: [],
    dimensions: [{ column }],
    measures: [],
    distinct: true,
    filters: [{ kind: 'null', column, negated: true }],
    having: [],
    order: [],
    limit,
  };
}

/** Opens a SQLite file through the product's engine and reads its catalog and the distinct values of its text columns. */
export async function readSqliteSource(file: string): Promise<EvaluationSource> {
  const settings = { host: null, port: null, username: null, password: null, database: file, options: {} };
  const database = await sqlite.open(settings, { resolveHost: async (host) => host });
  try {
    const catalog = await database.catalog();
    const values = await collectValues(catalog, async (column, limit) => {
      const run = await database.query(compile(distinctValues(column, limit), 'sqlite'));
      const texts: string[] = [];
      for await (const batch of run.batches) texts.push(...batch.map(([value]) => String(value)));
      return texts;
    });
    return { catalog, values };
  } finally {
    await database.close();
  }
}
