import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  isoDay,
  isRealDay,
  quarterOf,
  startOfQuarter,
  startOfWeek,
} from './calendar.ts';
import { englishNumbers, parseHanNumber } from './numbers.ts';

/** A half-open period `[from, to)` in ISO days; null leaves that side open. */
export interface Period {
  from: string | null;
  to: string | null;
}

export interface PeriodMatch extends Period {
  end: number;
  /** Set when the words name a day that the calendar does not have. */
  impossible?: boolean;
  /** The year when the words name one whole calendar year. */
  year?: number;
  /** The period ends with today, which events need not be told: none of them is still to come. */
  untilNow?: boolean;
}

type Reader = (
  groups: RegExpExecArray,
  today: Day,
) => (Period & { impossible?: boolean; year?: number; untilNow?: boolean }) | null;

const monthNames = 'january|february|march|april|may|june|july|august|september|october|november|december';
const shortMonths = 'jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const month = `(${monthNames}|${shortMonths})\\.?`;
const count = '(\\d+|[一二两三四五六七八九十]+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|半)';
const hanYear = '(去年|今年|前年|明年|本年|上年|\\d{4}\\s*年)';

function countOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return englishNumbers.get(text) ?? parseHanNumber(text) ?? 1;
}

function monthNumber(name: string): number {
  return (monthNames.split('|').findIndex((full) => full.startsWith(name.slice(0, 3))) ?? 0) + 1;
}

function span(from: Day, to: Day): Period {
  return { from: isoDay(from), to: isoDay(to) };
}

function wholeDay(day: Day) {
  return isRealDay(day) ? span(day, addDays(day, 1)) : { from: null, to: null, impossible: true };
}

function wholeMonth(year: number, number: number): (Period & { impossible?: boolean }) | null {
  if (number < 1 || number > 12) return { from: null, to: null, impossible: true };
  const first = { year, month: number, day: 1 };
  return span(first, addMonths(first, 1));
}

function wholeQuarter(year: number, quarter: number): Period | null {
  if (quarter < 1 || quarter > 4) return null;
  const first = startOfQuarter(year, quarter);
  return span(first, addMonths(first, 3));
}

function wholeYear(year: number) {
  return { ...span({ year, month: 1, day: 1 }, { year: year + 1, month: 1, day: 1 }), year };
}

function hanYearOf(text: string, today: Day): number {
  const shifts: Record<string, number> = { 去年: -1, 上年: -1, 今年: 0, 本年: 0, 前年: -2, 明年: 1 };
  return text in shifts ? today.year + (shifts[text] ?? 0) : Number.parseInt(text, 10);
}

function rolling(unit: string, amount: number, today: Day): Period {
  const end = addDays(today, 1);
  if (/day|天|日/.test(unit)) return span(addDays(today, 1 - amount), end);
  if (/week|周|星期/.test(unit)) return span(addDays(today, 1 - 7 * amount), end);
  if (/quarter|季/.test(unit)) return span(addMonths(today, -3 * amount), end);
  if (/month|月/.test(unit)) return span(addMonths(today, -amount), end);
  return span(addMonths(today, -12 * amount), end);
}

/** `the past 7 days` reach back to the same day of the week before, as `the past month` does to the month before. */
function reachingBack(unit: string, amount: number, today: Day): Period {
  const end = addDays(today, 1);
  if (unit.startsWith('day')) return span(addDays(today, -amount), end);
  return unit.startsWith('week') ? span(addDays(today, -7 * amount), end) : rolling(unit, amount, today);
}

/** `the last 6 months excluding the current month`: whole ones before this one. */
function wholeUnits(unit: string, amount: number, today: Day): Period {
  const to = calendarUnit(unit, 0, today)?.from ?? null;
  return { from: calendarUnit(unit, -amount, today)?.from ?? null, to };
}

/** The calendar unit that lies `shift` units from now: -1 is last, 0 this, 1 next. */
function calendarUnit(unit: string, shift: number, today: Day): (Period & { year?: number }) | null {
  if (/day|天|日/.test(unit)) return span(addDays(today, shift), addDays(today, shift + 1));
  if (/week|周|星期|礼拜/.test(unit)) {
    const monday = addDays(startOfWeek(today), 7 * shift);
    return span(monday, addDays(monday, 7));
  }
  if (/quarter|季/.test(unit)) {
    const first = addMonths(startOfQuarter(today.year, quarterOf(today.month)), 3 * shift);
    return span(first, addMonths(first, 3));
  }
  if (/month|月/.test(unit)) {
    const first = addMonths({ ...today, day: 1 }, shift);
    return span(first, addMonths(first, 1));
  }
  return wholeYear(today.year + shift);
}

