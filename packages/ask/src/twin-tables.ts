import type { Check } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';
import type { PreparedCatalog, PreparedTable } from './catalog-index.ts';
import type { SemanticQuery } from './semantic-query.ts';

function shapeOf(table: PreparedTable): string {
  return JSON.stringify(table.columns.map((column) => [column.name, column.kind]).sort());
}

/** Says which table was taken where others have exactly its columns, such as the same file imported twice. */
export function twinChecks(
  query: SemanticQuery,
  prepared: PreparedCatalog,
  namedTables: readonly string[],
  language: Language,
): Check[] {
  const { schema, table: name } = query.from;
  const taken = prepared.tables.find((table) => table.name === name && table.schema === schema);
  if (!taken || namedTables.includes(name)) return [];
  const shape = shapeOf(taken);
  const twins = prepared.tables
    .filter((table) => table !== taken && shapeOf(table) === shape)
    .map((table) => table.name);
  if (twins.length === 0) return [];
  const message =
    language === 'zh'
      ? `数据取自“${name}”；“${twins.join('”“')}”的列与它完全相同，要用它请在问题里写出表名`
      : `Taken from "${name}"; "${twins.join('", "')}" has the same columns, name it in the question to use it`;
  return [{ code: 'assumption', level: 'warning', message }];
}
