import type { Cell } from '@sextant/contract/chart';
import { numberOf } from './column-shape.ts';
import { inDigits } from './written-numbers.ts';

interface Stated {
  text: string;
  value: number;
  /** Half of the last digit shown, in the value's own scale. */
  tolerance: number;
  percent: boolean;
  /** How many times one is of another. */
  times: boolean;
}

const scales: Record<string, number> = {
  万亿: 1e12,
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  万: 1e4,
  千: 1e3,
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

const month = '(?:1[0-2]|0?[1-9])';
const day = '(?:3[01]|[12]\\d|0?[1-9])';
const year = '(?:19|20)\\d{2}';
const clock = '(?:2[0-3]|[01]?\\d):[0-5]\\d(?::[0-5]\\d)?';
const monthName = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?';
/** What can only be a date. A year stands alone behind a word that asks for one. */
const dates = new RegExp(
  [
    `\\b${year}-${month}(?:-${day})?(?:[T ]${clock})?(?![\\d.,]*\\d)`,
    `\\b${year}-?[QW]\\d{1,2}\\b`,
    `\\bQ[1-4]\\b(?:\\s*(?:of\\s+)?${year})?`,
    `\\b${year}/${month}(?:/${day})?\\b`,
    `\\b${clock}\\b`,
    `${year}\\s*年(?:度|\\s*第?\\s*[1-4]\\s*季度|\\s*${month}\\s*月(?:份|\\s*${day}\\s*[日号])?)?`,
    `(?<!\\d)\\d{2}年\\s*${month}\\s*月(?:\\s*${day}\\s*[日号])?`,
    `(?<![\\d.])${month}\\s*月(?:份|\\s*${day}\\s*[日号])?`,
    `\\b${monthName}\\s+${day}(?:st|nd|rd|th)?(?:,?\\s+${year})?\\b(?![,.]\\d)`,
    `\\b(?:${day}(?:st|nd|rd|th)?\\s+)?${monthName}\\s+${year}\\b`,
    `\\b(?:in|since|during|until|through|year|fy|between|from)\\s+${year}(?:\\s*(?:and|to|through|[-–])\\s*${year})?\\b(?![-/,.]?\\d|\\s*[%万亿千kM])`,
  ].join('|'),
  'gi',
);
/** How many rows were asked for, and spans of time that end now. */
const ranks =
  /(?:前|后|最近|过去|近|\btop|\bfirst|\blast|\bpast)\s*\d+(?!\d*[.,]\d)(?:\s*(?:天|周|个月|季度|年|days?\b|weeks?\b|months?\b|quarters?\b|years?\b))?/gi;
const places = /第\s*(\d+)(?!\d*[.,]\d)|\b(\d+)(?:st|nd|rd|th)\b/gi;
const number = /[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/g;
const mostRows = 500;
/** Up to this many rows every difference and quotient counts; beyond, chance would make anything fit. */
const shortList = 12;

function statedNumbers(sentence: string): Stated[] {
  return [...sentence.matchAll(number)].map((match) => {
    const text = match[0];
    const after = sentence.slice((match.index ?? 0) + text.length);
    const unit =
      /^\s*(万亿|千万|百万|亿|万|千|thousand\b|million\b|billion\b|bn\b|[kmb]\b)/i.exec(after)?.[1] ?? '';
    const percent = /^\s*(%|％|percent|per cent|个百分点)/i.test(after);
    const times = /^\s*(?:times\b|fold\b|-fold\b|x\b|倍)/i.test(after);
    const scale = scales[unit.toLowerCase()] ?? 1;
    const decimals = text.split('.')[1]?.length ?? 0;
    const value = Number(text.replaceAll(',', '').replace('−', '-')) * scale;
    return {
      text: `${text}${unit}${percent ? '%' : ''}`,
      value,
      tolerance: 0.5001 * 10 ** -decimals * scale,
      percent,
      times,
    };
  });
}

/** The pairs people compare: every pair of a short list; neighbours and the extremes of a long one. */
function comparedPairs(values: number[]): [number, number][] {
  if (values.length <= shortList) return values.flatMap((a) => values.map((b): [number, number] => [a, b]));
  const notable = [Math.max(...values), Math.min(...values), values[0] ?? 0, values.at(-1) ?? 0];
  const neighbours = values.slice(1).map((value, index): [number, number] => [value, values[index] ?? value]);
  return [...neighbours, ...notable.flatMap((a) => notable.map((b): [number, number] => [a, b]))];
}

/** Numbers that follow from one column: its cells, sums, averages, differences, and as fractions its parts and changes. */
function derived(values: number[]): { amounts: number[]; fractions: number[] } {
  const sum = values.reduce((total, value) => total + value, 0);
  const running: number[] = [];
  for (const value of values) running.push((running.at(-1) ?? 0) + value);
  const amounts = [...values, ...running, sum / Math.max(values.length, 1)];
  const fractions = values.flatMap((value) => (sum === 0 ? [value] : [value, value / sum]));
  fractions.push(...running.map((value) => (sum === 0 ? 0 : value / sum)));
  for (const [a, b] of comparedPairs(values)) {
    amounts.push(a - b);
    if (b !== 0) fractions.push(a / b, a / b - 1);
  }
  return { amounts, fractions };
}

function near(wanted: number, tolerance: number, candidates: number[]): boolean {
  const size = Math.abs(wanted);
  return candidates.some(
    (candidate) => Math.abs(Math.abs(candidate) - size) <= tolerance + Math.abs(candidate) * 1e-9,
  );
}

/** Numbers of a question that set a limit, which its answer may repeat. */
const limits =
  /(?:more|less|fewer|greater|higher|lower|over|under|above|below|least|most|than|between|and|exceed(?:s|ing)?|超过|大于|小于|高于|低于|多于|少于|至少|至多|不少于|不低于|不超过|以上|以下)\s*([\d,.]*\d)|([\d,.]*\d)\s*(?:[个位元次件]?(?:以上|以下|以内))/gi;

function limitsOf(question: string): number[] {
  return [...inDigits(question).matchAll(limits)].map(([, after, before]) =>
    Number((after ?? before ?? '').replaceAll(',', '')),
  );
}

/**
 * The numbers of a sentence that cannot be found in the rows, as they are written, those in words too. Rounding,
 * 万/亿/k/M, per cent, row counts, and what follows from one column (sums, averages, differences, shares, changes) are
 * accepted; so are dates, ranks like 前5 or "top 5", limits that the question names, and numbers within a text cell.
 * What is not sure counts as not found.
 */
export function numbersNotInResult(sentence: string, rows: Cell[][], question = ''): string[] {
  const texts = new Set(
    rows.flat().filter((cell) => typeof cell === 'string' && cell !== '' && numberOf(cell) === null),
  );
  const named = [...texts].map(String).toSorted((a, b) => b.length - a.length);
  const withoutNames = named.reduce((text, name) => text.replaceAll(name, ' '), sentence);
  const rest = inDigits(withoutNames)
    .replace(dates, ' ')
    .replace(ranks, ' ')
    .replace(places, (whole, one, other) => (Number(one ?? other) <= rows.length ? ' ' : whole));
  const { amounts, fractions } = known(rows);
  amounts.push(...limitsOf(question));
  return statedNumbers(rest)
    .filter(({ value, tolerance, percent, times }) => {
      if (times) return !near(value, tolerance, amounts) && !near(value, tolerance, fractions);
      if (!percent) return !near(value, tolerance, amounts);
      return !near(value / 100, tolerance / 100, fractions) && !near(value, tolerance, amounts);
    })
    .map(({ text }) => text);
}

/** Everything that may be said of the rows. */
function known(rows: Cell[][]): { amounts: number[]; fractions: number[] } {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const amounts: number[] = [rows.length];
  const fractions: number[] = [];
  for (let column = 0; column < width; column += 1) {
    const all = rows.map((row) => numberOf(row[column])).filter((value) => value !== null);
    const some = derived(all.slice(0, mostRows));
    const sum = all.reduce((total, value) => total + value, 0);
    amounts.push(...some.amounts, ...all, sum, sum / Math.max(all.length, 1));
    fractions.push(...some.fractions, ...all);
  }
  return { amounts, fractions };
}
