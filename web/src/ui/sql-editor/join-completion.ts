import type { Completion } from '@codemirror/autocomplete';
import { type Naming, writtenName } from './dialects.ts';
import type { CatalogForeignKey, CatalogTable, SqlCatalog } from './sql-catalog.ts';
import { type SqlSource, sameName } from './sql-scope.ts';

const boost = 20;

/** The conditions that join the given tables by their foreign keys, ready to be put behind ON. */
export async function joinConditions(
  sources: readonly SqlSource[],
  catalog: SqlCatalog,
  tableOf: (source: SqlSource) => CatalogTable | null,
  naming: Naming,
): Promise<Completion[]> {
  const known = sources.flatMap((source) => {
    const table = source.columns === null ? tableOf(source) : null;
    return table === null ? [] : [{ table, called: source.alias ?? source.name }];
  });
  const conditions = await Promise.all(
    known.map(async (from) => {
      const keys = await catalog.foreignKeysOf(from.table);
      return keys.flatMap((key) =>
        known
          .filter((to) => to !== from && refersTo(key, to.table))
          .map((to) => conditionOf(key, from.called, to.called, naming)),
      );
    }),
  );
  return [...new Set(conditions.flat())].map((label) => ({ label, type: 'text', boost }));
}

function refersTo({ references }: CatalogForeignKey, { schema, name }: CatalogTable): boolean {
  return sameName(references, name) || sameName(references, `${schema ?? ''}.${name}`);
}

function conditionOf(key: CatalogForeignKey, from: string, to: string, naming: Naming): string {
  const column = (of: string, name: string | undefined) =>
    `${writtenName(of, naming)}.${writtenName(name ?? '', naming)}`;
  return key.columns
    .map((name, at) => `${column(from, name)} = ${column(to, key.referenced_columns[at])}`)
    .join(' AND ');
}
