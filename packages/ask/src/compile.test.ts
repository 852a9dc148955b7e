import type { Dialect } from '@sextant/sql/dialect';
import { dialects } from '@sextant/sql/dialect';
import { guardInline } from '@sextant/sql/guard-inline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { startTestServers, type TestServer } from './four-engines.testing.ts';
import type { Aggregate, ColumnRef, Filter, Join, Measure, SemanticQuery } from './semantic-query.ts';

/** A little shop, the same in every engine. `Order Lines` tests names that need quotes. */
const tables = [
  'CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(40), 城市 VARCHAR(20), level INT)',
  "INSERT INTO people VALUES (1, 'Ann', '北京', 3), (2, 'Bob', '上海', NULL), (3, 'O''Neill \\\\ Söhne', '北京', 1), (4, 'Dan', NULL, 2)",
  'CREATE TABLE orders (id INT PRIMARY KEY, person_id INT, ordered_at TIMESTAMP NULL, status VARCHAR(20), paid BOOLEAN)',
  `INSERT INTO orders VALUES
    (1, 1, '2023-12-31 10:05:00', 'done', TRUE), (2, 1, '2024-01-01 00:00:00', 'done', TRUE),
    (3, 2, '2024-01-15 23:59:59', 'open', FALSE), (4, 2, '2024-02-29 12:00:00', 'done', TRUE),
    (5, 1, '2024-12-30 08:30:00', 'done', TRUE), (6, 3, '2025-01-05 09:00:00', 'open', FALSE),
    (7, NULL, '2025-02-01 14:00:00', 'done', TRUE), (8, 3, NULL, 'open', NULL)`,
  'CREATE TABLE "Order Lines" (order_id INT, product VARCHAR(20), "Select" INT, price DECIMAL(10,2))',
  `INSERT INTO "Order Lines" VALUES (1, 'pen', 3, 1.5), (1, 'ink', 1, 7), (2, 'pen', 1, 1.5), (3, 'ink', 2, 7),
    (4, 'pad', 5, 2), (5, 'pen', 10, 1.2), (6, 'pad', 1, 2), (7, '100%_cotton', 1, 30)`,
  'CREATE TABLE visits (day DATE, noted VARCHAR(20))',
  "INSERT INTO visits VALUES ('2024-03-05', '2024-03-05 23:10:00'), ('2024-04-01', '2024-04-01')",
];

const servers = new Map<Dialect, TestServer>();
const missing: string[] = [];

beforeAll(async () => {
  const started = await startTestServers();
  missing.push(...started.missing);
  for (const server of started.servers) {
    servers.set(server.dialect, server);
    for (const sql of tables) {
      const mysqlText = sql.replaceAll('"', '`');
      const otherText = sql.replaceAll('\\\\', '\\');
      await server.run(server.dialect === 'mysql' ? mysqlText : otherText);
    }
  }
});

afterAll(async () => {
  for (const server of servers.values()) await server.stop();
});

/** Numbers come as text, bigint or number, by driver; the comparison looks at the value. */
function comparable(cell: unknown): unknown {
  if (cell === null || typeof cell === 'boolean') return cell;
  const text = String(cell);
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && !/^0\d/.test(text)
    ? Math.round(Number(text) * 1e4) / 1e4
    : text;
}

/** Runs the query on every engine at hand and expects the same rows from each, and of every dialect the guard's consent. */
async function expectRows(
  query: SemanticQuery,
  rows: unknown[][],
  ordered = query.order.length > 0,
): Promise<void> {
  const arrange = (list: unknown[][]): unknown[][] =>
    ordered ? list : list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(servers.size).toBeGreaterThanOrEqual(2);
  for (const dialect of dialects) {
    const sql = compile(query, dialect);
    expect(await guardInline(sql, dialect), `${dialect}\n${sql}`).toMatchObject({ allow: true });
    const server = servers.get(dialect);
    if (!server) continue;
    const found = await server.run(sql).catch((error: unknown) => {
      throw new Error(`${dialect}: ${error instanceof Error ? error.message : error}\n${sql}`);
    });
    expect(arrange(found.map((row) => row.map(comparable))), `${dialect}\n${sql}`).toEqual(
      arrange(rows.map((row) => row.map(comparable))),
    );
  }
}

