import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import { describe, expect, test } from 'vitest';
import { chooseChart, validateChart } from './chart.ts';
import type { SemanticQuery } from './semantic-query.ts';

function columns(kinds: Record<string, ColumnKind>): ResultColumn[] {
  return Object.entries(kinds).map(([name, kind]) => ({ name, kind, type: kind }));
}

function choose(kinds: Record<string, ColumnKind>, rows: Cell[][], question = 'q', query?: SemanticQuery) {
  return chooseChart({ columns: columns(kinds), rows, question, query, language: 'en' });
}

const ref = (column: string) => ({ schema: null, table: 'orders', column });
const query = (part: Partial<SemanticQuery>): SemanticQuery => ({
  from: { schema: null, table: 'orders' },
  joins: [],
  dimensions: [],
  measures: [],
  distinct: false,
  filters: [],
  having: [],
  order: [],
  limit: null,
  ...part,
});
const count = { kind: 'aggregate', aggregate: 'count', of: null } as const;

describe('the chart follows from the roles of the columns', () => {
  test('time makes a line that runs forward, rows without a time left out', () => {
    const chart = choose({ month: 'text', orders: 'integer' }, [
      ['2024-02', 5],
      ['2024-01', 3],
      [null, 1],
    ]);
    expect(chart).toMatchObject({ type: 'line', x: 'month', y: ['orders'], series: null });
    expect(chart?.data).toEqual({
      columns: ['month', 'orders'],
      rows: [
        ['2024-01', 3],
        ['2024-02', 5],
      ],
    });
  });

  test('several measures make several lines, but a percentage is not drawn beside an amount', () => {
    const rows = [
      ['2024-01-01', 3, 4],
      ['2024-01-02', 5, 6],
    ];
    expect(choose({ day: 'date', paid: 'integer', open: 'integer' }, rows)).toMatchObject({
      type: 'line',
      y: ['paid', 'open'],
    });
    const growth = query({
      dimensions: [{ column: ref('at'), grain: 'day' }],
      measures: [count, { kind: 'growth', of: count, against: 'previous', relative: true }],
    });
    expect(choose({ day: 'text', count: 'integer', growth: 'number' }, rows, 'q', growth)).toMatchObject({
      type: 'line',
      y: ['growth'],
    });
  });

  test('a category beside the time splits the line', () => {
    const rows = [
      ['2024-01', 'app', 1],
      ['2024-01', 'web', 2],
      ['2024-02', 'app', 3],
    ];
    expect(choose({ month: 'text', channel: 'text', n: 'integer' }, rows)).toMatchObject({
      type: 'line',
      x: 'month',
      y: ['n'],
      series: 'channel',
    });
  });

  test('one category makes bars in the order given', () => {
    const chart = choose(
      { country: 'text', n: 'integer' },
      [
        ['B', 9],
        ['A', 4],
      ],
      '按国家统计客户数量',
    );
    expect(chart).toMatchObject({ type: 'bar', x: 'country', y: ['n'], title: '按国家统计客户数量' });
    expect(chart?.data.rows).toEqual([
      ['B', 9],
      ['A', 4],
    ]);
  });

  test('a key shown beside the name is not drawn', () => {
    const perStore = query({
      dimensions: [{ column: ref('id') }, { column: ref('name') }],
      measures: [count],
    });
    const rows = [
      [7, 'North', 4],
      [8, 'South', 2],
    ];
    const chart = choose({ id: 'integer', name: 'text', n: 'integer' }, rows, 'q', perStore);
    expect(chart).toMatchObject({ type: 'bar', x: 'name', y: ['n'], series: null });
  });

  test('days of the week are bars, not a line', () => {
    const weekday = query({ dimensions: [{ column: ref('at'), grain: 'weekday' }], measures: [count] });
    expect(
      choose(
        { weekday: 'text', n: 'integer' },
        [
          ['1', 9],
          ['2', 4],
        ],
        'q',
        weekday,
      )?.type,
    ).toBe('bar');
  });

  test('a few shares make a pie, many of them or negative ones bars', () => {
    const rows = (n: number): Cell[][] => Array.from({ length: n }, (_, index) => [`c${index}`, index + 1]);
    expect(choose({ c: 'text', n: 'integer' }, rows(4), '各渠道订单占比')?.type).toBe('pie');
    expect(choose({ c: 'text', n: 'integer' }, rows(9), '各渠道订单占比')?.type).toBe('bar');
    expect(
      choose(
        { c: 'text', n: 'integer' },
        [
          ['a', 1],
          ['b', -1],
        ],
        'share of profit',
      )?.type,
    ).toBe('bar');
    const share = query({
      dimensions: [{ column: ref('channel') }],
      measures: [count, { kind: 'share', of: count }],
    });
    expect(
      choose(
        { c: 'text', n: 'integer', share: 'number' },
        [
          ['a', 1, 0.5],
          ['b', 1, 0.5],
        ],
        'q',
        share,
      ),
    ).toMatchObject({ type: 'pie', y: ['share'] });
  });

  test('two measures make a scatter', () => {
    const rows = [
      [1, '2.5'],
      [2, '3.5'],
      [3, '4.5'],
    ];
    expect(choose({ price: 'number', stock: 'number' }, rows)).toMatchObject({
      type: 'scatter',
      x: 'price',
      y: ['stock'],
    });
    const named = rows.map((row, index) => [`p${index}`, ...row]);
    expect(choose({ name: 'text', price: 'number', stock: 'number' }, named, '价格和库存的关系')?.type).toBe(
      'scatter',
    );
  });

  test('one row is a figure, two categories a heat map', () => {
    expect(choose({ total: 'number' }, [['12.50']])).toMatchObject({ type: 'kpi', x: null, y: ['total'] });
    const rows = [
      ['a', 'x', 1],
      ['b', 'x', 2],
      ['a', 'y', 3],
    ];
    expect(choose({ city: 'text', level: 'text', n: 'integer' }, rows)).toMatchObject({
      type: 'heatmap',
      x: 'city',
      series: 'level',
      y: ['n'],
    });
  });

  test('numbers that identify are not measures', () => {
    expect(
      choose({ name: 'text', customer_id: 'integer' }, [
        ['a', 1],
        ['b', 2],
      ])?.type,
    ).toBe('table');
  });

  test('a list stays a table, unless it is a short ranking', () => {
    const list = query({ dimensions: [{ column: ref('name') }, { column: ref('price') }] });
    expect(
      choose(
        { name: 'text', price: 'number' },
        [
          ['a', 3],
          ['b', 2],
        ],
        'q',
        list,
      )?.type,
    ).toBe('bar');
    expect(
      choose(
        { id: 'integer', name: 'text', price: 'number' },
        [
          [1, 'a', 3],
          [2, 'b', 2],
        ],
        'q',
        query({ dimensions: [{ column: ref('id') }, { column: ref('name') }, { column: ref('price') }] }),
      )?.type,
    ).toBe('table');
  });

  test('nothing to draw gives no chart, and at most 500 rows are drawn', () => {
    expect(choose({ n: 'integer' }, [])).toBeNull();
    const many = Array.from({ length: 900 }, (_, index) => [`c${index}`, index]);
    expect(choose({ c: 'text', n: 'integer' }, many)?.data.rows).toHaveLength(500);
  });
});

describe('a chart that a model proposes', () => {
  const result = columns({ month: 'text', total: 'number' });
  const bar = { type: 'bar', title: 't', x: 'month', y: ['total'], series: null };

  test('is taken when the result can carry it', () => {
    expect(validateChart(bar, result)).toEqual({ valid: true, spec: bar });
  });

  test.each([
    [{ ...bar, y: ['sales'] }, 'no column "sales"'],
    [{ ...bar, y: ['month'] }, '"month" holds no numbers'],
    [{ ...bar, y: [] }, 'at least one measure'],
    [{ ...bar, x: null }, 'a column in x'],
    [{ ...bar, type: 'heatmap' }, 'series'],
    [{ ...bar, type: 'function(){}' }, 'type'],
    ['bar', 'chart'],
  ])('%j is refused: %s', (proposed, words) => {
    const checked = validateChart(proposed, result);
    expect(checked.valid ? '' : checked.problem).toContain(words);
  });
});
