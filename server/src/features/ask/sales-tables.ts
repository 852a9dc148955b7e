import type { PreparedCatalog, PreparedColumn, PreparedTable } from '@sextant/ask/catalog-index';
import { keysOf, wordSimilarity } from '@sextant/ask/lexicon';

const counted = ['quantity', 'qty', '数量'].map(keysOf);
const priced = ['unit_price', 'price', 'amount', '单价', '价格', '金额'].map(keysOf);
const summed = ['amount', 'total', 'sale_price', 'revenue', '金额', '总额', '成交价'].map(keysOf);
const known = new WeakMap<PreparedCatalog, PreparedTable[]>();

/**
 * Tables whose columns come to an amount sold, whatever they are called: so many at a price of what another table
 * describes, or an amount with the day it was taken.
 */
export function salesTables(prepared: PreparedCatalog): readonly PreparedTable[] {
  const found = known.get(prepared) ?? prepared.tables.filter(comesToSales);
  known.set(prepared, found);
  return found;
}

function comesToSales(table: PreparedTable): boolean {
  if (!table.edges.some(({ child }) => child === table)) return false;
  const has = (words: typeof counted) => table.columns.some((column) => isCalled(column, words));
  return (has(counted) && has(priced)) || (has(summed) && table.columns.some(({ role }) => role === 'time'));
}

function isCalled(column: PreparedColumn, words: typeof counted): boolean {
  if (column.role !== 'measure') return false;
  return column.names.some((name) => {
    const head = name.words.at(-1);
    return head !== undefined && words.some((word) => wordSimilarity(head, word) >= 0.85);
  });
}
