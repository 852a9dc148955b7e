import type { Chart } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import { groupDigits } from '../../lib/format-number.ts';
import { exactFigure, shortFigure, type unitOf } from './figure-text.ts';

/** Colours and type face of the surface that a chart is drawn on. */
export interface ChartInk {
  text: string;
  faint: string;
  line: string;
  surface: string;
  fontFamily: string;
  isDark: boolean;
}

export interface ChartContext {
  ink: ChartInk;
  language: Language;
  /** What the groups that have no room are called together. */
  othersLabel: string;
  animate: boolean;
  /** Of the box, in pixels. */
  width: number;
  height: number;
}

export type Option = Record<string, unknown>;
export type Unit = ReturnType<typeof unitOf>;

const narrow = 480;
const labelPixels = 7;
const widestLabel = 120;
const gridPixels = 84;
/** Axis figures that differ only beyond the third digit would all read the same. */
const finestShort = 0.02;

/** As many bars as have room below each other, or side by side. */
export function barRoom(
  { layout }: Chart,
  { width, height }: Pick<ChartContext, 'width' | 'height'>,
): number {
  if (layout === 'horizontal') return Math.min(20, Math.max(6, Math.floor((height - 48) / 21)));
  return width < narrow ? 12 : 20;
}

export function tooltip(
  { ink, language }: ChartContext,
  trigger: 'axis' | 'item',
  unit: Unit,
  axisPointer?: 'shadow' | 'line',
): Option {
  return {
    trigger,
    confine: true,
    axisPointer: axisPointer && { type: axisPointer },
    backgroundColor: ink.surface,
    borderColor: ink.line,
    textStyle: { color: ink.text, fontSize: 13 },
    valueFormatter: (value: unknown) => told(value, unit, language),
  };
}

function told(value: unknown, unit: Unit, language: Language): string {
  if (Array.isArray(value)) return told(value.at(-1), unit, language);
  return typeof value === 'number' ? exactFigure(value, unit, language) : '–';
}

/** An axis of figures; `figures` are those on it, which tell how finely it must be labelled. */
export function valueAxis(
  { ink, language }: ChartContext,
  unit: Unit,
  figures: readonly number[],
  name?: string,
): Option {
  const high = figures.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const low = figures.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const isFine = figures.length > 1 && high - low < Math.abs(high) * finestShort;
  return {
    type: 'value',
    name,
    nameTextStyle: { color: ink.faint, align: 'left' },
    axisLabel: {
      color: ink.faint,
      hideOverlap: true,
      formatter: (value: number) =>
        isFine && unit.unit === 'number'
          ? groupDigits(String(Number(value.toPrecision(12))))
          : shortFigure(value, unit, language),
    },
    splitLine: { lineStyle: { color: ink.line } },
  };
}

/** An axis of names; below the bars they stand aslant where they have no room side by side. */
export function categoryAxis({ ink, width }: ChartContext, data: string[], boundaryGap: boolean): Option {
  const room = (width - gridPixels) / Math.max(1, data.length);
  const widest = data.reduce((most, label) => Math.max(most, pixels(label)), 0);
  const aslant = boundaryGap && data.length <= 24 && Math.min(widest, widestLabel) > room;
  return {
    type: 'category',
    data,
    boundaryGap,
    axisLabel: {
      color: ink.faint,
      hideOverlap: true,
      width: aslant ? 84 : Math.max(widestLabel, Math.min(room, 2 * widestLabel)),
      overflow: 'truncate',
      ...(aslant && { rotate: 38, interval: 0, hideOverlap: false }),
    },
    axisLine: { lineStyle: { color: ink.faint } },
    axisTick: { show: false },
  };
}

/** Names beside lying bars, the first on top. */
export function listAxis(context: ChartContext, data: string[]): Option {
  const { ink, width } = context;
  const widest = width < narrow ? 96 : 180;
  return {
    ...categoryAxis(context, data, true),
    inverse: true,
    axisLabel: { color: ink.faint, width: widest, overflow: 'truncate', interval: 0 },
  };
}

function pixels(label: string): number {
  return Array.from(label).reduce((sum, sign) => sum + (sign > '\u2e7f' ? 12.5 : labelPixels), 0);
}