const column = (table: string, name: string, more: Partial<ColumnRef> = {}): ColumnRef => ({
  schema: null,
  table,
  column: name,
  ...more,
});
const people = (name: string): ColumnRef => column('people', name);
const orders = (name: string): ColumnRef => column('orders', name);
const lines = (name: string): ColumnRef => column('Order Lines', name);
const value = (of: ColumnRef) => ({ kind: 'column', column: of }) as const;
const measure = (aggregate: Aggregate, of: ColumnRef | null, where?: Filter): Measure => ({
  kind: 'aggregate',
  aggregate,
  of: of && value(of),
  where,
});
const sales: Measure = {
  kind: 'aggregate',
  aggregate: 'sum',
  of: { kind: 'arithmetic', operator: '*', left: value(lines('Select')), right: value(lines('price')) },
  label: '销售额',
};
const linesOfOrders: Join = { kind: 'inner', from: [orders('id')], to: [lines('order_id')] };
const buyer: Join = { kind: 'inner', from: [orders('person_id')], to: [people('id')] };

function query(table: string, part: Partial<SemanticQuery>): SemanticQuery {
  const empty = {
    joins: [],
    dimensions: [],
    measures: [],
    distinct: false,
    filters: [],
    having: [],
    order: [],
  };
  return { from: { schema: null, table }, ...empty, limit: null, ...part };
}
const first = (direction: 'asc' | 'desc' = 'asc') =>
  ({ by: { kind: 'output', index: 0 }, direction }) as const;
const second = (direction: 'asc' | 'desc' = 'asc') =>
  ({ by: { kind: 'output', index: 1 }, direction }) as const;

test('this machine has the servers, or says which one is missing', () => {
  for (const reason of missing) console.warn(reason);
  expect(servers.size + missing.length).toBe(4);
});

describe('lists', () => {
  test('a list shows the columns named, or all of them', async () => {
    await expectRows(
      query('people', {
        dimensions: [{ column: people('id') }, { column: people('城市') }],
        order: [first('desc')],
        limit: 2,
      }),
      [
        [4, null],
        [3, '北京'],
      ],
    );
    await expectRows(
      query('people', { filters: [{ kind: 'compare', left: value(people('id')), operator: '=', value: 1 }] }),
      [[1, 'Ann', '北京', 3]],
    );
  });

  test('NULLs come last in both directions', async () => {
    const levels = { dimensions: [{ column: people('level') }] };
    await expectRows(query('people', { ...levels, order: [first()] }), [[1], [2], [3], [null]]);
    await expectRows(query('people', { ...levels, order: [first('desc')] }), [[3], [2], [1], [null]]);
    const grouped = { ...levels, measures: [measure('count', null)], order: [first()] };
    await expectRows(query('people', grouped), [
      [1, 1],
      [2, 1],
      [3, 1],
      [null, 1],
    ]);
  });

  test('distinct values can be ordered by what is not shown', async () => {
    const cities = { dimensions: [{ column: people('城市') }], distinct: true };
    await expectRows(query('people', cities), [['北京'], ['上海'], [null]]);
    await expectRows(
      query('people', {
        ...cities,
        order: [{ by: { kind: 'column', column: people('id') }, direction: 'desc' }],
      }),
      [[null], ['北京'], ['上海']],
    );
  });

  test('an offset skips rows, with and without a limit', async () => {
    const ids = { dimensions: [{ column: people('id') }], order: [first()] };
    await expectRows(query('people', { ...ids, limit: 2, offset: 1 }), [[2], [3]]);
    await expectRows(query('people', { ...ids, offset: 3 }), [[4]]);
  });
});

