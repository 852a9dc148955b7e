import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Language } from '@sextant/contract/text';
import { type ColumnShape, columnShapes, type MeasureShape, numberOf, tellingFirst } from './column-shape.ts';
import { type Extreme, extremes, holders, type Point } from './extremes.ts';
import { numberText, percentText } from './number-text.ts';
import { periodLead } from './period-text.ts';
import { recurringLabel } from './recurring-label.ts';
import type { SemanticQuery } from './semantic-query.ts';

export interface SentenceInput {
  language: Language;
  question: string;
  columns: ResultColumn[];
  rows: Cell[][];
  /** Rows of the whole result; `rows` may hold fewer. */
  rowsCount: number;
  truncated: boolean;
  query?: SemanticQuery;
  /** Half-open: `to` is the first day that is not in it. `text` is how the question put it. */
  period?: { from: string; to: string; text: string } | null;
  /** The asker's local time, ISO: tells whether the period is over. */
  now?: string;
}

const mostValues = 4;
const mostNames = 5;
const longestText = 60;

/** States the figures of a result in one or two sentences, in the question's language. */
export function writeSentence(input: SentenceInput): string {
  const { language, rows } = input;
  const zh = language === 'zh';
  const lead = input.period ? periodLead(input.period, language, input.now) : '';
  if (rows.length === 0) {
    if (zh) return lead ? `${lead}没有符合条件的数据。` : '没有符合条件的数据。';
    return lead ? `${lead} there is no data that matches.` : 'No data matches the question.';
  }
  const shapes = columnShapes(input.columns, rows, input.query);
  const measures = shapes.filter((shape) => shape.role === 'measure');
  const labels = shapes.filter((shape) => shape.role === 'category' || shape.role === 'time');
  const isList = input.query !== undefined && input.query.measures.length === 0;
  const body = rows.length === 1 ? oneRow(input, shapes, measures, labels) : null;
  const [measure] = tellingFirst(measures);
  const many =
    body ?? (measure && labels.length > 0 && !isList ? groups(input, measure, labels) : listing(input));
  const cut = input.truncated ? cutText(input) : '';
  return `${lead ? `${lead}${zh ? '' : ' '}` : ''}${lead ? many : capitalised(many)}${cut}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cutText({ language, rowsCount }: SentenceInput): string {
  const count = numberText(rowsCount, language);
  return language === 'zh'
    ? `结果较多，只取了前 ${count} 行。`
    : ` The result was cut off after ${count} rows.`;
}

function valueText(cell: Cell | undefined, measure: MeasureShape, language: Language): string {
  const value = numberOf(cell);
  if (value === null)
    return cell === null || cell === undefined ? (language === 'zh' ? '空' : 'none') : String(cell);
  if (measure.unit === 'fraction') return percentText(value);
  return measure.unit === 'change' ? percentText(value, true) : numberText(value, language);
}

function labelText(cell: Cell | undefined, language: Language): string {
  if (cell === null || cell === undefined || cell === '') return language === 'zh' ? '（空）' : '(none)';
  const text = String(cell);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** A cell that tells groups apart, weekdays and months by their names. */
function partText(cell: Cell | undefined, shape: ColumnShape, language: Language): string {
  const recurring = shape.role === 'category' ? shape.recurring : undefined;
  return labelText(recurring ? recurringLabel(recurring, cell ?? null, language) : cell, language);
}

/** A column's name inside a sentence: `total_amount` reads as `total amount`. */
function nameText(name: string): string {
  return /^[a-z0-9_]+$/i.test(name) ? name.replaceAll('_', ' ') : name;
}

function oneRow(
  input: SentenceInput,
  shapes: ColumnShape[],
  measures: MeasureShape[],
  labels: ColumnShape[],
): string | null {
  const { language, rows } = input;
  const row = rows[0] ?? [];
  const zh = language === 'zh';
  if (measures.length === 0) {
    const [only] = shapes;
    if (shapes.length !== 1 || !only) return null;
    const text = labelText(row[only.index], language);
    return zh ? `结果是 ${text}。` : `the result is ${text}.`;
  }
  if (measures.every((measure) => numberOf(row[measure.index]) === null) && labels.length === 0) {
    return zh ? '没有可以计算的数据。' : 'there is nothing to compute it from.';
  }
  const facts = measures.slice(0, mostValues).map((measure) => {
    const value = valueText(row[measure.index], measure, language);
    return zh ? `${nameText(measure.name)}为 ${value}` : `${nameText(measure.name)} is ${value}`;
  });
  const owner = labels.map((label) => partText(row[label.index], label, language)).join(zh ? '、' : ', ');
  if (zh) return owner ? `${owner}：${facts.join('，')}。` : `${facts.join('，')}。`;
  return owner ? `${owner}: ${facts.join(', ')}.` : `${facts.join(', ')}.`;
}

/** What to call the rows of a list by: all of a short one, the first of an ordered one. */
function namesInList({ rows, rowsCount, columns, query, language }: SentenceInput): string[] {
  const named = columns.findIndex(({ kind }) => kind === 'text');
  if (named < 0 || !query) return [];
  const names = rows.slice(0, mostNames).map((row) => labelText(row[named], language));
  if (rowsCount <= mostNames) return names;
  return query.order.length > 0 ? names.slice(0, 1) : [];
}

function listing(input: SentenceInput): string {
  const { language, rowsCount, truncated, query } = input;
  const count = numberText(rowsCount, language);
  const cutByAsker = query?.limit !== null && query?.limit === rowsCount && !truncated;
  const names = namesInList(input);
  const all = names.length === rowsCount;
  if (language === 'zh') {
    const tail = names.length === 0 ? '' : all ? `：${names.join('、')}` : `，第一条是 ${names.join('、')}`;
    return cutByAsker ? `列出了前 ${count} 条记录${tail}。` : `共找到 ${count} 条记录${tail}。`;
  }
  const tail = names.length === 0 ? '' : all ? `: ${names.join(', ')}` : `; the first is ${names.join(', ')}`;
  const rowWord = rowsCount === 1 ? 'row' : 'rows';
  return cutByAsker ? `these are the first ${count} ${rowWord}${tail}.` : `${count} ${rowWord} found${tail}.`;
}

function groups(input: SentenceInput, measure: MeasureShape, labels: ColumnShape[]): string {
  const time = labels.find((label) => label.role === 'time');
  const points = input.rows.flatMap((row): Point[] => {
    const value = numberOf(row[measure.index]);
    const label = labels.map((part) => partText(row[part.index], part, input.language)).join(' · ');
    const named = labels.every((part) => (row[part.index] ?? '') !== '');
    return value === null ? [] : [{ label, value, named }];
  });
  if (points.length === 0) return listing(input);
  return time && labels.length === 1
    ? timeSentence(input, measure, points)
    : rankSentence(input, measure, points, groupNoun(labels));
}

/** What the groups are, in Chinese: 10 个国家 rather than 10 组 where one column with a Chinese name tells them apart. */
function groupNoun(labels: ColumnShape[]): string {
  const [only] = labels;
  const noun = (only?.name ?? '').replace(/(名称|姓名|编号)$/, '');
  return labels.length === 1 && /^\p{Script=Han}{1,8}$/u.test(noun) ? `个${noun}` : '组';
}

/** What the periods are, told from the form of their labels. */
function periodUnit(label: string): { zh: string; en: string; at: string } {
  if (/^\d{4}-\d{2}-\d{2}$/.test(label)) return { zh: '天', en: 'days', at: 'on' };
  if (/^\d{4}-\d{2}$/.test(label)) return { zh: '个月', en: 'months', at: 'in' };
  if (/^\d{4}-Q\d$/.test(label)) return { zh: '个季度', en: 'quarters', at: 'in' };
  if (/^\d{4}-W\d{2}$/.test(label)) return { zh: '周', en: 'weeks', at: 'in' };
  if (/^\d{4}$/.test(label)) return { zh: '年', en: 'years', at: 'in' };
  return { zh: '个时间段', en: 'periods', at: 'at' };
}

function timeSentence(input: SentenceInput, measure: MeasureShape, points: Point[]): string {
  const { language } = input;
  const { highest, lowest, sum } = extremes(points);
  const text = (value: number): string => valueText(value, measure, language);
  const name = nameText(measure.name);
  const count = numberText(points.length, language);
  const total = measure.additive && measure.unit === 'amount';
  const summed = name.replace(/合计$/, '');
  const unit = periodUnit(points[0]?.label ?? '');
  const who = (extreme: Extreme): string => holders(extreme, language, unit.zh);
  if (language === 'zh') {
    const head = total ? `${count} ${unit.zh}的${summed}共 ${text(sum)}` : `${count} ${unit.zh}的${name}`;
    if (highest.value === lowest.value) return `${head}，都是 ${text(highest.value)}。`;
    return `${head}，最高是 ${who(highest)} 的 ${text(highest.value)}，最低是 ${who(lowest)} 的 ${text(lowest.value)}。`;
  }
  const head = total
    ? `${name} over ${count} ${unit.en} adds up to ${text(sum)}`
    : `${name} over ${count} ${unit.en}`;
  if (highest.value === lowest.value) return `${head}, ${text(highest.value)} in each.`;
  const peak = `highest ${unit.at} ${who(highest)} (${text(highest.value)}), lowest ${unit.at} ${who(lowest)} (${text(lowest.value)})`;
  return `${head}${total ? ',' : ':'} ${peak}.`;
}

function rankSentence(input: SentenceInput, measure: MeasureShape, points: Point[], noun: string): string {
  const { language, query, truncated } = input;
  const zh = language === 'zh';
  const { highest, lowest, sum } = extremes(points);
  const text = (value: number): string => valueText(value, measure, language);
  const name = nameText(measure.name);
  const count = numberText(points.length, language);
  const whole = measure.additive && measure.unit === 'amount' && sum > 0;
  const complete =
    whole &&
    !truncated &&
    query !== undefined &&
    query.limit === null &&
    !query.limitPer &&
    query.having.length === 0;
  const alone = highest.labels.length === 1;
  const part = complete && alone && lowest.value >= 0 ? percentText(highest.value / sum) : null;
  const who = (extreme: Extreme): string => holders(extreme, language, noun);
  if (highest.value === lowest.value) {
    return zh
      ? `${count} ${noun}的${name}都是 ${text(highest.value)}。`
      : `all ${count} groups have ${name} ${text(highest.value)}.`;
  }
  if (zh) {
    const each = (extreme: Extreme): string =>
      `${extreme.labels.length > 1 ? '各 ' : ''}${text(extreme.value)}`;
    const head = whole
      ? `${complete ? '共' : '列出的'} ${count} ${noun}，${name.replace(/合计$/, '')}合计 ${text(sum)}；最高的是`
      : `共 ${count} ${noun}；${name}最高的是`;
    const top = `${who(highest)}（${each(highest)}${part ? `，占 ${part}` : ''}）`;
    return `${head} ${top}，最低的是 ${who(lowest)}（${each(lowest)}）。`;
  }
  const each = (extreme: Extreme): string =>
    `${text(extreme.value)}${extreme.labels.length > 1 ? ' each' : ''}`;
  const head = whole
    ? `the ${count} groups ${complete ? '' : 'shown '}add up to ${text(sum)} in ${name}`
    : `${count} groups by ${name}`;
  const top = `${who(highest)} ${alone ? 'is' : 'are'} highest with ${each(highest)}${part ? ` (${part})` : ''}`;
  return `${head}; ${top}, ${who(lowest)} lowest with ${each(lowest)}.`;
}
