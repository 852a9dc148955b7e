import type { Chart } from '@sextant/contract/chart';
import { safeFileName, saveBlob } from '../../lib/download.ts';
import { useTexts } from '../../lib/texts.ts';
import { chartNote, notePixels } from './chart-note.ts';
import { chartTexts } from './chart-texts.ts';
import { useChartInk } from './use-chart-ink.ts';

export type PictureFormat = 'png' | 'svg';

const width = 960;
const height = 480;
const cardHeight = 104;

/** The function that hands a chart to the browser's downloads as a picture; rejects where it cannot be drawn. */
export function useChartPictures() {
  const t = useTexts(chartTexts);
  const { ink, background, language } = useChartInk();
  return async (chart: Chart, title: string, format: PictureFormat): Promise<void> => {
    const { chartSvg, pngOf } = await import('./chart-picture.ts');
    const isCard = chart.type === 'kpi' && chart.layout !== 'funnel';
    const size = { width, height: isCard ? cardHeight : height };
    const svg = chartSvg(
      { ...chart, title },
      {
        ...size,
        ink,
        background,
        language,
        othersLabel: t('others'),
        animate: false,
        note: isCard ? '' : chartNote(chart, { width, height: height + notePixels, t, language }),
      },
    );
    const blob = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pngOf(svg);
    saveBlob(blob, `${safeFileName(title)}.${format}`);
  };
}
