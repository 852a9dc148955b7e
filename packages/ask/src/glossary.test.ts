import type { Catalog, CatalogColumn } from '@sextant/engines/catalog';
import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { checkTerm } from './check-term.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { createValueIndex } from './value-index.ts';

const column = (name: string, kind: CatalogColumn['kind'], comment: string | null = null): CatalogColumn =>
  ({ name, type: kind, kind, nullable: false, comment, default: null }) as CatalogColumn;
const table = (name: string, comment: string, columns: CatalogColumn[]): Catalog['tables'][number] =>
  ({
    schema: null,
    name,
    kind: 'table',
    comment,
    rowEstimate: null,
    columns,
    primaryKey: ['id'],
    foreignKeys: [],
    indexes: [],
  }) as unknown as Catalog['tables'][number];

const catalog: Catalog = {
  tables: [
    table('trips', '行程', [
      column('id', 'integer'),
      column('city', 'text', '城市'),
      column('grade', 'text', '级别'),
      column('fare', 'number', '车费'),
      column('tip', 'number', '小费'),
      column('toll', 'number', '过路费'),
    ]),
  ],
};
const values = createValueIndex();
const ref = { schema: null, table: 'trips', nullable: false, kind: 'text' as const };
values.add({ ...ref, column: 'city' }, ['上海', 'Lyon'], true);
values.add({ ...ref, column: 'grade' }, ['gold', 'plain'], true);

/** The SQL for a question under a glossary, or what was said instead. */
function sqlOf(question: string, glossary: GlossaryEntry[] = []): string {
  const prepared = prepareCatalog(catalog, { glossary });
  const read = interpret({ question, now: '2026-09-16T12:00:00', prepared, values });
  return read.kind === 'query' ? compile(read.query, 'sqlite').replace(/\s+/g, ' ') : read.kind;
}

const term = (kind: GlossaryEntry['kind'], name: string, meaning: string, ...synonyms: string[]) => [
  { term: name, synonyms, kind, meaning } as GlossaryEntry,
];

test('a metric is computed as its formula says, under its name and its synonyms', () => {
  const takings = term('metric', '净收', 'sum(trips.fare + trips.tip - trips.toll)', 'takings');
  expect(sqlOf('每个城市的净收')).toBe('silent');
  expect(sqlOf('每个城市的净收', takings)).toMatch(/sum\(.*fare.*\+.*tip.*-.*toll.*\).*group by/i);
  expect(sqlOf('takings per city', takings)).toMatch(/sum\(.*fare.*\).*group by/i);
});

