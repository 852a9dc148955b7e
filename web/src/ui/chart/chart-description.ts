import type { Chart } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import type { Translate } from '../../lib/texts.ts';
import { axisOf, columnFigures, type Series } from './chart-data.ts';
import { kindOf } from './chart-kinds.ts';
import type { chartTexts } from './chart-texts.ts';
import { viewOf } from './chart-view.ts';
import { shortFigure, unitOf } from './figure-text.ts';

type ChartTranslate = Translate<NonNullable<(typeof chartTexts)['keys']>>;

const mostSeries = 4;

/** The chart in words, for who cannot see it: what it is, how far it goes, and the extremes of its series. */
export function describeChart(chart: Chart, t: ChartTranslate, language: Language): string {
  const title = chart.title || chart.y.join(', ');
  const shape = t('said_shape', { kind: t(`type_${kindOf(chart)}`), title });
  const figure = (value: number) => shortFigure(value, unitOf(chart), language);
  if (chart.type === 'scatter') return shape + describePoints(chart, t, language);
  const { labels, series } = viewOf(chart, t('others'));
  const span =
    axisOf(chart) === 'time'
      ? t('said_span', {
          axis: chart.x ?? '',
          first: labels[0] ?? '',
          last: labels.at(-1) ?? '',
          count: labels.length,
        })
      : t('said_groups', { count: labels.length });
  const lines = series.slice(0, mostSeries).map((one) => describeSeries(one, labels, t, figure));
  const more = series.length > mostSeries ? t('said_more', { count: series.length - mostSeries }) : '';
  return [shape, span, ...lines, more].filter((part) => part !== '').join(' ');
}

function describeSeries(
  { name, values }: Series,
  labels: string[],
  t: ChartTranslate,
  figure: (value: number) => string,
): string {
  const places = values.flatMap((value, at) =>
    value === null || labels[at] === t('others') ? [] : [{ value, label: labels[at] ?? '' }],
  );
  const [low] = [...places].sort((one, other) => one.value - other.value);
  const [high] = [...places].sort((one, other) => other.value - one.value);
  if (low === undefined || high === undefined) return '';
  return t('said_series', {
    name,
    high: figure(high.value),
    highAt: high.label,
    low: figure(low.value),
    lowAt: low.label,
  });
}

function describePoints(chart: Chart, t: ChartTranslate, language: Language): string {
  const [up = ''] = chart.y;
  const across = chart.x ?? '';
  const ends = (name: string) => {
    const figures = columnFigures(chart, name).filter((value) => value !== null);
    const unit = unitOf(chart, [name]);
    const low = figures.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const high = figures.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    return figures.length === 0
      ? ['–', '–']
      : [shortFigure(low, unit, language), shortFigure(high, unit, language)];
  };
  const [acrossLow = '', acrossHigh = ''] = ends(across);
  const [upLow = '', upHigh = ''] = ends(up);
  const count = chart.data.rows.length;
  return t('said_points', { count, across, acrossLow, acrossHigh, up, upLow, upHigh });
}
