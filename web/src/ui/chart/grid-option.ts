import type { Chart } from '@sextant/contract/chart';
import { type ChartContext, categoryAxis, type Option, tooltip, valueAxis } from './chart-axes.ts';
import { columnCells, columnFigures, labelOf } from './chart-data.ts';
import { viewOf } from './chart-view.ts';
import { exactFigure, shortFigure, unitOf } from './figure-text.ts';

const manyPoints = 300;
const mostToldCells = 120;
/** From little to much on a light surface; on a dark one much is bright. */
const heat = ['#D9EEF3', '#58AFC4', '#0E7490', '#083F4E'];
const darkHeat = ['#16333B', '#0E5E74', '#2FA3BF', '#C9F1FA'];

/** A point for each row: the first figure across, the second up. */
export function scatterOption(chart: Chart, context: ChartContext): Option {
  const [across = '', up = ''] = chart.x === null ? chart.y : [chart.x, ...chart.y];
  const units = [unitOf(chart, [across]), unitOf(chart, [up])] as const;
  const right = columnFigures(chart, across);
  const high = columnFigures(chart, up);
  const names = chart.label === undefined ? [] : columnCells(chart, chart.label).map(labelOf);
  const points = right.flatMap((x, row) => {
    const y = high[row] ?? null;
    return x === null || y === null ? [] : [{ name: names[row] ?? '', value: [x, y] }];
  });
  const { language } = context;
  const at = (side: 0 | 1) => points.map(({ value }) => value[side] ?? 0);
  return {
    tooltip: {
      ...tooltip(context, 'item', units[1]),
      formatter: ({ name, value: [x = 0, y = 0] }: { name: string; value: number[] }) =>
        [
          name,
          `${across}: ${exactFigure(x, units[0], language)}`,
          `${up}: ${exactFigure(y, units[1], language)}`,
        ]
          .filter((line) => line !== '')
          .map(escaped)
          .join('<br>'),
    },
    legend: { show: false },
    xAxis: {
      ...valueAxis(context, units[0], at(0), across),
      scale: true,
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: { color: context.ink.faint },
    },
    yAxis: { ...valueAxis(context, units[1], at(1), up), scale: true },
    series: [
      {
        type: 'scatter',
        symbolSize: points.length > manyPoints ? 5 : 9,
        itemStyle: { opacity: points.length > manyPoints ? 0.55 : 0.85 },
        data: points,
      },
    ],
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A cell for each pair of names, the darker the more. */
export function heatmapOption(chart: Chart, context: ChartContext): Option {
  const { ink, language, othersLabel, width } = context;
  const unit = unitOf(chart);
  const { labels, series } = viewOf(chart, othersLabel);
  const cells = series.flatMap(({ values }, y) =>
    values.flatMap((value, x) => (value === null ? [] : [[x, y, value]])),
  );
  const figures = cells.map(([, , value]) => value ?? 0);
  const hasRoom = cells.length <= mostToldCells && width / Math.max(1, labels.length) > 52;
  return {
    tooltip: { ...tooltip(context, 'item', unit), position: 'top' },
    legend: { show: false },
    xAxis: categoryAxis(context, labels, true),
    yAxis: {
      ...categoryAxis(
        { ...context, width: 4000 },
        series.map(({ name }) => name),
        true,
      ),
      inverse: true,
    },
    visualMap: {
      min: figures.reduce((low, value) => Math.min(low, value), figures[0] ?? 0),
      max: figures.reduce((high, value) => Math.max(high, value), figures[0] ?? 0),
      calculable: true,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      itemWidth: 12,
      textStyle: { color: ink.text },
      formatter: (value: number) => shortFigure(value, unit, language),
      inRange: { color: ink.isDark ? darkHeat : heat },
    },
    series: [
      {
        type: 'heatmap',
        name: chart.y[0] ?? '',
        data: cells,
        itemStyle: { borderColor: ink.surface, borderWidth: 1 },
        label: {
          show: hasRoom,
          formatter: ({ value }: { value: number[] }) => shortFigure(value[2] ?? 0, unit, language),
        },
      },
    ],
  };
}
