import { createCatalogNames } from './catalog-names.ts';
import type { Dialect } from './dialect.ts';
import type { KnownCatalog, KnownTable } from './finding.ts';
import { lexicalRules } from './lexical-rules.ts';
import { createNameScope, type NameScope } from './name-scope.ts';
import { readFacts } from './read-facts.ts';
import { type RepeatedSum, repeatedSums } from './repeated-sums.ts';
import { sourceJoins } from './source-joins.ts';
import { inWorker } from './sql-worker-client.ts';
import type { StatementFacts } from './statement-facts.ts';
import { longestInline } from './statement-limits.ts';
import { tokenize } from './tokenize.ts';

/** A column of the catalog that a statement names. */
interface ReadColumn {
  schema: string | null;
  table: string;
  column: string;
}

/** What a statement reads of the catalog, as far as it can be told for sure. */
export interface StatementReads {
  columns: ReadColumn[];
  /** Pairs of columns that tie two tables, `orders.customer_id = customers.id`. */
  joins: string[];
  /** Sums whose rows a join repeats. */
  repeatedSums: RepeatedSum[];
  /** Texts that it compares with or shows. */
  literals: string[];
}

/** Reads a statement that the guard allows; null when it cannot be read that far. Never throws. */
export async function readStatementReads(
  sql: string,
  dialect: Dialect,
  catalog: KnownCatalog,
): Promise<StatementReads | null> {
  const facts =
    sql.length > longestInline
      ? await inWorker({ task: 'facts', sql, dialect }, () => null)
      : await readFacts(sql, dialect);
  if (facts === null) return null;
  const scope = createNameScope(createCatalogNames(catalog, dialect));
  const joins = facts.selects.flatMap((select) => sourceJoins(select, scope, sql));
  const written = joins.map(({ one, other }) => `${nameOf(one)} = ${nameOf(other)}`);
  return {
    columns: columnsOf(facts, scope),
    joins: [...new Set(written)],
    repeatedSums: repeatedSums(facts, scope, joins),
    literals: tokenize(sql, lexicalRules[dialect]).flatMap(({ kind, text }) =>
      kind === 'string' ? [text] : [],
    ),
  };
}

function columnsOf(facts: StatementFacts, scope: NameScope): ReadColumn[] {
  const found = new Map<string, ReadColumn>();
  for (const { columns } of facts.selects) {
    for (const column of columns) {
      const origin = scope.originOf(column);
      if (origin.from !== 'source' || origin.table === null) continue;
      const name = exactName(origin.table, column.parts.at(-1)?.text ?? '');
      const { schema, name: table } = origin.table;
      if (name !== null) found.set(JSON.stringify([schema, table, name]), { schema, table, column: name });
    }
  }
  return [...found.values()];
}

function exactName(table: KnownTable, written: string): string | null {
  const plain = written.toLowerCase();
  const named = table.columns.filter(({ name }) => name.toLowerCase() === plain);
  return (named.find(({ name }) => name === written) ?? named[0])?.name ?? null;
}

function nameOf({ table, column }: { table: KnownTable; column: string }): string {
  return `${table.name}.${exactName(table, column) ?? column}`;
}