describe('filters', () => {
  const ids = async (filters: Filter[], expected: number[]): Promise<void> =>
    expectRows(
      query('people', { dimensions: [{ column: people('id') }], filters, order: [first()] }),
      expected.map((id) => [id]),
    );

  test('quotes and backslashes in values arrive as they are', async () => {
    await ids(
      [{ kind: 'compare', left: value(people('name')), operator: '=', value: "O'Neill \\ Söhne" }],
      [3],
    );
    await ids([{ kind: 'in', column: people('name'), values: ["O'Neill \\ Söhne", 'Dan'] }], [3, 4]);
    await ids(
      [{ kind: 'compare', left: value(people('name')), operator: '=', value: "' OR 1 = 1 -- \\" }],
      [],
    );
  });

  test('patterns ignore case and can escape their wildcards', async () => {
    await ids([{ kind: 'like', column: people('name'), pattern: '%NEILL%' }], [3]);
    await ids([{ kind: 'like', column: people('name'), pattern: '%n%', negated: true }], [2]);
    const cotton = (pattern: string): SemanticQuery =>
      query('Order Lines', {
        measures: [measure('count', null)],
        filters: [{ kind: 'like', column: lines('product'), pattern }],
      });
    await expectRows(cotton('100\\%\\_%'), [[1]]);
    await expectRows(cotton('1\\_0%'), [[0]]);
  });

  test('and, or, not, in and null combine without losing brackets', async () => {
    const beijing: Filter = { kind: 'in', column: people('城市'), values: ['北京'] };
    const level = (operator: '>' | '<', than: number): Filter => ({
      kind: 'compare',
      left: value(people('level')),
      operator,
      value: than,
    });
    await ids([{ kind: 'or', filters: [beijing, level('>', 1)] }, level('<', 3)], [3, 4]);
    await ids(
      [
        {
          kind: 'or',
          filters: [
            { kind: 'and', filters: [beijing, level('>', 1)] },
            { kind: 'null', column: people('城市') },
          ],
        },
      ],
      [1, 4],
    );
    await ids([{ kind: 'not', filter: { kind: 'or', filters: [beijing, level('>', 2)] } }], []);
    await ids(
      [
        { kind: 'null', column: people('level'), negated: true },
        { kind: 'in', column: people('id'), values: [1, 2], negated: true },
      ],
      [3, 4],
    );
    await ids([{ kind: 'in', column: people('id'), values: [] }], []);
  });

  test('booleans are written so that each engine knows them', async () => {
    const paid = (flag: boolean): SemanticQuery =>
      query('orders', {
        measures: [measure('count', null)],
        filters: [{ kind: 'compare', left: value(orders('paid')), operator: '=', value: flag }],
      });
    await expectRows(paid(true), [[5]]);
    await expectRows(paid(false), [[2]]);
  });

  test('a period holds its first moment and not its last', async () => {
    const period = (from: string | null, to: string | null): SemanticQuery =>
      query('orders', {
        dimensions: [{ column: orders('id') }],
        filters: [{ kind: 'period', column: orders('ordered_at'), from, to }],
        order: [first()],
      });
    await expectRows(period('2024-01-01', '2024-02-01'), [[2], [3]]);
    await expectRows(period('2024-01-15T23:59:59', null), [[3], [4], [5], [6], [7]]);
    await expectRows(period(null, '2024-01-01'), [[1]]);
  });

  test('a grain can be a condition: what was ordered in any January, or at a weekend', async () => {
    const when = (grain: 'month_of_year' | 'weekday', operator: '=' | '>=', label: string): SemanticQuery =>
      query('orders', {
        dimensions: [{ column: orders('id') }],
        filters: [
          {
            kind: 'compare',
            left: { kind: 'grain', column: orders('ordered_at'), grain },
            operator,
            value: label,
          },
        ],
        order: [first()],
      });
    await expectRows(when('month_of_year', '=', '01'), [[2], [3], [6]]);
    await expectRows(when('weekday', '>=', '6'), [[1], [6], [7]]);
  });
});

