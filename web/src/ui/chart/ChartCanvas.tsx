import type { Chart } from '@sextant/contract/chart';
import { theme } from 'antd';
import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { useMedia } from '../../lib/use-media.ts';
import { chartOption } from './chart-option.ts';
import { chartTexts } from './chart-texts.ts';

use([
  BarChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

const pngScale = 2;

export interface ChartHandle {
  /** The picture as drawn, on the surface's colour, as a `data:image/png` URL. */
  toPng: () => string;
}

interface Props {
  chart: Chart;
  height: number;
  handle?: Ref<ChartHandle>;
}

export function ChartCanvas({ chart, height, handle }: Props) {
  const t = useTexts(chartTexts);
  const { token } = theme.useToken();
  const { language } = usePreferences();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType | null>(null);
  const othersLabel = t('others');
  const option = useMemo(
    () =>
      chartOption(chart, {
        ink: {
          text: token.colorText,
          faint: token.colorTextSecondary,
          line: token.colorBorderSecondary,
          surface: token.colorBgElevated,
          fontFamily: token.fontFamily,
        },
        language,
        othersLabel,
        animate: !calm,
      }),
    [chart, token, language, othersLabel, calm],
  );
  useEffect(() => {
    if (box.current === null) return;
    const instance = init(box.current);
    drawn.current = instance;
    const observer = new ResizeObserver(() => instance.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      instance.dispose();
      drawn.current = null;
    };
  }, []);
  useEffect(() => {
    drawn.current?.setOption(option, { notMerge: true });
  }, [option]);
  useImperativeHandle(handle, () => ({
    toPng: () =>
      drawn.current?.getDataURL({
        type: 'png',
        pixelRatio: pngScale,
        backgroundColor: token.colorBgContainer,
      }) ?? '',
  }));
  return <div ref={box} style={{ height }} role="img" aria-label={chart.title || t('chart')} />;
}
