import type { Chart } from '@sextant/contract/chart';
import { axisOption, hasSlider } from './axis-option.ts';
import type { ChartContext, Option } from './chart-axes.ts';
import { chartPalette } from './chart-palette.ts';
import { heatmapOption, scatterOption } from './grid-option.ts';
import { funnelOption, pieOption } from './part-option.ts';

const animationMilliseconds = 140;

/** The ECharts option of a chart; made from its columns alone, never from code. KPI and table are not drawn here. */
export function chartOption(chart: Chart, context: ChartContext): Option {
  const own = ownOption(chart, context);
  const bottom = chart.type === 'heatmap' ? 44 : hasSlider(own) ? 36 : chart.type === 'scatter' ? 28 : 8;
  return {
    color: [...chartPalette],
    useUTC: true,
    animation: context.animate,
    animationDuration: animationMilliseconds,
    textStyle: { fontFamily: context.ink.fontFamily, color: context.ink.text },
    grid: {
      left: 8,
      right: 24,
      top: hasHead(chart, own) ? 36 : 12,
      bottom,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...own,
  };
}

/** Whether a legend or the name of an axis stands above. */
function hasHead(chart: Chart, own: Option): boolean {
  if (chart.type === 'heatmap') return false;
  return chart.layout !== 'horizontal' || (own.legend as Option).show !== false;
}

function ownOption(chart: Chart, context: ChartContext): Option {
  if (chart.layout === 'funnel') return funnelOption(chart, context);
  switch (chart.type) {
    case 'pie':
      return pieOption(chart, context);
    case 'scatter':
      return scatterOption(chart, context);
    case 'heatmap':
      return heatmapOption(chart, context);
    default:
      return axisOption(chart, context, legend(context));
  }
}

function legend({ ink }: ChartContext): Option {
  return {
    type: 'scroll',
    top: 0,
    textStyle: { color: ink.text },
    pageTextStyle: { color: ink.text },
    pageIconColor: ink.text,
    pageIconInactiveColor: ink.line,
  };
}