describe('grains', () => {
  const cases = {
    hour: '2024-12-30 08:00',
    day: '2024-12-30',
    week: '2025-W01',
    month: '2024-12',
    quarter: '2024-Q4',
    year: '2024',
    weekday: '1',
    month_of_year: '12',
    hour_of_day: '08',
  } as const;

  test.each(Object.entries(cases))('the %s of 30 December 2024, 08:30, reads %s', async (grain, label) => {
    const dimensions = [{ column: orders('ordered_at'), grain: grain as keyof typeof cases }];
    const only: Filter = { kind: 'compare', left: value(orders('id')), operator: '=', value: 5 };
    await expectRows(query('orders', { dimensions, measures: [measure('count', null)], filters: [only] }), [
      [label, 1],
    ]);
  });

  test('a day without a time and a time kept as text are cut like any other', async () => {
    const count = [measure('count', null)];
    const day = { column: column('visits', 'day', { kind: 'date' }), grain: 'quarter' } as const;
    await expectRows(query('visits', { dimensions: [day], measures: count, order: [first()] }), [
      ['2024-Q1', 1],
      ['2024-Q2', 1],
    ]);
    const noted = column('visits', 'noted', { kind: 'text' });
    await expectRows(
      query('visits', { dimensions: [{ column: noted, grain: 'month' }], measures: count, order: [first()] }),
      [
        ['2024-03', 1],
        ['2024-04', 1],
      ],
    );
    const period: Filter = { kind: 'period', column: noted, from: '2024-03-05', to: '2024-03-06' };
    await expectRows(query('visits', { measures: count, filters: [period] }), [[1]]);
    const onDay: Filter = {
      kind: 'period',
      column: day.column,
      from: '2024-03-05T00:00:00',
      to: '2024-04-01',
    };
    await expectRows(query('visits', { measures: count, filters: [onDay] }), [[1]]);
  });

  test('groups by month come in time order, rows without a time last', async () => {
    const monthly = query('orders', {
      dimensions: [{ column: orders('ordered_at'), grain: 'month' }],
      measures: [measure('count', null)],
      order: [first()],
    });
    await expectRows(monthly, [
      ['2023-12', 1],
      ['2024-01', 2],
      ['2024-02', 1],
      ['2024-12', 1],
      ['2025-01', 1],
      ['2025-02', 1],
      [null, 1],
    ]);
  });
});

describe('measures', () => {
  test('aggregates over one table need no group', async () => {
    const all = query('people', {
      measures: [
        measure('count', null),
        measure('count', people('level')),
        measure('count_distinct', people('城市')),
        measure('sum', people('level')),
        measure('avg', people('level')),
        measure('min', people('level')),
        measure('max', people('level')),
      ],
    });
    await expectRows(all, [[4, 3, 2, 6, 2, 1, 3]]);
  });

  test('the best sellers of a join', async () => {
    const best = query('orders', {
      joins: [linesOfOrders],
      dimensions: [{ column: lines('product') }],
      measures: [sales],
      order: [second('desc')],
      limit: 3,
    });
    await expectRows(best, [
      ['100%_cotton', 30],
      ['ink', 21],
      ['pen', 18],
    ]);
  });

  test('a hidden key keeps namesakes apart without being shown', async () => {
    const hiddenKey = { column: orders('id'), hidden: true };
    const perOrder = query('orders', {
      joins: [linesOfOrders],
      dimensions: [{ column: orders('status') }, hiddenKey],
      measures: [sales],
      order: [second('desc')],
      limit: 3,
    });
    await expectRows(perOrder, [
      ['done', 30],
      ['open', 14],
      ['done', 12],
    ]);
    const best = { ...perOrder, limit: null, limitPer: { dimension: 0, limit: 1 } };
    await expectRows(best, [
      ['done', 30],
      ['open', 14],
    ]);
  });

  test('a left join keeps those without orders', async () => {
    const counts = query('people', {
      joins: [{ kind: 'left', from: [people('id')], to: [orders('person_id')] }],
      dimensions: [{ column: people('name') }],
      measures: [measure('count', orders('id'))],
      order: [second('desc'), first()],
      limit: 4,
    });
    await expectRows(counts, [
      ['Ann', 3],
      ['Bob', 2],
      ["O'Neill \\ Söhne", 2],
      ['Dan', 0],
    ]);
  });

  test('a ratio keeps its decimals and survives a zero', async () => {
    const done: Filter = { kind: 'compare', left: value(orders('status')), operator: '=', value: 'done' };
    const ratio: Measure = {
      kind: 'ratio',
      numerator: measure('count', null, done),
      denominator: measure('count', null),
    };
    await expectRows(query('orders', { measures: [ratio] }), [[0.625]]);
    const nothing: Measure = {
      kind: 'ratio',
      numerator: measure('count', null),
      denominator: measure('sum', orders('id'), { kind: 'in', column: orders('status'), values: ['x'] }),
    };
    await expectRows(query('orders', { measures: [nothing] }), [[null]]);
    const third: Measure = {
      kind: 'ratio',
      numerator: measure('min', orders('id')),
      denominator: measure('max', people('level')),
    };
    await expectRows(query('orders', { joins: [buyer], measures: [third] }), [[0.3333]]);
  });

  test('arithmetic keeps its brackets and divides truly', async () => {
    const per = {
      kind: 'arithmetic',
      operator: '/',
      left: value(lines('Select')),
      right: {
        kind: 'arithmetic',
        operator: '-',
        left: value(lines('order_id')),
        right: { kind: 'number', value: 1 },
      },
    } as const;
    await expectRows(query('Order Lines', { measures: [{ kind: 'aggregate', aggregate: 'sum', of: per }] }), [
      [6.5333],
    ]);
  });

  test('a conditional sum is 0 where nothing fits, and a difference subtracts', async () => {
    const of = (status: string): Measure =>
      measure('sum', orders('id'), { kind: 'in', column: orders('status'), values: [status] });
    const both = query('orders', {
      measures: [of('open'), of('lost'), { kind: 'difference', left: of('done'), right: of('open') }],
    });
    await expectRows(both, [[17, 0, 2]]);
  });

  test('days between two times are whole calendar days', async () => {
    const days = {
      kind: 'days_between',
      from: value(orders('ordered_at')),
      to: { kind: 'date', value: '2024-03-01' },
    } as const;
    const list = query('orders', {
      measures: [
        { kind: 'aggregate', aggregate: 'max', of: days },
        { kind: 'aggregate', aggregate: 'min', of: days },
      ],
    });
    await expectRows(list, [[61, -337]]);
  });

  test('shares add up to one, over the groups kept or dropped alike', async () => {
    const share: Measure = { kind: 'share', of: measure('count', null) };
    const byStatus = query('orders', {
      dimensions: [{ column: orders('status') }],
      measures: [share],
      order: [first()],
    });
    await expectRows(byStatus, [
      ['done', 0.625],
      ['open', 0.375],
    ]);
    const many = {
      ...byStatus,
      having: [{ measure: measure('count', null), operator: '>', value: 3 } as const],
    };
    await expectRows(many, [['done', 0.625]]);
    const ofDistinct: Measure = { kind: 'share', of: measure('count_distinct', orders('person_id')) };
    await expectRows(
      query('orders', {
        dimensions: [{ column: orders('status') }],
        measures: [ofDistinct],
        order: [first()],
      }),
      [
        ['done', 0.5],
        ['open', 0.5],
      ],
    );
  });

  test('a label with the name of a column does not confuse the statement', async () => {
    const level = { ...measure('sum', people('level')), label: 'level' };
    const named = query('people', {
      dimensions: [{ column: people('城市'), label: 'name' }],
      measures: [level],
      having: [{ measure: level, operator: '>', value: 3 }],
      order: [second()],
    });
    await expectRows(named, [['北京', 4]]);
  });
});

