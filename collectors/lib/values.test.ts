import { describe, expect, test } from 'vitest';
import { addDays, americanDay, dayIn, dayOf, daySpan, instantIn, spansOf } from './dates.ts';
import { readFeed } from './feed.ts';
import { number, rowOf, text } from './fields.ts';
import { numberOf } from './numbers.ts';
import { createPlainValues } from './plain-values.ts';
import { parseXml } from './xml.ts';

describe('numbers', () => {
  test.each([
    ['1,234.50', 1234.5],
    ['1.1亿', 110_000_000],
    ['-3.2万', -32_000],
    ['12.3%', 12.3],
    [' +5 ', 5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['--', null],
    ['', null],
    ['NaN', null],
    [7, 7],
    [Number.NaN, null],
    [undefined, null],
  ])('%j is %j', (value, expected) => {
    expect(numberOf(value)).toBe(expected);
  });

  test.each(['abc', '1.2.3', '12abc', '<html>', {}, []])('%j is refused', (value) => {
    expect(() => numberOf(value)).toThrow('not a number');
  });
});

describe('dates', () => {
  test.each([
    ['2024-01-05', '2024-01-05'],
    ['20240105', '2024-01-05'],
    ['2024010500', '2024-01-05'],
    ['2024/1/5', '2024-01-05'],
    ['2024年1月5日', '2024-01-05'],
    ['2024-01-05 00:00:00', '2024-01-05'],
    ['2024-02-29T10:00:00Z', '2024-02-29'],
    ['--', null],
    [null, null],
  ])('%j is %j', (value, expected) => {
    expect(dayOf(value)).toBe(expected);
  });

  test.each(['2026-02-30', '2024-13-01', 'soon', '5'])('%j is refused', (value) => {
    expect(() => dayOf(value)).toThrow('not a date');
  });

  test('American dates have the month first', () => {
    expect(americanDay('01/05/2024')).toBe('2024-01-05');
  });

  test.each([
    ['Asia/Shanghai', '2024-01-05 15:00:00', '2024-01-05T07:00:00.000Z'],
    ['America/New_York', '2024-01-05 16:00', '2024-01-05T21:00:00.000Z'],
    ['America/New_York', '20240705160000', '2024-07-05T20:00:00.000Z'],
    ['America/New_York', '2024-03-10 03:30:00', '2024-03-10T07:30:00.000Z'],
  ])('a clock in %s at %s is %s', (zone, shown, expected) => {
    expect(instantIn(zone, shown)).toBe(expected);
  });

  test('today is the date of the time zone', () => {
    const ms = Date.parse('2024-01-05T20:00:00Z');
    expect([dayIn('UTC', ms), dayIn('Asia/Shanghai', ms)]).toEqual(['2024-01-05', '2024-01-06']);
  });

  test('spans are cut without gaps, and one that ends before it starts is refused', () => {
    expect(spansOf({ start: '2024-02-27', end: '2024-03-02' }, 2)).toEqual([
      { start: '2024-02-27', end: '2024-02-28' },
      { start: '2024-02-29', end: '2024-03-01' },
      { start: '2024-03-02', end: '2024-03-02' },
    ]);
    expect(daySpan({ start_date: null, end_date: '2024-01-31' }, { days: 30, timeZone: 'UTC' }).start).toBe(
      addDays('2024-01-31', -30),
    );
    expect(() =>
      daySpan({ start_date: '2024-02-01', end_date: '2024-01-01' }, { days: 1, timeZone: 'UTC' }),
    ).toThrow('2024-02-01 is after end_date 2024-01-01');
  });
});

test('a field that does not hold what it should is named', () => {
  expect(() => rowOf({ a: { b: 'x' } }, { n: number('a.b') })).toThrow('Field a.b: "x" is not a number');
  expect(() => rowOf({ other: 1 }, { n: number('a'), t: text('b') })).toThrow('{"other":1}');
});

test('texts of a file become numbers only where all of a column are, and codes stay', () => {
  const plain = createPlainValues();
  expect(
    plain([
      { code: '007', n: '1', big: '12345678901234567890', mixed: '1', empty: '' },
      { code: '100', n: '', big: '1', mixed: 'x', empty: '' },
    ]),
  ).toEqual([
    { code: '007', n: 1, big: '12345678901234567890', mixed: '1', empty: null },
    { code: '100', n: null, big: '1', mixed: 'x', empty: null },
  ]);
  expect(plain([{ code: '5', n: 'later text', big: '2', mixed: '2', empty: 'z' }])).toEqual([
    { code: '5', n: 'later text', big: '2', mixed: '2', empty: 'z' },
  ]);
});

describe('XML', () => {
  test.each([
    ['<a><b></a>', 'where <b> is open'],
    ['<a>', 'ends within <a>'],
    ['<a', 'broken at character 0'],
    ['no xml', 'This is no XML: no xml'],
    ['<a>'.repeat(300), 'elements deep'],
  ])('%j is refused', (source, message) => {
    expect(() => parseXml(source)).toThrow(message);
  });

  test('entities are resolved once, and none is fetched or expanded', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x y="&quot;1&#x4F60;">&b; &amp;lt; é</x>';
    expect(parseXml(bomb)).toMatchObject({ attributes: { y: '"1你' }, text: '&b; &lt; é' });
  });

  test('a page is not a feed', () => {
    expect(() => readFeed('<html><body>hello</body></html>')).toThrow('<html> is neither');
  });
});
