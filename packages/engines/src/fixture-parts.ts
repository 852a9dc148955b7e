import type { ColumnKind } from '@sextant/contract/result';
import type { CatalogColumn } from './catalog.ts';

/** A column as the conformance fixtures expect it: nullable and without comment unless told otherwise. */
export function column(
  name: string,
  type: string,
  kind: ColumnKind,
  more: Partial<CatalogColumn> = {},
): CatalogColumn {
  return { name, type, kind, nullable: true, comment: null, ...more };
}