describe('growth', () => {
  const monthly = (
    against: 'previous' | 'year_before',
    relative: boolean,
    filters: Filter[] = [],
  ): SemanticQuery =>
    query('orders', {
      joins: [linesOfOrders],
      dimensions: [{ column: orders('ordered_at'), grain: 'month' }],
      measures: [sales, { kind: 'growth', of: sales, against, relative }],
      filters,
      order: [first()],
    });

  test('against the group before, in per cent or absolutely', async () => {
    await expectRows(monthly('previous', true), [
      ['2023-12', 11.5, null],
      ['2024-01', 15.5, 0.3478],
      ['2024-02', 10, -0.3548],
      ['2024-12', 12, 0.2],
      ['2025-01', 2, -0.8333],
      ['2025-02', 30, 14],
    ]);
    const [last] = [{ ...monthly('previous', false), order: [first('desc')], limit: 1 }];
    await expectRows(last, [['2025-02', 30, 28]]);
  });

  test('against the year before, also where the period asked for leaves that year out', async () => {
    const from2024: Filter = {
      kind: 'period',
      column: orders('ordered_at'),
      from: '2024-12-01',
      to: '2025-02-15',
    };
    await expectRows(monthly('year_before', true, [from2024]), [
      ['2024-12', 12, 0.0435],
      ['2025-01', 2, -0.871],
      ['2025-02', 30, 2],
    ]);
  });

  test('series of the same name but another key are not mixed', async () => {
    const perPerson = query('orders', {
      joins: [buyer],
      dimensions: [
        { column: orders('ordered_at'), grain: 'year' },
        { column: people('城市') },
        { column: people('id'), hidden: true },
      ],
      measures: [{ kind: 'growth', of: measure('count', null), against: 'previous', relative: false }],
      filters: [
        { kind: 'in', column: people('id'), values: [1, 3] },
        { kind: 'null', column: orders('ordered_at'), negated: true },
      ],
      order: [first()],
    });
    await expectRows(perPerson, [
      ['2023', '北京', null],
      ['2024', '北京', 1],
      ['2025', '北京', null],
    ]);
  });

  test('each series is compared with itself', async () => {
    const byStatus = query('orders', {
      dimensions: [{ column: orders('ordered_at'), grain: 'year' }, { column: orders('status') }],
      measures: [{ kind: 'growth', of: measure('count', null), against: 'previous', relative: false }],
      filters: [{ kind: 'null', column: orders('ordered_at'), negated: true }],
      order: [second(), first()],
    });
    await expectRows(byStatus, [
      ['2023', 'done', null],
      ['2024', 'done', 2],
      ['2025', 'done', -2],
      ['2024', 'open', null],
      ['2025', 'open', 0],
    ]);
  });
});

