import type { Chart } from '@sextant/contract/chart';
import { BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { useMedia } from '../../lib/use-media.ts';
import styles from './ChartCanvas.module.css';
import { describeChart } from './chart-description.ts';
import { chartNote, notePixels } from './chart-note.ts';
import { chartOption } from './chart-option.ts';
import { chartTexts } from './chart-texts.ts';
import { useChartInk } from './use-chart-ink.ts';

use([
  BarChart,
  FunnelChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** Widths this close are drawn alike. */
const widthStep = 40;
const firstWidth = 720;

interface Props {
  chart: Chart;
  height: number;
}

/** A chart as a picture in a box of that height, with what it shows in words for who cannot see it. */
export function ChartCanvas({ chart, height }: Props) {
  const t = useTexts(chartTexts);
  const { ink, language } = useChartInk();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const told = useId();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType | null>(null);
  const [width, setWidth] = useState(firstWidth);
  const note = useMemo(
    () => chartNote(chart, { width, height, t, language }),
    [chart, width, height, t, language],
  );
  const canvasHeight = note === '' ? height : height - notePixels;
  const words = useMemo(() => describeChart(chart, t, language), [chart, t, language]);
  const option = useMemo(
    () =>
      chartOption(chart, {
        ink,
        language,
        othersLabel: t('others'),
        animate: !calm,
        width,
        height: canvasHeight,
      }),
    [chart, ink, language, t, calm, width, canvasHeight],
  );
  useEffect(() => {
    if (box.current === null) return;
    const instance = init(box.current);
    drawn.current = instance;
    const observer = new ResizeObserver(([entry]) => {
      instance.resize();
      const measured = entry?.contentRect.width ?? 0;
      if (measured > 0) setWidth(Math.max(widthStep, Math.floor(measured / widthStep) * widthStep));
    });
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
  return (
    <div style={{ height }}>
      <div
        ref={box}
        style={{ height: canvasHeight }}
        role="img"
        aria-label={chart.title || t('chart')}
        aria-describedby={told}
      />
      {note !== '' && <p className={styles.note}>{note}</p>}
      <p id={told} className={styles.words}>
        {words}
      </p>
    </div>
  );
}
