import type { Dialect } from '@sextant/sql/dialect';
import { guardInline } from '@sextant/sql/guard-inline';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { ColumnRef, SemanticQuery } from './semantic-query.ts';

const column = (table: string, name: string, more: Partial<ColumnRef> = {}): ColumnRef => ({
  schema: null,
  table,
  column: name,
  nullable: false,
  ...more,
});
const orderedAt = column('orders', 'ordered_at', { kind: 'datetime' });
const amount = column('orders', 'amount', { kind: 'integer' });
const status = column('orders', 'status', { kind: 'text' });

const empty: SemanticQuery = {
  from: { schema: null, table: 'orders' },
  joins: [],
  filters: [],
  dimensions: [],
  measures: [],
  having: [],
  order: [],
  limit: null,
  distinct: false,
};

/** The statement on one line, after the guard of its dialect has let it pass. */
async function written(query: Partial<SemanticQuery>, dialect: Dialect): Promise<string> {
  const sql = compile({ ...empty, ...query }, dialect);
  expect(await guardInline(sql, dialect), sql).toMatchObject({ allow: true });
  return sql.replace(/\s+/g, ' ');
}

const largest: Partial<SemanticQuery> = {
  dimensions: [{ column: status }],
  order: [{ by: { kind: 'column', column: amount }, direction: 'desc' }],
  limit: 3,
};

test.each([
  ['tsql', 'SELECT TOP (3) status FROM orders ORDER BY amount DESC'],
  ['oracle', 'SELECT "status" FROM "orders" ORDER BY "amount" DESC FETCH NEXT 3 ROWS ONLY'],
  ['clickhouse', 'SELECT status FROM orders ORDER BY amount DESC LIMIT 3'],
] as const)('the first rows are asked for as %s does', async (dialect, sql) => {
  expect(await written(largest, dialect)).toBe(sql);
});

test.each([
  ['tsql', 'ORDER BY amount DESC OFFSET 6 ROWS FETCH NEXT 3 ROWS ONLY'],
  ['oracle', 'ORDER BY "amount" DESC OFFSET 6 ROWS FETCH NEXT 3 ROWS ONLY'],
  ['clickhouse', 'ORDER BY amount DESC LIMIT 3 OFFSET 6'],
] as const)('rows are skipped as %s does', async (dialect, end) => {
  expect(await written({ ...largest, offset: 6 }, dialect)).toContain(end);
});

test('SQL Server skips rows only where something is ordered', async () => {
  const sql = await written({ ...largest, order: [], offset: 6 }, 'tsql');
  expect(sql).toContain('ORDER BY 1 OFFSET 6 ROWS');
});

test.each([
  [
    'tsql',
    "WHERE ordered_at >= CAST('2024-01-01' AS date) AND ordered_at < CAST('2024-01-01 12:30:00' AS datetime2)",
  ],
  ['oracle', `WHERE "ordered_at" >= DATE '2024-01-01' AND "ordered_at" < TIMESTAMP '2024-01-01 12:30:00'`],
  [
    'clickhouse',
    "WHERE ordered_at >= toDate('2024-01-01') AND ordered_at < toDateTime('2024-01-01 12:30:00')",
  ],
] as const)('times are compared as times in %s', async (dialect, where) => {
  const filter = {
    kind: 'period',
    column: orderedAt,
    from: '2024-01-01T00:00',
    to: '2024-01-01T12:30',
  } as const;
  expect(await written({ filters: [filter] }, dialect)).toContain(where);
});

test.each([
  ['tsql', `status = N'已付款\\'`],
  ['oracle', `"status" = '已付款\\'`],
  ['clickhouse', `status = '已付款\\\\'`],
] as const)('a text keeps its letters and cannot end early in %s', async (dialect, condition) => {
  const filter = { kind: 'in', column: status, values: ['已付款\\'] } as const;
  expect(await written({ filters: [{ ...filter, values: [...filter.values] }] }, dialect)).toContain(
    condition,
  );
});

test('an average of integers keeps its decimals in SQL Server', async () => {
  const of = { kind: 'column', column: amount } as const;
  const sql = await written({ measures: [{ kind: 'aggregate', aggregate: 'avg', of }] }, 'tsql');
  expect(sql).toContain('AVG(1.0 * amount)');
});

test('a ranked query inside another one needs no WITH in SQL Server, which takes it only at the start', async () => {
  const ranked: SemanticQuery = {
    ...empty,
    dimensions: [{ column: status }, { column: amount }],
    order: [{ by: { kind: 'column', column: amount }, direction: 'desc' }],
    limitPer: { dimension: 0, limit: 2 },
  };
  const combine = { operator: 'union', query: ranked } as const;
  const dimensions = [{ column: status }, { column: amount }];
  const sql = await written({ dimensions, combine }, 'tsql');
  expect(sql).not.toContain('WITH');
  expect(sql).toContain(') AS ranked WHERE row_num <= 2');
  expect(sql).not.toMatch(/ORDER BY status/);
  expect(await written({ dimensions, combine }, 'oracle')).toContain('WITH ranked AS');
});
