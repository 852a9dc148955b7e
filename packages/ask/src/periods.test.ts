import { describe, expect, it } from 'vitest';
import { normalizeText } from './normalize.ts';
import { readPeriod } from './periods.ts';

const now = '2025-06-18T10:00:00';

function period(text: string): string {
  const read = readPeriod(normalizeText(text), 0, now);
  return read ? `${read.from ?? ''}..${read.to ?? ''}` : 'none';
}

describe('periods in the asker’s time', () => {
  it.each([
    ['昨天', '2025-06-17..2025-06-18'],
    ['最近7天', '2025-06-12..2025-06-19'],
    ['近三个月', '2025-03-18..2025-06-19'],
    ['上个月', '2025-05-01..2025-06-01'],
    ['本季度', '2025-04-01..2025-07-01'],
    ['去年Q3', '2024-07-01..2024-10-01'],
    ['去年第三季度', '2024-07-01..2024-10-01'],
    ['2024年3月', '2024-03-01..2024-04-01'],
    ['２０２４年', '2024-01-01..2025-01-01'],
    ['上周', '2025-06-09..2025-06-16'],
    ['今年以来', '2025-01-01..2025-06-19'],
    ['2020年到2022年', '2020-01-01..2023-01-01'],
    ['2014年之后', '2015-01-01..'],
    ['last 4 weeks', '2025-05-22..2025-06-19'],
    ['this year', '2025-01-01..2026-01-01'],
    ['year to date', '2025-01-01..2025-06-19'],
    ['between 2020 and 2022', '2020-01-01..2023-01-01'],
    ['since March 2024', '2024-03-01..'],
    ['before 2014', '..2014-01-01'],
    ['on Mar 5, 2024', '2024-03-05..2024-03-06'],
    ['the first quarter of 2023', '2023-01-01..2023-04-01'],
  ])('%s', (text, expected) => {
    expect(period(text)).toBe(expected);
  });

  it('reads no period where none is', () => {
    expect(period('customers')).toBe('none');
    expect(period('may be')).toBe('none');
  });

  it('says when the calendar has no such day', () => {
    expect(readPeriod('2024年2月30日', 0, now)).toMatchObject({ impossible: true });
  });
});
