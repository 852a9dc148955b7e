import { describe, expect, test } from 'vitest';
import { checkPlaceholders, fillPlaceholders } from './task-params.ts';

const fill = (text: string, lastSuccess: Date | null = null) =>
  fillPlaceholders(
    { p: text },
    { now: new Date('2026-03-31T17:30:00Z'), timezone: 'Asia/Shanghai', lastSuccess },
  ).p;

describe('placeholders in parameters', () => {
  test.each([
    ['{{today}}', '2026-04-01'],
    ['{{yesterday}}', '2026-03-31'],
    ['{{ today - 7d }}', '2026-03-25'],
    ['{{today|YYYYMMDD}}', '20260401'],
    ['{{today-1m|YYYY-MM}}', '2026-03'],
    ['{{today+2w}}', '2026-04-15'],
    ['from {{yesterday|YYYYMMDD}} to {{today|YYYYMMDD}}', 'from 20260331 to 20260401'],
    ['{{now}}', '2026-03-31T17:30:00.000Z'],
    ['no braces', 'no braces'],
  ])('%s becomes %s in the time zone of the task', (text, filled) => {
    expect(fill(text)).toBe(filled);
  });

  test('a month back from a long month ends on the last day of the short one', () => {
    const params = { p: '{{today-1m}}' };
    const values = { now: new Date('2026-03-31T00:00:00Z'), timezone: 'UTC', lastSuccess: null };
    expect(fillPlaceholders(params, values).p).toBe('2026-02-28');
  });

  test('the last success is null until there is one', () => {
    expect(fill('{{last_success}}')).toBeNull();
    expect(fill('{{last_success}}', new Date('2026-03-01T01:02:03Z'))).toBe('2026-03-01T01:02:03.000Z');
    expect(fill('{{last_success|YYYYMMDD}}', new Date('2026-03-01T23:00:00Z'))).toBe('20260302');
  });

  test('values that are no text stay', () => {
    const values = { now: new Date(), timezone: 'UTC', lastSuccess: null };
    expect(fillPlaceholders({ n: 1, b: true, none: null }, values)).toEqual({ n: 1, b: true, none: null });
  });

  test.each(['{{tomorow}}', '{{today-7x}}', '{{process.env.HOME}}'])('%s is refused by name', (text) => {
    expect(() => checkPlaceholders({ start: text })).toThrow(text);
  });
});
