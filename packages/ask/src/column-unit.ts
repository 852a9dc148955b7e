import type { Cell, ChartMeasure } from '@sextant/contract/chart';
import { type MeasureShape, numberOf } from './column-shape.ts';
import type { Measure, RowExpression, SemanticQuery } from './semantic-query.ts';
import { splitIdentifier } from './words.ts';

const currencies: readonly (readonly [string, RegExp])[] = [
  ['CNY', /^(cny|rmb|yuan|元)$|人民币|￥/],
  ['USD', /^(usd|dollars?)$|美元|us\$/],
  ['EUR', /^(eur|euros?)$|欧元|€/],
  ['JPY', /^(jpy|yen)$|日元/],
  ['GBP', /^gbp$|英镑|£/],
  ['HKD', /^hkd$|港币|港元/],
];
/** A name that counts in thousands already; the figure beside a currency would be a thousand times off. */
const scaled = /[百千万亿]元|(^|_)(k|mn|bn|thousands?|millions?|billions?)($|_)/i;

const partName = /(占比|比例|比重|百分比|percentage|percent|pct|share)/i;
const rateName = /(?<![汇频倍速功])率|(^|_)(rate|ratio)$/i;
const notARate = /(exchange|fx|hourly|daily|day|frame|heart|bit|sample|unit|flat|room|wage|pay)_?rate/i;
const changeName =
  /(同比|环比|增长率|增幅|涨幅|(^|_)(growth|yoy|mom|qoq|wow)(_|$)|growth_?rate|pct_?change)/i;
const totalName =
  /(^|_)(count|counts|total|sum|qty|quantity|orders|customers|users|sales|revenue|amount|visits)(_|$)|数量|总|合计|人数|次数|件数|订单数|销售额|销量|金额|收入/i;
const notATotal =
  /(^|_)(avg|average|mean|median|min|max|distinct|unique|price|rate|ratio|rank|score|balance|per)(_|$)|均|率|比|最|每|价|排名|余额|去重/i;

const averages = /\b(avg|median|min|max|distinct|percentile\w*|stddev\w*|over)\b|\//i;

function columnNames(expression: RowExpression | null): string[] {
  if (expression?.kind === 'column') return [expression.column.column];
  return expression?.kind === 'arithmetic'
    ? [...columnNames(expression.left), ...columnNames(expression.right)]
    : [];
}

function namesBehind(measure: Measure | undefined): string[] {
  if (measure?.kind === 'aggregate') {
    return measure.aggregate.startsWith('count') ? [] : columnNames(measure.of);
  }
  return measure?.kind === 'difference' ? namesBehind(measure.left) : [];
}

/** The currency that one of the names tells; undefined where none does or they disagree. */
function currencyOf(names: readonly string[]): string | undefined {
  if (names.some((name) => scaled.test(name))) return undefined;
  const parts = names.flatMap((name) => [name, ...splitIdentifier(name)]).map((part) => part.toLowerCase());
  const told = currencies.filter(([, pattern]) => parts.some((part) => pattern.test(part)));
  return told.length === 1 ? told[0]?.[0] : undefined;
}

/** How figures of a column nobody explained are written, from its name and how large they are. */
function guessedUnit(name: string, figures: readonly number[]): ChartMeasure['unit'] {
  if (figures.length === 0 || notARate.test(name)) return 'number';
  const within = (limit: number) => figures.every((figure) => Math.abs(figure) <= limit);
  const inPercent = /percent|pct|百分比|%/i.test(name);
  if (changeName.test(name)) return inPercent ? 'percent' : within(1) ? 'change' : 'number';
  if (!partName.test(name)) return rateName.test(name) && within(1) ? 'fraction' : 'number';
  // Up to one, a column named percent may hold either.
  if (within(1)) return inPercent ? 'number' : 'fraction';
  return within(100) ? 'percent' : 'number';
}

/**
 * How a measure is written and whether its groups may be added up: by the semantic query where there is one, else
 * by its name, and when in doubt a plain number that is not added up. A statement that averages anything makes doubt.
 */
export function columnUnit(
  shape: MeasureShape,
  rows: readonly Cell[][],
  { query, sql = '' }: { query?: SemanticQuery; sql?: string },
): ChartMeasure {
  const { name, unit, additive } = shape;
  const measure = query?.measures[shape.index - query.dimensions.filter((part) => !part.hidden).length];
  if (unit !== 'amount') return { name, unit, additive };
  const figures = rows.map((row) => numberOf(row[shape.index])).filter((figure) => figure !== null);
  const guessed = measure === undefined ? guessedUnit(name, figures) : 'number';
  if (guessed !== 'number') return { name, unit: guessed, additive: false };
  const currency = isCount(measure) ? undefined : currencyOf([name, ...namesBehind(measure)]);
  const adds =
    query === undefined ? totalName.test(name) && !notATotal.test(name) && !averages.test(sql) : additive;
  return { name, unit: 'number', ...(currency !== undefined && { currency }), additive: adds };
}

function isCount(measure: Measure | undefined): boolean {
  return measure?.kind === 'aggregate' && measure.aggregate.startsWith('count');
}