test('a metric that is one column is that column', () => {
  expect(sqlOf('各城市的流水', term('metric', '流水', 'sum(trips.fare)'))).toMatch(/sum\(.*fare/i);
});

test('a filter that names a value selects it', () => {
  const regulars = term('filter', '铂金行程', "trips.grade = 'gold'", 'regular trip');
  expect(sqlOf('铂金行程有多少', regulars)).toMatch(/count\(.*grade = 'gold'/i);
  expect(sqlOf('how many regular trips are there', regulars)).toMatch(/count\(.*grade = 'gold'/i);
});

test('a dimension is another name of a table or column', () => {
  expect(sqlOf('按片区统计行程数', term('dimension', '片区', 'trips.city'))).toMatch(
    /count.*group by.*city/i,
  );
});

test('an alias is read as the words it stands for, in the places of the question as it was asked', () => {
  const magic = term('alias', '魔都', '上海', 'Paris of the East');
  expect(sqlOf('魔都的行程有多少', magic)).toMatch(/city = '上海'/);
  expect(sqlOf('How many trips in the Paris of the East?', magic)).toMatch(/city = '上海'/);
  const prepared = prepareCatalog(catalog, { glossary: magic });
  const read = interpret({ question: '魔都的行程有多少', now: '2026-09-16', prepared, values });
  expect(read.links.find(({ kind }) => kind === 'value')).toMatchObject({ text: '魔都', start: 0, end: 2 });
});

test('a term within its own meaning is written out once', () => {
  expect(sqlOf('行程有多少', term('alias', '行程', '上海的行程'))).toMatch(/city = '上海'/);
});

test('a term that is not in the question changes nothing', () => {
  const [without, withTerm] = [[], term('alias', '魔都', '上海')].map((one) => sqlOf('每个城市的车费', one));
  expect(withTerm).toBe(without);
});

/** Drivers make trips; the shop's catalogue of the tests above has one table only. */
const fleet: Catalog = {
  tables: [
    table('drivers', '司机', [
      column('id', 'integer'),
      column('name', 'text', '姓名'),
      column('status', 'text', '状态'),
    ]),
    {
      ...table('trips', '行程', [
        column('id', 'integer'),
        column('driver_id', 'integer', '司机'),
        column('city', 'text', '城市'),
        column('state', 'text', '行程状态'),
        column('started_at', 'datetime', '开始时间'),
        column('fare', 'number', '车费'),
        column('fuel', 'number', '油费'),
      ]),
      foreignKeys: [
        {
          columns: ['driver_id'],
          referencedSchema: null,
          referencedTable: 'drivers',
          referencedColumns: ['id'],
        },
      ],
    },
  ],
};

function inFleet(question: string, ...glossary: GlossaryEntry[]): string {
  const prepared = prepareCatalog(fleet, { glossary });
  const read = interpret({ question, now: '2026-09-16T12:00:00', prepared, values: createValueIndex() });
  if (read.kind === 'silent') return read.message;
  return read.kind === 'query' ? compile(read.query, 'sqlite').replace(/\s+/g, ' ') : read.kind;
}

test.each([
  [
    '毛利率',
    '(车费 - 油费) / 车费',
    '各城市的毛利率',
    'SUM(fare - fuel) * 1.0 / NULLIF(SUM(fare), 0) AS "毛利率"',
  ],
  ['单均车费', '车费/行程数', '各城市的单均车费', 'SUM(fare) * 1.0 / NULLIF(COUNT(*), 0) AS "单均车费"'],
  [
    '人均行程',
    'count(trips)/count(distinct trips.driver_id)',
    '人均行程是多少',
    'COUNT(*) * 1.0 / NULLIF(COUNT(DISTINCT driver_id), 0)',
  ],
  [
    'cancel rate',
    "1 - count(trips where state <> 'cancelled') / count(trips)",
    'cancel rate by city',
    "(COUNT(*) - COUNT(CASE WHEN state <> 'cancelled' THEN 1 END)) * 1.0",
  ],
  ['最贵一单', 'max(trips.fare)', '各城市的最贵一单', 'MAX(fare) AS "最贵一单"'],
])(
  'the metric %s = %s divides sums, counts rows and is named as it was asked for',
  (name, formula, question, sql) => {
    expect(inFleet(question, ...term('metric', name, formula))).toContain(sql);
  },
);

test('a metric made of another one is ranked and compared by group', () => {
  const metrics = [...term('metric', '毛利', '车费 - 油费'), ...term('metric', '毛利率', '毛利/车费')];
  expect(inFleet('毛利率最高的城市', ...metrics)).toMatch(/SUM\(fare - fuel\).*SUM\(fare\).* DESC LIMIT 1/);
  expect(inFleet('毛利率超过20%的城市有哪些', ...metrics)).toMatch(/HAVING SUM\(fare - fuel\).* > 0\.2/);
});

test.each([
  [
    '活跃司机',
    "status='active' 且最近30天有行程",
    '活跃司机有多少',
    /FROM drivers WHERE status = 'active' AND id IN \( SELECT driver_id FROM trips WHERE started_at >= /,
  ],
  [
    'regular driver',
    'driver with at least 2 trips',
    'how many regular drivers are there',
    /FROM drivers WHERE id IN .*HAVING COUNT\(\*\) >= 2/,
  ],
  [
    '大单',
    'trips.fare > 500 and trips.fuel between 1 and 9',
    '各城市的大单数量',
    /fare > 500 AND fuel >= 1 AND fuel <= 9 GROUP BY city/,
  ],
  [
    '金牌',
    'count(trips) >= 100 or status is null',
    '金牌司机有哪些',
    /status IS NULL|HAVING COUNT\(\*\) >= 100/,
  ],
  ['好司机', 'sum(trips.fare) > 9000', '好司机的行程数', /FROM trips .*HAVING SUM\(fare\) > 9000/],
])('the filter %s = %s leaves the rows that it names', (name, condition, question, sql) => {
  expect(inFleet(question, ...term('filter', name, condition))).toMatch(sql);
});

test('a definition that cannot be read says what in it is not understood, and answers nothing', () => {
  expect(inFleet('坏司机有多少', ...term('filter', '坏司机', "mood = 'bad'"))).toContain('“mood”');
  expect(inFleet('各城市的乱率', ...term('metric', '乱率', '车费 / 心情'))).toContain('“心情”');
});

test('a definition is checked as questions would use it', () => {
  const check = (kind: GlossaryEntry['kind'], meaning: string) => {
    const prepared = prepareCatalog(fleet);
    const entry = { term: '新词', synonyms: [], kind, meaning } as GlossaryEntry;
    const { state, text, query } = checkTerm(entry, {
      now: '2026-09-16',
      prepared,
      values: createValueIndex(),
    });
    return [state, query ? compile(query, 'sqlite').replace(/\s+/g, ' ') : text.zh];
  };
  expect(check('metric', 'sum(trips.fare) / 100')).toEqual([
    'read',
    'SELECT SUM(fare * 1.0 / 100) AS "新词" FROM trips',
  ]);
  expect(check('metric', 'median(trips.fare)')).toEqual(['unread', expect.stringContaining('median')]);
  expect(check('metric', '(车费 - 油费')).toEqual(['unread', expect.stringContaining('括号')]);
  expect(check('filter', "trips.state in ('done', 'paid')")[1]).toContain("state IN ('done', 'paid')");
  expect(check('filter', 'trips.state = on hold')).toEqual(['unread', expect.stringContaining('单引号')]);
  expect(check('alias', '司机')).toEqual(['words', expect.stringContaining('司机')]);
});
