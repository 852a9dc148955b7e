import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import { describe, expect, test } from 'vitest';
import { chooseChart } from './chart.ts';
import { validateChart } from './chart-spec.ts';
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

  test('nothing to draw gives no chart; a table keeps 500 rows, a drawing all that were read', () => {
    expect(choose({ n: 'integer' }, [])).toBeNull();
    const many = Array.from({ length: 900 }, (_, index) => [`c${index}`, index]);
    expect(choose({ c: 'text', n: 'integer' }, many)?.data.rows).toHaveLength(900);
    expect(choose({ c: 'text', d: 'text' }, many)).toMatchObject({ type: 'table' });
    expect(choose({ c: 'text', d: 'text' }, many)?.data.rows).toHaveLength(500);
  });
});

const monthly = query({ dimensions: [{ column: ref('at'), grain: 'month' }] });
const sum = {
  kind: 'aggregate',
  aggregate: 'sum',
  of: { kind: 'column', column: ref('amount_usd') },
} as const;
const byChannel = query({ dimensions: [{ column: ref('channel') }], measures: [sum] });
const stages: Cell[][] = [
  ['visit', 900],
  ['cart', 300],
  ['pay', 90],
];

describe('what a chart tells beyond its type', () => {
  const cases: [string, Parameters<typeof choose>, object][] = [
    [
      'a sum may be added up and has the currency that its column names; an average of it may not',
      [{ channel: 'text', total: 'number' }, stages, 'q', byChannel],
      { measures: [{ name: 'total', unit: 'number', currency: 'USD', additive: true }], whole: true },
    ],
    [
      'the best of a ranking are not the whole',
      [{ channel: 'text', total: 'number' }, stages, 'q', { ...byChannel, limit: 3 }],
      { whole: false },
    ],
    [
      'places lie on their side',
      [{ 城市: 'text', n: 'integer' }, [...stages, ['x', 1]]],
      { type: 'bar', layout: 'horizontal', axis: 'category' },
    ],
    [
      'so do names too long to stand side by side',
      [
        { product: 'text', n: 'integer' },
        Array.from({ length: 6 }, (_, at) => [`有机高山云雾绿茶${at}`, at]),
      ],
      { type: 'bar', layout: 'horizontal' },
    ],
    [
      'classes that begin with numbers stay in their order',
      [
        { age: 'text', n: 'integer' },
        [
          ['18-24', 1],
          ['25-34', 9],
          ['35+', 4],
        ],
      ],
      {
        type: 'bar',
        axis: 'ordinal',
        data: {
          columns: ['age', 'n'],
          rows: [
            ['18-24', 1],
            ['25-34', 9],
            ['35+', 4],
          ],
        },
      },
    ],
    [
      'stages that shrink are a funnel',
      [{ stage: 'text', n: 'integer' }, stages],
      { type: 'bar', layout: 'funnel' },
    ],
    [
      'a funnel may come as one row',
      [{ visits: 'integer', carts: 'integer', orders: 'integer' }, [[900, 300, 90]], '下单转化漏斗'],
      { type: 'kpi', layout: 'funnel', y: ['visits', 'carts', 'orders'] },
    ],
    [
      'two periods that are compared are a figure with its change, the later first',
      [
        { month: 'text', n: 'integer' },
        [
          ['2024-01', 3],
          ['2024-02', 5],
        ],
        '2月和1月相比',
      ],
      {
        type: 'kpi',
        change: { of: 'n', by: 'row', column: null },
        data: {
          columns: ['month', 'n'],
          rows: [
            ['2024-02', 5],
            ['2024-01', 3],
          ],
        },
      },
    ],
    [
      'the growth of a single period stands beside its figure',
      [
        { month: 'text', total: 'number', growth: 'number' },
        [['2024-02', '120.5', 0.2]],
        'q',
        { ...monthly, measures: [sum, { kind: 'growth', of: sum, against: 'previous', relative: true }] },
      ],
      { type: 'kpi', y: ['total', 'growth'], change: { of: 'total', by: 'relative', column: 'growth' } },
    ],
    [
      'names of columns tell the earlier figure',
      [{ 本月销售额: 'number', 上月销售额: 'number' }, [[12, 10]]],
      { type: 'kpi', change: { of: '本月销售额', by: 'previous', column: '上月销售额' } },
    ],
    [
      'two figures that have nothing to do with each other stay two figures',
      [{ customers: 'integer', orders: 'integer' }, [[12, 10]]],
      { type: 'kpi', y: ['customers', 'orders'] },
    ],
    [
      'a figure that would lie flat is left to the choice of measure',
      [
        { month: 'text', n: 'integer', sales: 'number' },
        [
          ['2024-01', 3, 90_000],
          ['2024-02', 5, 80_000],
        ],
      ],
      { type: 'line', y: ['n'], data: { columns: ['month', 'n', 'sales'] } },
    ],
    [
      'parts of a whole over time lie on top of each other',
      [
        { month: 'text', channel: 'text', orders: 'integer' },
        [
          ['2024-01', 'a', 3],
          ['2024-01', 'b', 4],
          ['2024-02', 'a', 5],
        ],
        'orders by channel and month, breakdown',
      ],
      { type: 'area', stacked: true, series: 'channel' },
    ],
  ];
  test.each(cases)('%s', (_says, input, expected) => {
    expect(choose(...input)).toMatchObject(expected);
  });

  test('a single figure without a comparison has none', () => {
    expect(choose({ total: 'number' }, [[7]])?.change).toBeUndefined();
    expect(choose({ customers: 'integer', orders: 'integer' }, [[12, 10]])?.change).toBeUndefined();
  });

  test.each([
    ['conversion_rate', 0.2, 'fraction', false],
    ['exchange_rate', 0.2, 'number', false],
    ['占比', 43.1, 'percent', false],
    ['tax_percent', 0.5, 'number', false],
    ['销售额同比', -0.1, 'change', false],
    ['order_count', 3, 'number', true],
    ['avg_amount', 3, 'number', false],
    ['total_amount', 3, 'number', true],
    ['单价', 3, 'number', false],
  ])('without a query, %s with %d is a %s', (name, figure, unit, additive) => {
    const rows = stages.map(([label]) => [label ?? null, figure]);
    expect(choose({ channel: 'text', [name]: 'number' }, rows)?.measures).toEqual([{ name, unit, additive }]);
  });

  test.each([
    ['销售额(元)', 'CNY'],
    ['revenue_eur', 'EUR'],
    ['销售额(万元)', undefined],
    ['amount', undefined],
  ])('the currency of %s is %s', (name, currency) => {
    expect(choose({ channel: 'text', [name]: 'number' }, stages)?.measures?.[0]?.currency).toBe(currency);
  });

  test('a statement that averages makes no sum of what it shows, and bars without an order stand by size', () => {
    const draw = (sql: string) =>
      chooseChart({
        columns: columns({ channel: 'text', amount: 'number' }),
        rows: stages.toReversed(),
        question: 'q',
        sql,
        language: 'en',
      });
    expect(draw('SELECT channel, AVG(amount) AS amount FROM o GROUP BY 1')?.measures?.[0]?.additive).toBe(
      false,
    );
    expect(draw('SELECT channel, SUM(amount) AS amount FROM o GROUP BY 1')).toMatchObject({
      measures: [{ additive: true }],
      whole: true,
      data: { columns: ['channel', 'amount'], rows: stages },
    });
    expect(draw('SELECT channel, SUM(amount) FROM o GROUP BY 1 ORDER BY 2')?.data.rows).toEqual(
      stages.toReversed(),
    );
  });
});

