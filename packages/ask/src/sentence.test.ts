import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import type { Language } from '@sextant/contract/text';
import { describe, expect, test } from 'vitest';
import type { Measure, SemanticQuery } from './semantic-query.ts';
import { type SentenceInput, writeSentence } from './sentence.ts';
import { numbersNotInResult } from './sentence-numbers.ts';

const ref = (column: string) => ({ schema: null, table: 'orders', column });
const count: Measure = { kind: 'aggregate', aggregate: 'count', of: null };
const average: Measure = {
  kind: 'aggregate',
  aggregate: 'avg',
  of: { kind: 'column', column: ref('amount') },
};
function query(
  dimensions: SemanticQuery['dimensions'],
  measures: Measure[],
  limit: number | null = null,
): SemanticQuery {
  const from = { schema: null, table: 'orders' };
  return {
    from,
    joins: [],
    dimensions,
    measures,
    distinct: false,
    filters: [],
    having: [],
    order: [],
    limit,
  };
}

function say(
  language: Language,
  kinds: Record<string, ColumnKind>,
  rows: Cell[][],
  more: Partial<SentenceInput> = {},
): string {
  const columns: ResultColumn[] = Object.entries(kinds).map(([name, kind]) => ({ name, kind, type: kind }));
  return writeSentence({
    language,
    question: '',
    columns,
    rows,
    rowsCount: rows.length,
    truncated: false,
    ...more,
  });
}

const november = { from: '2026-11-01', to: '2026-12-01', text: '11月' };
const byCountry = query([{ column: ref('country') }], [count]);
const byDay = query([{ column: ref('at'), grain: 'day' }], [count]);