const quarterDigits: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
};

function quarterNumber(text: string): number {
  return quarterDigits[text] ?? Number(text);
}

function half(year: number, first: boolean): Period {
  return first
    ? span({ year, month: 1, day: 1 }, { year, month: 7, day: 1 })
    : span({ year, month: 7, day: 1 }, { year: year + 1, month: 1, day: 1 });
}

const readers: [RegExp, Reader][] = [
  [
    /(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2})?)?/y,
    (g) => wholeDay({ year: +g[1]!, month: +g[2]!, day: +g[3]! }),
  ],
  [/(\d{4})\/(\d{1,2})\/(\d{1,2})/y, (g) => wholeDay({ year: +g[1]!, month: +g[2]!, day: +g[3]! })],
  [
    /(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/y,
    (g) => wholeDay({ year: +g[1]!, month: +g[2]!, day: +g[3]! }),
  ],
  [/(\d{4})[-/](\d{1,2})(?![-\d/])/y, (g) => wholeMonth(+g[1]!, +g[2]!)],
  [
    new RegExp(`${hanYear}的?\\s*(\\d{1,2}|十[一二]?|[一二三四五六七八九])\\s*月份?(?!\\d)`, 'y'),
    (g, today) => wholeMonth(hanYearOf(g[1]!, today), countOf(g[2]!)),
  ],
  [
    new RegExp(`${hanYear}的?第?([一二三四1-4])季度?`, 'y'),
    (g, today) => wholeQuarter(hanYearOf(g[1]!, today), quarterNumber(g[2]!)),
  ],
  [new RegExp(`${hanYear}的?\\s*q([1-4])`, 'y'), (g, today) => wholeQuarter(hanYearOf(g[1]!, today), +g[2]!)],
  [new RegExp(`${hanYear}(上|下)半年`, 'y'), (g, today) => half(hanYearOf(g[1]!, today), g[2] === '上')],
  [/(上|下)半年/y, (g, today) => half(today.year, g[1] === '上')],
  [
    /(\d{4})\s*q([1-4])|q([1-4])\s*(?:of\s*)?(\d{4})/y,
    (g) => wholeQuarter(+(g[1] ?? g[4])!, +(g[2] ?? g[3])!),
  ],
  [
    /(?:the\s+)?(first|second|third|fourth|last|1st|2nd|3rd|4th) quarter (?:of |in )?(?:the year )?(\d{4})/y,
    (g) => wholeQuarter(+g[2]!, quarterNumber(g[1]!)),
  ],
  [
    /q([1-4])(?:\s+(?:of\s+)?(this year|last year))?\b/y,
    (g, today) => wholeQuarter(today.year - (g[2] === 'last year' ? 1 : 0), +g[1]!),
  ],
  [
    /(今年以来|本年以来|年初至今|今年至今)/y,
    (_g, today) => span({ year: today.year, month: 1, day: 1 }, addDays(today, 1)),
  ],
  [
    /(year to date|ytd|so far this year|this year so far)\b/y,
    (_g, today) => span({ year: today.year, month: 1, day: 1 }, addDays(today, 1)),
  ],
  [/(本月以来|本月至今|month to date|mtd\b)/y, (_g, today) => span({ ...today, day: 1 }, addDays(today, 1))],
  [
    new RegExp(`(?:最近|近|过去|前|之前)的?${count}\\s*个?(天|日|周|星期|月|季度|年)(?:内|里|以来)?`, 'y'),
    (g, today) => rolling(g[2]!, countOf(g[1]!), today),
  ],
  [
    new RegExp(
      `(?:in |during |over |within |for )?(?:the )?(last|past|previous|recent) ${count}[ -]?(days?|weeks?|months?|quarters?|years?)\\b`,
      'y',
    ),
    (g, today) => ({
      ...(g[1] === 'past' ? reachingBack : rolling)(g[3]!, countOf(g[2]!), today),
      untilNow: true,
    }),
  ],
  [
    new RegExp(
      `(?:in |during |over |within |for )?(?:the )?(?:last|past|previous) ${count} (?:calendar |full )?(weeks?|months?|quarters?|years?)[ ,(]+(?:excluding|exclusive of|not including|without) (?:the )?(?:current|this) (?:week|month|quarter|year)\\)?`,
      'y',
    ),
    (g, today) => wholeUnits(g[2]!, countOf(g[1]!), today),
  ],
  [
    /(?:in |during |over |within )?(?:the )?past (day|week|month|quarter|year)\b/y,
    (g, today) => ({ ...reachingBack(g[1]!, 1, today), untilNow: true }),
  ],
  [/最近半年|近半年|过去半年/y, (_g, today) => rolling('月', 6, today)],
  [/最近一?年|近一年/y, (_g, today) => rolling('年', 1, today)],
  [/大前天/y, (_g, today) => calendarUnit('day', -3, today)],
  [/前天|the day before yesterday/y, (_g, today) => calendarUnit('day', -2, today)],
  [/昨天|昨日|yesterday\b/y, (_g, today) => calendarUnit('day', -1, today)],
  [/今天|今日|当天|today\b/y, (_g, today) => calendarUnit('day', 0, today)],
  [/明天|tomorrow\b/y, (_g, today) => calendarUnit('day', 1, today)],
  [/上上个?(月|周|星期|季度)/y, (g, today) => calendarUnit(g[1]!, -2, today)],
  [/上一?个?(月|周|星期|礼拜|季度|季)/y, (g, today) => calendarUnit(g[1]!, -1, today)],
  [/(?:本|这个?|当)(月|周|星期|礼拜|季度|季)/y, (g, today) => calendarUnit(g[1]!, 0, today)],
  [/下个?(月|周|星期|季度)/y, (g, today) => calendarUnit(g[1]!, 1, today)],
  [
    /(?:in |during |over )?(?:the )?(last|previous|this|current|next) (day|week|month|quarter|year)\b/y,
    (g, today) => calendarUnit(g[2]!, /last|prev/.test(g[1]!) ? -1 : g[1] === 'next' ? 1 : 0, today),
  ],
  [
    new RegExp(`${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, 'y'),
    (g) => wholeDay({ year: +g[3]!, month: monthNumber(g[1]!), day: +g[2]! }),
  ],
  [
    new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month},?\\s+(\\d{4})\\b`, 'y'),
    (g) => wholeDay({ year: +g[3]!, month: monthNumber(g[2]!), day: +g[1]! }),
  ],
  [new RegExp(`${month},?\\s+(?:of\\s+)?(\\d{4})\\b`, 'y'), (g) => wholeMonth(+g[2]!, monthNumber(g[1]!))],
  [
    new RegExp(`${month}\\s+(this|last) year\\b`, 'y'),
    (g, today) => wholeMonth(today.year - (g[2] === 'last' ? 1 : 0), monthNumber(g[1]!)),
  ],
  [
    new RegExp(`(?:in )?(${monthNames})\\b(?!\\s+\\d)`, 'y'),
    (g, today) =>
      (g[1] === 'may' || g[1] === 'march') && !g[0].startsWith('in ')
        ? null
        : wholeMonth(today.year, monthNumber(g[1]!)),
  ],
  [/(\d{1,2})月(\d{1,2})[日号]/y, (g, today) => wholeDay({ year: today.year, month: +g[1]!, day: +g[2]! })],
  [/第([一二三四])季度/y, (g, today) => wholeQuarter(today.year, quarterNumber(g[1]!))],
  [/(\d{1,2})月份?/y, (g, today) => wholeMonth(today.year, +g[1]!)],
  [new RegExp(`${hanYear}(?:全年|度)?`, 'y'), (g, today) => wholeYear(hanYearOf(g[1]!, today))],
  [/(?:in |during )?(?:the )?(?:calendar )?years?(?: of)? ((?:19|20)\d\d)\b/y, (g) => wholeYear(+g[1]!)],
  [/(?:in|during|of|for|throughout) ((?:19|20)\d\d)\b/y, (g) => wholeYear(+g[1]!)],
];

