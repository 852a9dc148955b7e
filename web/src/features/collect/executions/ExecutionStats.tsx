import type { Chart } from '@sextant/contract/chart';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useExecutionStats } from '../collect-queries.ts';
import styles from './ExecutionStats.module.css';
import { executionsTexts } from './executions-texts.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartPixels = 168;
const days = 30;

/** How the last 30 days went: the figures, and successes and failures of each day. Absent until something ran. */
export function ExecutionStats() {
  const t = useTexts(executionsTexts);
  const { language } = usePreferences();
  const { data: stats } = useExecutionStats(days);
  const chart = useMemo(
    (): Chart | null =>
      stats === undefined || stats.days.length === 0
        ? null
        : {
            type: 'bar',
            title: t('last30'),
            x: 'day',
            y: [t('successDays'), t('failedDays')],
            series: null,
            data: {
              columns: ['day', t('successDays'), t('failedDays')],
              rows: stats.days.map((one) => [one.day, one.success_count, one.failed_count]),
            },
          },
    [stats, t],
  );
  if (stats === undefined || stats.total_count === 0) return null;
  return (
    <section className={styles.stats} aria-label={t('last30')}>
      <dl className={styles.figures}>
        <Figure name={t('totalCount')}>{groupDigits(String(stats.total_count))}</Figure>
        <Figure name={t('successRate')}>{Math.round(stats.success_rate * 10) / 10}%</Figure>
        <Figure name={t('averageTime')}>
          {stats.average_seconds === null ? '–' : formatDuration(stats.average_seconds * 1000, language)}
        </Figure>
        <Figure name={t('nowRunning')}>
          {stats.running_count} / {stats.pending_count}
        </Figure>
      </dl>
      {chart !== null && (
        <div className={styles.chart}>
          <Suspense fallback={<div style={{ height: chartPixels }} />}>
            <ChartCanvas chart={chart} height={chartPixels} />
          </Suspense>
        </div>
      )}
    </section>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
