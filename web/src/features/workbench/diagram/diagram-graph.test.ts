import type { Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { describe, expect, it } from 'vitest';
import { drawnWhole, orientEnds, suggestedStarts, tablesAtStart } from './diagram-graph.ts';

function table(name: string): TableSummary {
  return { name, schema: null, kind: 'table', comment: null, row_count: null, columns_count: 2 };
}

function refers(from: string, to: string): Relationship {
  return {
    id: null,
    origin: 'declared',
    from: { schema: null, table: from, columns: [`${to}_id`] },
    to: { schema: null, table: to, columns: ['id'] },
  };
}

const shop = ['orders', 'customers', 'items', 'calendar'].map(table);
const keys = [refers('orders', 'customers'), refers('items', 'orders'), refers('orders', 'gone')];

describe('what the diagram begins with', () => {
  it('draws a small database whole', () => {
    const start = tablesAtStart({ tables: shop, relationships: keys, focus: null, kept: [] });
    expect(start).toEqual(['orders', 'customers', 'items', 'calendar']);
  });

  it('draws a chosen table with the neighbours that still exist, on both sides of a relationship', () => {
    const start = tablesAtStart({ tables: shop, relationships: keys, focus: 'orders', kept: [] });
    expect(start).toEqual(['orders', 'customers', 'items']);
  });

  it('never draws a large database whole, but what was drawn of it before', () => {
    const many = Array.from({ length: drawnWhole + 1 }, (_, index) => table(`t${index}`));
    const input = { tables: many, relationships: [refers('t5', 't3'), refers('t6', 't3')], focus: null };
    expect(tablesAtStart({ ...input, kept: [] })).toEqual([]);
    expect(tablesAtStart({ ...input, kept: ['t7', 'dropped'] })).toEqual(['t7']);
    expect(suggestedStarts(many, input.relationships)[0]).toBe('t3');
  });
});

describe('a drawn line', () => {
  const order = { schema: null, table: 'orders', columns: ['customer_id'] };
  const customer = { schema: null, table: 'customers', columns: ['id'] };
  const keyOf = ({ table: name }: { table: string }) =>
    name === 'customers' ? ['id'] : ['order_no', 'line'];

  it('refers to the primary key, whichever end was drawn first', () => {
    expect(orientEnds({ from: customer, to: order }, keyOf)).toEqual({ from: order, to: customer });
    expect(orientEnds({ from: order, to: customer }, keyOf)).toEqual({ from: order, to: customer });
  });

  it('keeps its direction where a part of a compound key is no key', () => {
    const part = { schema: null, table: 'orders', columns: ['line'] };
    expect(orientEnds({ from: part, to: order }, keyOf)).toEqual({ from: part, to: order });
  });
});
