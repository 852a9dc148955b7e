import { describe, expect, test } from 'vitest';
import type { Dialect } from './dialect.ts';
import type { KnownTable } from './finding.ts';
import { readStatementReads } from './statement-reads.ts';

function table(
  name: string,
  columns: string[],
  primaryKey: string[] = ['id'],
  unique: string[][] = [],
): KnownTable {
  return {
    schema: null,
    name,
    columns: columns.map((column) => ({ name: column, comment: null })),
    primaryKey,
    indexes: unique.map((one) => ({ columns: one, unique: true })),
    rowEstimate: 100,
  };
}

const catalog = {
  tables: [
    table('customers', ['id', 'country']),
    table('orders', ['id', 'customer_id', 'amount', 'placed_on']),
    table('items', ['id', 'order_id', 'product_id', 'quantity']),
    table('products', ['id', 'price']),
    table('payments', ['order_id', 'kind', 'paid'], ['order_id', 'kind']),
    table('notes', ['order_id', 'text'], []),
  ],
};
const readers = ['postgresql', 'sqlite', 'mysql'] as const satisfies Dialect[];
const reads = async (sql: string, dialect: Dialect = 'sqlite') => {
  const found = await readStatementReads(sql, dialect, catalog);
  if (!found) throw new Error(`not read: ${sql}`);
  return found;
};

describe.each(readers)('what a statement of %s reads', (dialect) => {
  test.each([
    [
      'select 1 from orders o join customers c on c.id = o.customer_id',
      ['customers.id = orders.customer_id'],
    ],
    [
      'select 1 from orders, customers where customers.id = customer_id',
      ['customers.id = orders.customer_id'],
    ],
    [
      'with big as (select * from orders where amount > 5) select 1 from big join customers c on c.id = big.customer_id',
      [],
    ],
    ['select 1 from items join payments using (order_id)', ['items.order_id = payments.order_id']],
    [
      'select 1 from orders a join orders b on a.id = b.id + 1 and a.customer_id = b.customer_id',
      ['orders.customer_id = orders.customer_id'],
    ],
    ['select 1 from orders o where exists (select 1 from items i where i.order_id = o.id)', []],
  ])('the joins of %s', async (sql, joins) => {
    expect((await reads(sql, dialect)).joins).toEqual(joins);
  });

  test.each([
    [
      'a sum of the coarser side',
      'select sum(o.amount) from orders o join items i on i.order_id = o.id',
      'items',
    ],
    [
      'an average behind another table',
      'select avg(i.quantity) from items i join orders o on o.id = i.order_id join payments p on p.order_id = o.id',
      'payments',
    ],
    [
      'a sum of the finer side',
      'select sum(i.quantity) from orders o join items i on i.order_id = o.id',
      null,
    ],
    [
      'a sum over columns of both',
      'select sum(i.quantity * p.price) from items i join products p on p.id = i.product_id join orders o on o.id = i.order_id',
      null,
    ],
    [
      'a sum where the finer side is fixed to one row',
      "select sum(o.amount) from orders o join payments p on p.order_id = o.id and p.kind = 'card'",
      null,
    ],
    ['a count', 'select count(o.id) from orders o join items i on i.order_id = o.id', null],
    [
      'a sum of distinct values',
      'select sum(distinct o.amount) from orders o join items i on i.order_id = o.id',
      null,
    ],
    [
      'a join with a table without keys',
      'select sum(amount) from orders o join notes n on n.order_id = o.id',
      null,
    ],
    [
      'a sum by the finer side of a condition',
      "select sum(case when c.country = 'FR' then o.amount end) from customers c join orders o on o.customer_id = c.id",
      null,
    ],
    [
      'a sum that was grouped before the join',
      'select sum(o.amount) from orders o join (select order_id, sum(paid) as paid from payments group by order_id) p on p.order_id = o.id',
      null,
    ],
  ])('%s', async (_name, sql, by) => {
    const { repeatedSums } = await reads(sql, dialect);
    expect(repeatedSums.map((sum) => sum.by)).toEqual(by === null ? [] : [by]);
  });
});

test('columns are named as the catalog has them, texts as they were meant', async () => {
  const { columns, literals } = await reads(
    "select C.Country, count(*) from Customers C where C.country <> 'Côte d''Ivoire' group by 1",
  );
  expect(columns).toEqual([{ schema: null, table: 'customers', column: 'country' }]);
  expect(literals).toEqual(["Côte d'Ivoire"]);
});

test('what cannot be read is told as such', async () => {
  expect(await readStatementReads('select from where', 'sqlite', catalog)).toBeNull();
});
