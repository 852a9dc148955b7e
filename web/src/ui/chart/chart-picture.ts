import type { Chart } from '@sextant/contract/chart';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartContext } from './chart-axes.ts';
import { measureOf } from './chart-data.ts';
import { chartOption } from './chart-option.ts';
import { exactFigure, shortFigure } from './figure-text.ts';
import { kpiFigures } from './kpi-figures.ts';

use([SVGRenderer]);

const titlePixels = 40;
const margin = 16;
const pngScale = 2;
const cardPixels = 240;

interface PictureSurface extends ChartContext {
  background: string;
  note: string;
}

/** A chart as an SVG document that stands by itself: its title, the drawing, and what it leaves out. */
export function chartSvg(chart: Chart, given: PictureSurface): string {
  const surface = { ...given, ink: quotedOnce(given.ink) };
  const { height, ink, background, note } = surface;
  const isCard = chart.type === 'kpi' && chart.layout !== 'funnel';
  const drawing = isCard ? cardsSvg(chart, surface) : drawingSvg(chart, surface);
  const width = isCard ? Math.max(2, chart.y.length) * cardPixels : surface.width;
  const all = height + titlePixels + (note === '' ? 0 : 24) + margin;
  const text = (y: number, size: number, fill: string, words: string, weight = 400) =>
    `<text x="${margin}" y="${y}" font-family="${escaped(ink.fontFamily)}" font-size="${size}" font-weight="${weight}" fill="${escaped(fill)}">${escaped(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${all}" viewBox="0 0 ${width} ${all}" role="img">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${width}" height="${all}" fill="${escaped(background)}"/>`,
    text(28, 16, ink.text, chart.title, 600),
    `<g transform="translate(0 ${titlePixels})">${drawing}</g>`,
    note === '' ? '' : text(all - margin, 12, ink.faint, note),
    '</svg>',
  ].join('');
}

/** ECharts writes names of fonts into attributes as they are: a double quote would end the attribute. */
function quotedOnce(ink: ChartContext['ink']): ChartContext['ink'] {
  return { ...ink, fontFamily: ink.fontFamily.replaceAll('"', "'") };
}

function drawingSvg(chart: Chart, surface: PictureSurface): string {
  const { width, height } = surface;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption(chartOption(chart, { ...surface, animate: false }));
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}

function cardsSvg(chart: Chart, { ink, language }: PictureSurface): string {
  return kpiFigures(chart)
    .map(({ name, cell, of, change }, at) => {
      const unit = measureOf(chart, name) ?? { unit: 'number' as const };
      const told =
        change === null || change.part === null ? '' : shortFigure(change.part, { unit: 'change' }, language);
      const lines: [number, number, string, string][] = [
        [20, 13, ink.faint, of === null ? name : `${of} · ${name}`],
        [60, 32, ink.text, cell === null ? '–' : exactFigure(cell, unit, language)],
        [86, 14, ink.text, told],
      ];
      const texts = lines.map(
        ([y, size, fill, words]) =>
          `<text x="${margin + at * cardPixels}" y="${y}" font-family="${escaped(ink.fontFamily)}" font-size="${size}" fill="${escaped(fill)}">${escaped(words)}</text>`,
      );
      return texts.join('');
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** An SVG document as the bytes of a PNG, twice as fine. Rejects where the browser cannot draw it. */
export async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * pngScale;
    canvas.height = image.naturalHeight * pngScale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
