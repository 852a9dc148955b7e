import type { Text } from '@sextant/contract/text';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';
import { nearestName } from '@sextant/sql/nearest-name';
import { AppError } from '../../../platform/errors/app-error.ts';

export interface TableName {
  /** Null for the default schema. */
  schema: string | null;
  name: string;
}

/** `schema.table`, or the table alone in the default schema. */
export function qualifiedName({ schema, name }: TableName): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** Catalogs give the default schema as null; people know it by name. */
const defaultSchemas = new Set(['public', 'dbo', 'main']);

/** The table of that name; throws a 404 that tells the nearest name. */
export function findTable(catalog: Catalog, wanted: TableName): CatalogTable {
  const named = catalog.tables.filter(({ name }) => name === wanted.name);
  const inDefault = defaultSchemas.has(wanted.schema?.toLowerCase() ?? '');
  const found =
    named.find(({ schema }) => schema === wanted.schema) ??
    (inDefault ? named.find(({ schema }) => schema === null) : undefined);
  if (found) return found;
  const name = qualifiedName(wanted);
  const nearest = nearestName(name, catalog.tables.map(qualifiedName));
  throw new AppError(
    'NOT_FOUND',
    withNearest(
      {
        zh: `没有表「${name}」，它可能已被删除，或目录需要刷新`,
        en: `There is no table "${name}"; it may be gone, or the catalog may need a refresh`,
      },
      nearest,
    ),
    { details: { table: name, nearest } },
  );
}

/** A text about a name that was not found, with the name that was probably meant. */
export function withNearest({ zh, en }: Text, nearest: string | null): Text {
  if (nearest === null) return { zh, en };
  return { zh: `${zh}。是否指「${nearest}」？`, en: `${en}. Did you mean "${nearest}"?` };
}
