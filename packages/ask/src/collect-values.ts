import type { Catalog, CatalogColumn, CatalogTable } from '@sextant/engines/catalog';
import type { ColumnRef } from './semantic-query.ts';
import { createValueIndex, type ValueIndex } from './value-index.ts';

export interface CollectCaps {
  /** Most distinct values kept of one column; a column with more is left out of the index. */
  valuesPerColumn: number;
  /** Most values kept in all. */
  values: number;
  /** Longest text that counts as a value, in characters. */
  valueLength: number;
}

export const defaultCollectCaps: CollectCaps = { valuesPerColumn: 2000, values: 200_000, valueLength: 120 };

/** Some of a column's values, and the knowledge that there may be more. */
export interface SampledValues {
  sample: string[];
}

/**
 * Reads at most `limit` distinct values of one column. It must cap rows read and time itself, so that a large
 * table is never scanned in full; what comes from a part of the rows is given as a sample.
 */
export type DistinctRunner = (column: ColumnRef, limit: number) => Promise<string[] | SampledValues>;

function worthReading(table: CatalogTable, column: CatalogColumn): boolean {
  if (column.kind !== 'text' && column.kind !== 'other') return false;
  return (
    !/(password|hash|token|secret|url|picture|photo|blob)/i.test(column.name) || table.columns.length <= 3
  );
}

/** What is known of a column's values; `complete` says that these are all of them. */
export interface ReadColumn {
  column: string;
  values: string[];
  complete: boolean;
}

/** Reads the values of a table's text columns, at most `most` in all; columns that cannot be read are left out. */
export async function readTableValues(
  table: CatalogTable,
  run: DistinctRunner,
  most: number,
  caps: CollectCaps = defaultCollectCaps,
): Promise<ReadColumn[]> {
  const found: ReadColumn[] = [];
  let left = most;
  for (const column of table.columns) {
    if (!worthReading(table, column) || left <= 0) continue;
    const ref: ColumnRef = { schema: table.schema, table: table.name, column: column.name };
    const read = await run(ref, caps.valuesPerColumn + 1).catch(() => null);
    if (read === null) continue;
    const sampled = !Array.isArray(read);
    const values = sampled ? read.sample : read;
    const short = values.filter((value) => value.length <= caps.valueLength).slice(0, caps.valuesPerColumn);
    const complete = !sampled && values.length <= caps.valuesPerColumn && short.length === values.length;
    found.push({ column: column.name, values: short, complete });
    left -= short.length;
  }
  return found;
}

/** Fills a value index with the distinct values of text columns, under caps. */
export async function collectValues(
  catalog: Catalog,
  run: DistinctRunner,
  caps: CollectCaps = defaultCollectCaps,
): Promise<ValueIndex> {
  const index = createValueIndex();
  let left = caps.values;
  for (const table of catalog.tables) {
    for (const { column, values, complete } of await readTableValues(table, run, left, caps)) {
      index.add({ schema: table.schema, table: table.name, column }, values, complete);
      left -= values.length;
    }
  }
  return index;
}