describe('a chart that a model proposes', () => {
  const result = columns({ month: 'text', total: 'number' });
  const bar = { type: 'bar', title: 't', x: 'month', y: ['total'], series: null };

  test('is taken when the result can carry it, without what it claims to know of the columns', () => {
    const claimed = { ...bar, measures: [{ name: 'total', unit: 'percent', additive: true }], whole: true };
    expect(validateChart(claimed, result)).toEqual({ valid: true, spec: bar });
  });

  test.each([
    [{ ...bar, y: ['sales'] }, 'no column "sales"'],
    [{ ...bar, y: ['month'] }, '"month" holds no numbers'],
    [{ ...bar, y: [] }, 'at least one measure'],
    [{ ...bar, x: null }, 'a column in x'],
    [{ ...bar, type: 'heatmap' }, 'series'],
    [{ ...bar, type: 'function(){}' }, 'type'],
    [{ ...bar, y: ['total', 'total'] }, 'a column of its own'],
    [{ ...bar, type: 'scatter' }, '"month" holds no numbers'],
    [{ ...bar, type: 'pie', layout: 'horizontal' }, 'Only bars'],
    [{ ...bar, type: 'line', stacked: true }, 'cannot be stacked'],
    ['bar', 'chart'],
  ])('%j is refused: %s', (proposed, words) => {
    const checked = validateChart(proposed, result);
    expect(checked.valid ? '' : checked.problem).toContain(words);
  });
});