describe('the sentence states the figures', () => {
  test('an empty result says so, with the period', () => {
    expect(say('zh', { n: 'integer' }, [])).toBe('没有符合条件的数据。');
    expect(say('zh', { n: 'integer' }, [], { period: november })).toBe(
      '2026-11-01 至 2026-11-30，没有符合条件的数据。',
    );
    expect(say('en', { n: 'integer' }, [], { period: november })).toBe(
      'From 2026-11-01 to 2026-11-30, there is no data that matches.',
    );
  });

  test('one number, large ones shortened', () => {
    expect(say('zh', { 客户数量: 'integer' }, [[3000]])).toBe('客户数量为 3,000。');
    expect(say('zh', { 销售额: 'number' }, [['123456789.5']])).toBe('销售额为 1.23亿。');
    expect(say('zh', { 销售额: 'number' }, [[876543.2]])).toBe('销售额为 87.65万。');
    expect(say('en', { total_amount: 'number' }, [[1234567]])).toBe('Total amount is 1.23M.');
    expect(say('en', { total_amount: 'number' }, [[null]])).toBe('There is nothing to compute it from.');
  });

  test('one day is named as a day', () => {
    const day = { from: '2026-11-20', to: '2026-11-21', text: 'yesterday' };
    expect(say('en', { orders: 'integer' }, [[37]], { period: day })).toBe('On 2026-11-20, orders is 37.');
  });

  test('groups: total, highest with its share, lowest', () => {
    const rows = [
      ['中国', 70],
      ['美国', 20],
      [null, 10],
    ];
    expect(say('zh', { country: 'text', 客户数量: 'integer' }, rows, { query: byCountry })).toBe(
      '共 3 组，客户数量合计 100；最高的是 中国（70，占 70%），最低的是 美国（20）。',
    );
    expect(say('en', { country: 'text', customers: 'integer' }, rows, { query: byCountry })).toBe(
      'The 3 groups add up to 100 in customers; 中国 is highest with 70 (70%), 美国 lowest with 20.',
    );
  });

  test('a measure that is called a total is not called so twice', () => {
    const rows = [
      ['电商', 7],
      ['门店', 3],
    ];
    expect(say('zh', { 渠道: 'text', 订单金额合计: 'number' }, rows, { query: byCountry })).toContain(
      '共 2 个渠道，订单金额合计 10；',
    );
    const days = [
      ['2026-11-01', 4],
      ['2026-11-02', 9],
    ];
    expect(say('zh', { 日期: 'text', 订单金额合计: 'number' }, days, { query: byDay })).toContain(
      '2 天的订单金额共 13，',
    );
  });

  test('all that tie for highest or lowest are named, many by their number', () => {
    const rows = [
      ['机械工业', 34],
      ['人民', 33],
      ['清华', 33],
    ];
    expect(say('zh', { 出版社: 'text', 图书数量: 'integer' }, rows, { query: byCountry })).toBe(
      '共 3 个出版社，图书数量合计 100；最高的是 机械工业（34，占 34%），最低的是 人民、清华（各 33）。',
    );
    expect(say('en', { press: 'text', books: 'integer' }, rows, { query: byCountry })).toContain(
      '人民 and 清华 lowest with 33 each.',
    );
    const days = ['01', '02', '03', '04', '05'].map((day, index) => [`2026-11-${day}`, index === 2 ? 9 : 1]);
    expect(say('zh', { 日期: 'text', 订单数量: 'integer' }, days, { query: byDay })).toContain(
      '最低是 2026-11-01 等 4 天 的 1。',
    );
  });

  test('a period that is not over is called so', () => {
    const during = { period: november, now: '2026-11-21T09:00:00' };
    expect(say('zh', { 订单数量: 'integer' }, [[3]], during)).toBe(
      '2026-11-01 至 2026-11-30（尚未结束），订单数量为 3。',
    );
    expect(say('en', { orders: 'integer' }, [[3]], during)).toBe(
      'From 2026-11-01 to 2026-11-30 (not over yet), orders is 3.',
    );
    for (const now of ['2026-11-30T09:00:00', '2026-12-05T09:00:00', '2026-10-05T09:00:00'])
      expect(say('en', { orders: 'integer' }, [[3]], { period: november, now })).toBe(
        'From 2026-11-01 to 2026-11-30, orders is 3.',
      );
  });

  test('a Chinese column name says what the groups are', () => {
    const rows = [
      ['电商', 7],
      ['门店', 3],
    ];
    expect(say('zh', { 渠道: 'text', 订单数量: 'integer' }, rows, { query: byCountry })).toBe(
      '共 2 个渠道，订单数量合计 10；最高的是 电商（7，占 70%），最低的是 门店（3）。',
    );
  });

  test('recurring periods are called by their names', () => {
    const byMonth = query([{ column: ref('at'), grain: 'month_of_year' }], [count]);
    const rows = [
      ['02', 3],
      ['11', 9],
    ];
    expect(say('zh', { 月份: 'text', 订单数量: 'integer' }, rows, { query: byMonth })).toContain(
      '最高的是 11月（9',
    );
    expect(say('en', { month: 'text', orders: 'integer' }, rows, { query: byMonth })).toContain(
      'November is highest',
    );
  });

  test('growth is what is told where growth was asked for', () => {
    const growth: Measure = { kind: 'growth', of: count, against: 'previous', relative: true };
    const monthly = query([{ column: ref('at'), grain: 'month' }], [count, growth]);
    const rows = [
      ['2026-01', 10, null],
      ['2026-02', 15, 0.5],
      ['2026-03', 12, -0.2],
    ];
    expect(
      say('zh', { 月份: 'text', 订单数量: 'integer', 环比增长率: 'number' }, rows, { query: monthly }),
    ).toBe('2 个月的环比增长率，最高是 2026-02 的 +50%，最低是 2026-03 的 -20%。');
  });

  test('a top-N does not claim shares of a whole it has not seen', () => {
    const text = say(
      'en',
      { country: 'text', customers: 'integer' },
      [
        ['A', 70],
        ['B', 20],
      ],
      { query: { ...byCountry, limit: 2 } },
    );
    expect(text).toBe(
      'The 2 groups shown add up to 90 in customers; A is highest with 70, B lowest with 20.',
    );
  });

  test('averages are not added up', () => {
    const text = say(
      'zh',
      { country: 'text', 平均金额: 'number' },
      [
        ['A', 70],
        ['B', 20],
      ],
      { query: query([{ column: ref('country') }], [average]) },
    );
    expect(text).toBe('共 2 组；平均金额最高的是 A（70），最低的是 B（20）。');
  });

  test('time: total, peak and trough', () => {
    const rows = [
      ['2026-11-01', 4],
      ['2026-11-02', 9],
      ['2026-11-03', 2],
    ];
    expect(say('zh', { day: 'text', 订单数量: 'integer' }, rows, { query: byDay, period: november })).toBe(
      '2026-11-01 至 2026-11-30，3 天的订单数量共 15，最高是 2026-11-02 的 9，最低是 2026-11-03 的 2。',
    );
    expect(say('en', { day: 'text', orders: 'integer' }, rows, { query: byDay })).toBe(
      'Orders over 3 days adds up to 15, highest on 2026-11-02 (9), lowest on 2026-11-03 (2).',
    );
  });

  test('lists are counted, and a cut is said', () => {
    const list = query([{ column: ref('name') }, { column: ref('city') }], []);
    const rows = [
      ['a', 'x'],
      ['b', 'y'],
    ];
    expect(say('zh', { name: 'text', city: 'text' }, rows, { query: list })).toBe('共找到 2 条记录：a、b。');
    expect(
      say('en', { name: 'text', city: 'text' }, rows, { query: list, truncated: true, rowsCount: 10_000 }),
    ).toBe('10,000 rows found. The result was cut off after 10,000 rows.');
  });

  test.each(['zh', 'en'] as const)('a sentence in %s passes the check of its own numbers', (language) => {
    const daily: Cell[][] = [
      ['2026-11-01', 123456.78],
      ['2026-11-02', '98765.43'],
      ['2026-11-03', 1234567.9],
    ];
    const ranked = daily.map(([, total], index): Cell[] => [`Shop ${index}`, total ?? null]);
    for (const [rows, of] of [
      [daily, byDay],
      [ranked, byCountry],
    ] as const) {
      const text = say(language, { label: 'text', total: 'number' }, rows, { query: of });
      expect(numbersNotInResult(text, rows), text).toEqual([]);
    }
  });
});