function readPlain(text: string, position: number, today: Day): PeriodMatch | null {
  let best: PeriodMatch | null = null;
  for (const [pattern, reader] of readers) {
    pattern.lastIndex = position;
    const groups = pattern.exec(text);
    if (!groups) continue;
    const end = position + groups[0].length;
    if (best && end <= best.end) continue;
    const period = reader(groups, today);
    if (period) best = { ...period, end };
  }
  return best;
}

const bareYear = /((?:19|20)\d\d)\b(?!\s*年)/y;

/** A period, or a bare year where the words before it make clear that a year is meant. */
function readEndpoint(text: string, position: number, today: Day): PeriodMatch | null {
  const plain = readPlain(text, position, today);
  if (plain) return plain;
  bareYear.lastIndex = position;
  const year = bareYear.exec(text);
  return year ? { ...wholeYear(Number(year[1])), end: position + year[0].length } : null;
}

const spaces = /\s*/y;
function skipSpaces(text: string, position: number): number {
  spaces.lastIndex = position;
  return position + (spaces.exec(text)?.[0].length ?? 0);
}

const joiner = /\s*(到|至|~|—|-{1,2}|and|to|through|until|till|和)\s*/y;
const rangeStart = /(between|from|从|自|介于)\s*/y;
const since = /(since|starting from|from|on or after|自从|自|从)\s+|(自从|自|从)/y;
const after = /(?:that |were |was )?(after|later than|following)\s+/y;
const before = /(before|prior to|earlier than|until|up to|by the end of)\s+/y;
const onPrefix = /(on|in|during|at|as of|for)\s+(?:the )?/y;
const inclusiveSuffix =
  /\s*(以来|起|及以后|及之后|或之后|或以后|至今|开始|or after|or later|onwards?|and after|and later|and onwards?)/y;
