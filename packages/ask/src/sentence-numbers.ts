import type { Cell } from '@sextant/contract/chart';
import { numberOf } from './column-shape.ts';

interface Stated {
  text: string;
  value: number;
  /** Half of the last digit shown, in the value's own scale. */
  tolerance: number;
  percent: boolean;
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

const dates =
  /\d{4}-\d{1,2}(-\d{1,2})?([T ]\d{1,2}:\d{2}(:\d{2})?)?|\d{4}-?[QW]\d{1,2}|Q[1-4]|\d{4}\/\d{1,2}(\/\d{1,2})?|\d{1,2}:\d{2}(:\d{2})?|\d{2,4}\s*年(\s*\d{1,2}\s*月)?(\s*\d{1,2}\s*[日号])?|\d{1,2}\s*月(\s*\d{1,2}\s*[日号])?|\b(19|20)\d{2}\b(?![,.]?\d|\s*[%万亿千kM])/g;
const ranks =
  /(第|前|后|最近|过去|近|top|first|last|past)\s*\d+(?!\d*[.,]\d)|\d+\s*(天|周|个月|季度|年|days?|weeks?|months?|quarters?|years?)|\d+(st|nd|rd|th)\b/gi;
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
    const scale = scales[unit.toLowerCase()] ?? 1;
    const decimals = text.split('.')[1]?.length ?? 0;
    const value = Number(text.replaceAll(',', '').replace('−', '-')) * scale;
    return {
      text: `${text}${unit}${percent ? '%' : ''}`,
      value,
      tolerance: 0.5001 * 10 ** -decimals * scale,
      percent,
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
    if (b === 0) continue;
    amounts.push(a / b);
    fractions.push(a / b, a / b - 1);
  }
  return { amounts, fractions };
}

function near(wanted: number, tolerance: number, candidates: number[]): boolean {
  const size = Math.abs(wanted);
  return candidates.some(
    (candidate) => Math.abs(Math.abs(candidate) - size) <= tolerance + Math.abs(candidate) * 1e-9,
  );
}

/**
 * The numbers of a sentence that cannot be found in the rows, as they are written. Rounding, 万/亿/k/M, per cent,
 * row counts, and what follows from one column (sums, averages, differences, shares, changes) are accepted; so
 * are dates, ranks like 前5 or "top 5", and numbers that stand in a text cell.
 */
export function numbersNotInResult(sentence: string, rows: Cell[][]): string[] {
  const texts = new Set(
    rows.flat().filter((cell) => typeof cell === 'string' && /\d/.test(cell) && numberOf(cell) === null),
  );
  const named = [...texts].map(String).toSorted((a, b) => b.length - a.length);
  const withoutNames = named.reduce((text, name) => text.replaceAll(name, ' '), sentence);
  const rest = withoutNames.replace(dates, ' ').replace(ranks, ' ');
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
  return statedNumbers(rest)
    .filter(({ value, tolerance, percent }) => {
      if (!percent) return !near(value, tolerance, amounts) && !near(value, tolerance, fractions);
      return !near(value / 100, tolerance / 100, fractions) && !near(value, tolerance, amounts);
    })
    .map(({ text }) => text);
}