describe('numbers of a sentence are looked for in the rows', () => {
  const rows: Cell[][] = [
    ['中国', 2180],
    ['美国', '420.5'],
    ['X1 Pro', 99.5],
  ];

  test.each([
    '中国有 2,180 位客户，美国 420.5，合计 2,700。',
    '中国约 0.22万，占 80.7%。',
    'China has 2.2k customers, 5.2 times the US.',
    '2026年11月共 3 个国家，前 5 名里 X1 Pro 有 99.5。',
    'Between 2026-11-01 and 2026-11-30 the top 10 countries differ by 1,759.5.',
    '平均每个国家 900 位。',
  ])('%s', (sentence) => {
    expect(numbersNotInResult(sentence, rows)).toEqual([]);
  });

  test.each([
    ['中国有 2,190 位客户。', '2,190'],
    ['合计 3.1万。', '3.1万'],
    ['China has 2,180 customers, up 37%.', '37%'],
    ['The US has 421.9.', '421.9'],
    ['China has fifty-seven customers.', '57'],
    ['中国有五十七位客户。', '57'],
    ['占百分之五十七。', '57%'],
    ['中国有５７位客户。', '57'],
    ['China has ٥٧ customers.', '57'],
    ['China has 2024 customers.', '2024'],
    ['A total of 1999 was sold.', '1999'],
    ['It took 57 days on average.', '57'],
    ['平均用时 57 天。', '57'],
    ['用了 57 年。', '57'],
    ['China ranks 57th.', '57'],
    ['第 57 名是中国。', '57'],
    ['The US has 5 customers.', '5'],
    ['China has 57:43 of them.', '57'],
    ['China has two hundred customers.', '200'],
    ['China has 21.80 customers.', '21.80'],
    ['China leads by 7.3 times.', '7.3'],
  ])('%s: %s is not there', (sentence, invented) => {
    expect(numbersNotInResult(sentence, rows)[0]).toBe(invented);
  });

  test.each([
    ['In 2024 China had 2180.', ''],
    ['From 2019 to 2024 China had 2180.', ''],
    ['In March 2024, on 5 March 2024 and on March 5, China had 2180.', ''],
    ['2024年第3季度中国有 2180 位，二〇二四年三月五日亦然。', ''],
    ['China alone has more than 1,000.', 'Which countries have more than 1,000 customers?'],
    ['超过 1000 位的只有中国。', '哪些国家的客户超过一千位？'],
    ['China is the only one; the third is X1 Pro.', ''],
    ['三个国家里，第 3 名是 X1 Pro。', ''],
  ])('%s may be said', (sentence, question) => {
    expect(numbersNotInResult(sentence, rows, question)).toEqual([]);
  });
});
