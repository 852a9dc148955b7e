import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { withoutHidden } from './output-labels.ts';
import { isRecurring, type RecurringGrain } from './recurring-label.ts';
import type { Measure, SemanticQuery } from './semantic-query.ts';

/** What a result column is good for when it is drawn or put in words. */
export type ColumnShape =
  | { role: 'time'; index: number; name: string }
  | { role: 'category'; index: number; name: string; recurring?: RecurringGrain }
  | {
      role: 'measure';
      index: number;
      name: string;
      unit: 'amount' | 'fraction' | 'change';
      additive: boolean;
    }
  | { role: 'other'; index: number; name: string };

export type MeasureShape = Extract<ColumnShape, { role: 'measure' }>;

const periodLabel = /^\d{4}(-(0[1-9]|1[0-2])(-\d{2}( \d{2}:\d{2})?)?|-Q[1-4]|-W\d{2})$/;
const yearName = /(^|_)(year|yr)$|年份?$/i;
const identifierName = /(^|_)(id|no|code|uuid)$|(编号|号码|单号|代码|货号)$/i;

/** The cell as a number; null when it is none. Decimals and 64-bit integers arrive as text. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== 'string' || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return null;
  return Number(cell);
}

function measureShape(measure: Measure): Pick<MeasureShape, 'unit' | 'additive'> {
  if (measure.kind === 'share') return { unit: 'fraction', additive: true };
  if (measure.kind === 'growth') return { unit: measure.relative ? 'change' : 'amount', additive: false };
  if (measure.kind === 'difference' || measure.kind === 'row' || measure.kind === 'value')
    return { unit: 'amount', additive: false };
  if (measure.kind === 'aggregate') {
    return { unit: 'amount', additive: measure.aggregate === 'count' || measure.aggregate === 'sum' };
  }
  const { numerator, denominator } = measure;
  if (numerator.kind === 'difference' && isSame(numerator.right, denominator))
    return { unit: 'change', additive: false };
  const partOfWhole =
    numerator.kind === 'aggregate' &&
    denominator.kind === 'aggregate' &&
    numerator.where !== undefined &&
    numerator.aggregate === denominator.aggregate;
  return { unit: partOfWhole ? 'fraction' : 'amount', additive: false };
}

function isSame(one: Measure, other: Measure): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shapeFromValues(column: ResultColumn, index: number, cells: Cell[]): ColumnShape {
  const { name, kind } = column;
  const present = cells.filter((cell) => cell !== null && cell !== '');
  if (kind === 'date' || kind === 'datetime') return { role: 'time', index, name };
  if (present.length > 0 && present.every((cell) => periodLabel.test(String(cell))))
    return { role: 'time', index, name };
  const numbers = present.map(numberOf);
  const isYear = (n: number | null): boolean => n !== null && Number.isInteger(n) && n >= 1900 && n <= 2100;
  if (yearName.test(name) && present.length > 0 && numbers.every(isYear))
    return { role: 'time', index, name };
  const untyped = kind === 'other' && present.length > 0 && present.every((cell) => typeof cell === 'number');
  if (kind === 'integer' || kind === 'number' || untyped) {
    if (identifierName.test(name)) return { role: 'other', index, name };
    return { role: 'measure', index, name, unit: 'amount', additive: false };
  }
  if (kind === 'text' || kind === 'boolean' || kind === 'other') return { role: 'category', index, name };
  return { role: 'other', index, name };
}

/**
 * Roles of the result's columns: from the semantic query where there is one, whose outputs are dimensions and
 * then measures, from kinds, names and values otherwise.
 */
export function columnShapes(columns: ResultColumn[], rows: Cell[][], whole?: SemanticQuery): ColumnShape[] {
  const query = whole && withoutHidden(whole);
  return columns.map((column, index): ColumnShape => {
    const dimension = query?.dimensions[index];
    const measure = query?.measures[index - (query?.dimensions.length ?? 0)];
    const { name } = column;
    if (query && measure && !dimension) return { role: 'measure', index, name, ...measureShape(measure) };
    const grain = dimension?.grain;
    if (isRecurring(grain)) return { role: 'category', index, name, recurring: grain };
    if (grain) return { role: 'time', index, name };
    const guess = shapeFromValues(
      column,
      index,
      rows.map((row) => row[index] ?? null),
    );
    const grouped = query !== undefined && query.measures.length > 0;
    if (!grouped || !dimension || guess.role === 'time') return guess;
    const keyBesideName = query.dimensions.length > 1 && identifierName.test(dimension.column.column);
    return { role: keyBesideName ? 'other' : 'category', index, name };
  });
}

/** The measures in the order in which they tell what was asked: growth or a share before what it is taken of. */
export function tellingFirst(measures: MeasureShape[]): MeasureShape[] {
  return measures.toSorted((a, b) => Number(a.unit === 'amount') - Number(b.unit === 'amount'));
}