describe('conditions on groups and other queries', () => {
  test('having compares with a number or with what another query finds', async () => {
    const count = measure('count', null);
    const byPerson = query('orders', {
      dimensions: [{ column: orders('person_id') }],
      measures: [count],
      having: [{ measure: count, operator: '>=', value: 2 }],
      order: [first()],
    });
    await expectRows(byPerson, [
      [1, 3],
      [2, 2],
      [3, 2],
    ]);
    const most = query('orders', {
      dimensions: [],
      measures: [count],
      filters: [{ kind: 'in', column: orders('person_id'), values: [2] }],
    });
    await expectRows({ ...byPerson, having: [{ measure: count, operator: '>', value: most }] }, [[1, 3]]);
  });

  test('groups can be listed without showing the number they are chosen by', async () => {
    const busy = query('orders', {
      dimensions: [{ column: orders('person_id') }],
      having: [{ measure: measure('count', null), operator: '>', value: 2 }],
    });
    await expectRows(busy, [[1]]);
    const byCount = query('orders', {
      dimensions: [{ column: orders('status') }],
      order: [{ by: { kind: 'measure', measure: measure('count', null) }, direction: 'desc' }],
    });
    await expectRows(byCount, [['done'], ['open']]);
  });

  test('a value is compared with the average of all', async () => {
    const average = query('Order Lines', { measures: [measure('avg', lines('price'))] });
    const dear = query('Order Lines', {
      dimensions: [{ column: lines('product') }],
      distinct: true,
      filters: [{ kind: 'compare_query', left: value(lines('price')), operator: '>', query: average }],
      order: [first()],
    });
    await expectRows(dear, [['100%_cotton'], ['ink']]);
  });

  test('those with and those without, also where the list of partners holds a NULL', async () => {
    const buyers = query('orders', {
      dimensions: [{ column: orders('person_id') }],
      filters: [{ kind: 'in', column: orders('status'), values: ['done'] }],
    });
    const names = (negated: boolean, inner = buyers): SemanticQuery =>
      query('people', {
        dimensions: [{ column: people('id') }],
        filters: [{ kind: 'in_query', column: people('id'), query: inner, negated }],
        order: [first()],
      });
    await expectRows(names(false), [[1], [2]]);
    await expectRows(names(true), [[3], [4]]);
    const lately = {
      ...buyers,
      filters: [],
      order: [{ by: { kind: 'column', column: orders('id') }, direction: 'desc' } as const],
      limit: 3,
    };
    await expectRows(names(false, lately), [[3]]);
    await expectRows(names(true, lately), [[1], [2], [4]]);
  });

  test('the best of each group', async () => {
    const best = query('orders', {
      joins: [linesOfOrders],
      dimensions: [{ column: orders('status') }, { column: lines('product') }],
      measures: [sales],
      order: [{ by: { kind: 'output', index: 2 }, direction: 'desc' }],
      limitPer: { dimension: 0, limit: 2 },
    });
    await expectRows(best, [
      ['done', '100%_cotton', 30],
      ['done', 'pen', 18],
      ['open', 'ink', 14],
      ['open', 'pad', 2],
    ]);
    const latest = query('orders', {
      dimensions: [{ column: orders('person_id') }, { column: orders('id') }],
      order: [{ by: { kind: 'column', column: orders('ordered_at') }, direction: 'desc' }],
      limitPer: { dimension: 0, limit: 1 },
    });
    await expectRows(latest, [
      [1, 5],
      [2, 4],
      [3, 6],
      [null, 7],
    ]);
  });
});

