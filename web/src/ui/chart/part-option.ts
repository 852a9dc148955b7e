import type { Chart } from '@sextant/contract/chart';
import { type ChartContext, type Option, tooltip } from './chart-axes.ts';
import { columnFigures } from './chart-data.ts';
import { viewOf } from './chart-view.ts';
import { shortFigure, unitOf } from './figure-text.ts';

interface Part {
  name: string;
  value: number;
}

const narrow = 480;

/** The parts of a chart, or the figures of its one row, without those that are missing. */
function partsOf(chart: Chart, othersLabel: string): Part[] {
  if (chart.x === null) {
    return chart.y.map((name) => ({ name, value: columnFigures(chart, name)[0] ?? 0 }));
  }
  const { labels, series } = viewOf(chart, othersLabel);
  return labels.flatMap((name, at) => {
    const value = series[0]?.values[at] ?? null;
    return value === null ? [] : [{ name, value }];
  });
}

/** A ring of at most eight parts, the rest as one behind the others. */
export function pieOption(chart: Chart, context: ChartContext): Option {
  const { ink, language, othersLabel, width } = context;
  const unit = unitOf(chart);
  const parts = partsOf(chart, othersLabel).sort(
    (one, other) =>
      Number(one.name === othersLabel) - Number(other.name === othersLabel) || other.value - one.value,
  );
  return {
    tooltip: tooltip(context, 'item', unit),
    legend: { show: false },
    series: [
      {
        type: 'pie',
        name: chart.y[0],
        radius: ['42%', '72%'],
        center: ['50%', '50%'],
        startAngle: 90,
        // What is summed up stands back behind the parts that have names.
        data: parts.map((part) =>
          part.name === othersLabel
            ? { ...part, itemStyle: { color: ink.faint, opacity: 0.4 }, label: { opacity: 1 } }
            : part,
        ),
        label: {
          color: ink.text,
          width: width < narrow ? 84 : 170,
          overflow: 'truncate',
          formatter: ({ name, value, percent }: { name: string; value: number; percent: number }) =>
            unit.unit === 'number'
              ? `${name}\n${shortFigure(value, unit, language)} · ${Math.round(percent * 10) / 10}%`
              : `${name}\n${shortFigure(value, unit, language)}`,
        },
        labelLine: { lineStyle: { color: ink.faint }, length: 10, length2: 8 },
        itemStyle: { borderColor: ink.surface, borderWidth: 2 },
      },
    ],
  };
}

/** Stages below each other, each with what part of the first is left of it. */
export function funnelOption(chart: Chart, context: ChartContext): Option {
  const { ink, language, othersLabel } = context;
  const unit = unitOf(chart);
  const stages = partsOf(chart, othersLabel);
  const first = stages[0]?.value ?? 0;
  const left = (value: number) => (first > 0 ? ` · ${Math.round((value / first) * 1000) / 10}%` : '');
  return {
    tooltip: tooltip(context, 'item', unit),
    legend: { show: false },
    series: [
      {
        type: 'funnel',
        sort: 'none',
        name: chart.y[0],
        left: '4%',
        width: '58%',
        top: 12,
        bottom: 12,
        min: 0,
        max: stages.reduce((most, { value }) => Math.max(most, value), 0),
        minSize: '2%',
        gap: 2,
        data: stages,
        label: {
          position: 'right',
          color: ink.text,
          formatter: ({ name, value }: Part) =>
            `${name}  ${shortFigure(value, unit, language)}${left(value)}`,
        },
        labelLine: { length: 12, lineStyle: { color: ink.faint } },
        itemStyle: { borderColor: ink.surface, borderWidth: 1 },
      },
    ],
  };
}
