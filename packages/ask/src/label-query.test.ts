import type { Catalog, CatalogColumn } from '@sextant/engines/catalog';
import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { labelQuery } from './label-query.ts';
import type { Measure, SemanticQuery } from './semantic-query.ts';
import { showRanked } from './show-ranked.ts';

function column(name: string, kind: CatalogColumn['kind'], comment: string | null): CatalogColumn {
  return { name, type: kind, kind, nullable: false, comment };
}

const catalog: Catalog = {
  tables: [
    {
      schema: null,
      name: 'orders',
      kind: 'table',
      comment: '订单表',
      columns: [
        column('id', 'integer', '编号'),
        column('channel', 'text', '渠道'),
        column('amount', 'number', '订单金额，元'),
        column('remark', 'text', null),
        column('ordered_at', 'datetime', '下单时间'),
      ],
      primaryKey: ['id'],
      foreignKeys: [],
      indexes: [],
      rowEstimate: null,
    },
  ],
};
const prepared = prepareCatalog(catalog);
const ref = (name: string) => ({ schema: null, table: 'orders', column: name });
const amount = (aggregate: 'sum' | 'avg'): Measure => ({
  kind: 'aggregate',
  aggregate,
  of: { kind: 'column', column: ref('amount') },
});
const count: Measure = { kind: 'aggregate', aggregate: 'count', of: null };
const query = (dimensions: SemanticQuery['dimensions'], measures: Measure[]): SemanticQuery => {
  const none = { joins: [], distinct: false, filters: [], having: [], order: [], limit: null };
  return { from: { schema: null, table: 'orders' }, dimensions, measures, ...none };
};

test('a Chinese question gets Chinese column names from the comments', () => {
  const monthly = query(
    [{ column: ref('ordered_at'), grain: 'month' }, { column: ref('channel') }],
    [
      count,
      amount('sum'),
      amount('avg'),
      { kind: 'growth', of: count, against: 'year_before', relative: true },
    ],
  );
  const labels = labelQuery(monthly, prepared, 'zh');
  expect([...labels.dimensions, ...labels.measures].map((part) => part.label)).toEqual([
    '月份',
    '渠道',
    '订单数量',
    '订单金额合计',
    '平均订单金额',
    '同比增长率',
  ]);
});

test('what has no Chinese comment keeps its plain name', () => {
  const labelled = labelQuery(query([{ column: ref('remark') }], [count]), prepared, 'zh');
  expect(compile(labelled, 'sqlite')).toBe(
    'SELECT remark, COUNT(*) AS "订单数量"\nFROM orders\nGROUP BY remark',
  );
});

test('a list is headed by the Chinese comments too', () => {
  const list = query([{ column: ref('channel') }, { column: ref('remark') }], []);
  expect(compile(labelQuery(list, prepared, 'zh'), 'sqlite')).toBe(
    'SELECT channel AS "渠道", remark\nFROM orders',
  );
});

test('groups that are ranked by a figure are shown with it', () => {
  const first = (direction: 'asc' | 'desc'): SemanticQuery => ({
    ...query([{ column: ref('id'), hidden: true }, { column: ref('channel') }], []),
    order: [{ by: { kind: 'measure', measure: amount('avg') }, direction }],
    limit: 1,
  });
  expect(showRanked(first('asc'))).toMatchObject({
    measures: [amount('avg')],
    order: [{ by: { kind: 'output', index: 1 }, direction: 'asc' }],
  });
  expect(compile(labelQuery(showRanked(first('desc')), prepared, 'zh'), 'sqlite')).toContain(
    'AVG(amount) AS "平均订单金额"',
  );
  const list = query([{ column: ref('channel') }], []);
  expect(showRanked(list)).toEqual(list);
});

test('an English question says what it counts', () => {
  expect(compile(labelQuery(query([], [count, amount('sum')]), prepared, 'en'), 'sqlite')).toBe(
    'SELECT COUNT(*) AS order_count, SUM(amount) AS total_amount\nFROM orders',
  );
});