describe('set operations', () => {
  const of = (status: string): SemanticQuery =>
    query('orders', {
      dimensions: [{ column: orders('person_id') }],
      distinct: true,
      filters: [{ kind: 'in', column: orders('status'), values: [status] }],
    });
  const combined = (operator: 'union' | 'union_all' | 'intersect' | 'except'): SemanticQuery => ({
    ...of('done'),
    order: [first()],
    combine: { operator, query: of('open') },
  });

  test('union, intersection and difference of two queries, ordered as one', async () => {
    await expectRows(combined('union'), [[1], [2], [3], [null]]);
    await expectRows(combined('union_all'), [[1], [2], [2], [3], [null]]);
    await expectRows(combined('intersect'), [[2]]);
    await expectRows(combined('except'), [[1], [null]]);
  });

  test('the parts keep their own limits', async () => {
    const top = (direction: 'asc' | 'desc'): SemanticQuery =>
      query('people', { dimensions: [{ column: people('id') }], order: [first(direction)], limit: 1 });
    await expectRows(
      {
        ...query('people', {
          dimensions: [{ column: people('id') }],
          filters: [{ kind: 'in', column: people('id'), values: [1] }],
        }),
        combine: { operator: 'union', query: top('desc') },
      },
      [[1], [4]],
    );
  });
});

describe('how it reads', () => {
  test('names are quoted and qualified only where needed, a clause to a line', () => {
    const best = query('orders', {
      joins: [linesOfOrders],
      dimensions: [{ column: lines('product') }],
      measures: [sales],
      filters: [{ kind: 'period', column: orders('ordered_at'), from: '2024-01-01', to: '2025-01-01' }],
      order: [second('desc')],
      limit: 3,
    });
    expect(compile(best, 'mysql').split('\n')).toEqual([
      'SELECT ol.product, SUM(ol.`Select` * ol.price) AS `销售额`',
      'FROM orders AS o',
      'JOIN `Order Lines` AS ol ON ol.order_id = o.id',
      "WHERE o.ordered_at >= '2024-01-01'",
      "  AND o.ordered_at < '2025-01-01'",
      'GROUP BY ol.product',
      'ORDER BY `销售额` DESC',
      'LIMIT 3',
    ]);
    expect(compile(query('people', { measures: [measure('count', null)] }), 'sqlite')).toBe(
      'SELECT COUNT(*) AS count\nFROM people',
    );
  });

  test('a schema is named unless it is the default one', () => {
    const sales = query('orders', {
      measures: [measure('count', null)],
      from: { schema: 'sales', table: 'orders' },
    });
    expect(compile(sales, 'postgresql')).toContain('FROM sales.orders');
    expect(compile(sales, 'postgresql', { defaultSchema: 'sales' })).toContain('FROM orders');
  });

  test('a table that joins itself gets two aliases', () => {
    const boss = { schema: null, table: 'people', instance: 'manager' };
    const pairs = query('people', {
      joins: [{ kind: 'inner', from: [people('level')], to: [{ ...boss, column: 'id' }] }],
      dimensions: [{ column: people('name') }, { column: { ...boss, column: 'name' } }],
    });
    expect(compile(pairs, 'sqlite')).toBe(
      'SELECT p.name AS person_name, manager.name AS manager_name\nFROM people AS p\nJOIN people AS manager ON manager.id = p.level',
    );
  });

  test('mixed case is quoted for PostgreSQL, which would fold it', () => {
    const mixed = query('Invoice', { dimensions: [{ column: column('Invoice', 'BillingCity') }] });
    expect(compile(mixed, 'postgresql')).toBe('SELECT "BillingCity"\nFROM "Invoice"');
    expect(compile(mixed, 'sqlite')).toBe('SELECT BillingCity\nFROM Invoice');
  });

  test('a query that contradicts itself is refused by name', () => {
    expect(() => compile(query('people', { dimensions: [{ column: orders('id') }] }), 'sqlite')).toThrow(
      'orders without joining',
    );
    expect(() => compile(query('people', { limit: -1 }), 'sqlite')).toThrow('-1');
  });
});
