import type { Chart, ChartMeasure } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import { compactNumber, groupDigits } from '../../lib/format-number.ts';
import { localeOf } from '../../lib/texts.ts';
import { measureOf } from './chart-data.ts';

type Unit = Pick<ChartMeasure, 'unit' | 'currency'>;

const plain: Unit = { unit: 'number' };

/** The unit that all measures of a chart share; a plain number where they do not. */
export function unitOf(chart: Chart, names: readonly string[] = chart.y): Unit {
  const [first, ...others] = names.map((name) => measureOf(chart, name));
  if (!first || others.some((one) => one?.unit !== first.unit || one.currency !== first.currency))
    return plain;
  return first;
}

/** A figure for axes and cards: `12.3万`, `4.5M`, `12.5%`, `+3%`, `$1.2k`. */
export function shortFigure(value: number, { unit, currency }: Unit, language: Language): string {
  if (unit !== 'number') return percent(value, unit, 1);
  return `${value < 0 && currency ? '−' : ''}${symbol(currency, language)}${compactNumber(currency ? Math.abs(value) : value, language)}`;
}

/** A figure to the last digit, with its unit. */
export function exactFigure(value: number | string, { unit, currency }: Unit, language: Language): string {
  if (unit !== 'number') return percent(Number(value), unit, 2);
  const text = groupDigits(String(value));
  return text.startsWith('-') && currency
    ? `−${symbol(currency, language)}${text.slice(1)}`
    : `${symbol(currency, language)}${text}`;
}

function percent(value: number, unit: ChartMeasure['unit'], digits: number): string {
  const parts = unit === 'percent' ? value : value * 100;
  const text = groupDigits(String(Number(parts.toFixed(digits))));
  return `${unit === 'change' && parts > 0 ? '+' : ''}${text}%`;
}

function symbol(currency: string | undefined, language: Language): string {
  if (currency === undefined) return '';
  try {
    const format = new Intl.NumberFormat(localeOf(language), { style: 'currency', currency });
    return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? '';
  } catch {
    return `${currency} `;
  }
}