const afterSuffix = /\s*(之后|以后)/y;
const beforeSuffix = /\s*(之前|以前|前|or before|or earlier|and before|and earlier)/y;
const rangeEnd = /\s*(之间|期间|inclusive)/y;

function at(pattern: RegExp, text: string, position: number): number | null {
  pattern.lastIndex = position;
  const found = pattern.exec(text);
  return found && found[0].length > 0 ? position + found[0].length : null;
}

function readRange(text: string, position: number, today: Day): PeriodMatch | null {
  const start = at(rangeStart, text, position) ?? position;
  const first = readEndpoint(text, start, today);
  if (!first) return null;
  const middle = at(joiner, text, first.end);
  if (middle === null) return null;
  const isList = /^\s*(and|和)/.test(text.slice(first.end));
  if (isList && start === position) return null;
  const second = readEndpoint(text, middle, today);
  if (!second) return null;
  const end = at(rangeEnd, text, second.end) ?? second.end;
  return { from: first.from, to: second.to, end, impossible: first.impossible || second.impossible };
}

function withSuffix(text: string, period: PeriodMatch): PeriodMatch {
  const inclusive = at(inclusiveSuffix, text, period.end);
  if (inclusive !== null)
    return { from: period.from, to: null, end: inclusive, impossible: period.impossible };
  const later = at(afterSuffix, text, period.end);
  if (later !== null) return { from: period.to, to: null, end: later, impossible: period.impossible };
  const earlier = at(beforeSuffix, text, period.end);
  if (earlier === null) return period;
  const includes = /and|or/.test(text.slice(period.end, earlier));
  return { from: null, to: includes ? period.to : period.from, end: earlier, impossible: period.impossible };
}

/**
 * Reads a period that starts at the position of the normalised text, in the asker's `now` (ISO local
 * date-time): 昨天, 最近7天, 去年Q3, last 4 weeks, between 2020 and 2022, since March 2024.
 */
export function readPeriod(text: string, position: number, now: string): PeriodMatch | null {
  const today = dayOf(now);
  const range = readRange(text, position, today);
  if (range) return range;
  const plain = readPlain(text, position, today);
  if (plain) return withSuffix(text, plain);
  const forms: [RegExp, (period: PeriodMatch) => PeriodMatch][] = [
    [since, (period) => ({ from: period.from, to: null, end: period.end, impossible: period.impossible })],
    [after, (period) => ({ from: period.to, to: null, end: period.end, impossible: period.impossible })],
    [before, (period) => ({ from: null, to: period.from, end: period.end, impossible: period.impossible })],
    [onPrefix, (period) => period],
  ];
  for (const [pattern, build] of forms) {
    const start = at(pattern, text, position);
    if (start === null) continue;
    const period = readEndpoint(text, skipSpaces(text, start), today);
    if (period) return build(withSuffix(text, period));
  }
  bareYear.lastIndex = position;
  const year = bareYear.exec(text);
  if (year) {
    const own: PeriodMatch = { ...wholeYear(Number(year[1])), end: position + year[0].length };
    const suffixed = withSuffix(text, own);
    if (suffixed.end > own.end) return suffixed;
  }
  return null;
}
