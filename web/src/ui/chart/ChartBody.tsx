import type { Chart } from '@sextant/contract/chart';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { KpiView } from './KpiView.tsx';

const ChartCanvas = lazy(async () => ({ default: (await import('./ChartCanvas.tsx')).ChartCanvas }));

/** A chart of any kind but the table, in a place that is as high before it is loaded. */
export function ChartBody({ chart, height }: { chart: Chart; height: number }) {
  if (chart.type === 'kpi' && chart.layout !== 'funnel') return <KpiView chart={chart} />;
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
      <ChartCanvas chart={chart} height={height} />
    </Suspense>
  );
}
