import type { Chart } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import type { Translate } from '../../lib/texts.ts';
import { barRoom } from './chart-axes.ts';
import type { chartTexts } from './chart-texts.ts';
import { viewOf } from './chart-view.ts';
import { shortFigure, unitOf } from './figure-text.ts';

/** The height that a note takes from its chart. */
export const notePixels = 20;

/** What a chart leaves out for want of room, in a sentence; empty when it draws everything. `height` is of both. */
export function chartNote(
  chart: Chart,
  {
    width,
    height,
    t,
    language,
  }: {
    width: number;
    height: number;
    t: Translate<NonNullable<(typeof chartTexts)['keys']>>;
    language: Language;
  },
): string {
  if (chart.type === 'scatter' || chart.x === null) return '';
  const { labels, series, left, rest } = viewOf(
    chart,
    t('others'),
    barRoom(chart, { width, height: height - notePixels }),
  );
  const { groups, series: lines } = left;
  const parts: string[] = [];
  if (groups > 0) {
    const values = { shown: labels.length, count: groups };
    if (labels.at(-1) === t('others')) parts.push(t('groupsSummed', values));
    else if (rest === null) parts.push(t('groupsLeft', values));
    else parts.push(t('groupsRest', { ...values, sum: shortFigure(rest, unitOf(chart), language) }));
  }
  if (lines > 0) {
    const isSummed = series.at(-1)?.name === t('others');
    parts.push(
      isSummed
        ? t('seriesSummed', { count: lines })
        : t('seriesLeft', { shown: series.length, count: lines }),
    );
  }
  return parts.join(' ');
}
