import type { Chart } from '@sextant/contract/chart';
import type { Charts } from '@sextant/contract/dashboard';
import { Segmented } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './DashboardPage.module.css';
import { useCharts } from './dashboard-queries.ts';
import { dashboardTexts } from './dashboard-texts.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartPixels = 208;
const choices = [7, 30, 90];

/** What was run, asked and logged on each of the last days; how many stands in the address. */
export function DayCharts() {
  const t = useTexts(dashboardTexts);
  const [address, setAddress] = useSearchParams();
  const asked = Number(address.get('days'));
  const days = choices.includes(asked) ? asked : 7;
  const charts = useCharts(days);
  return (
    <section className={styles.panel} aria-label={t('trends')}>
      <div className={styles.head}>
        <h2>{t('trends')}</h2>
        <Segmented
          size="small"
          value={days}
          options={choices.map((count) => ({ value: count, label: t('days', { count }) }))}
          onChange={(next) => setAddress(next === 7 ? {} : { days: String(next) }, { replace: true })}
        />
      </div>
      {charts.isError && <ErrorNotice error={charts.error} onRetry={() => void charts.refetch()} />}
      <Drawings charts={charts.data} />
    </section>
  );
}

function Drawings({ charts }: { charts: Charts | undefined }) {
  const t = useTexts(dashboardTexts);
  const drawn = useMemo(() => {
    if (charts === undefined) return null;
    const { days, executions, questions, queries, logs } = charts;
    return {
      executions: chartOf('bar', t('chartExecutions'), days, [
        [t('completed'), executions.completed],
        [t('failed'), executions.failed],
      ]),
      questions: chartOf('line', t('chartQuestions'), days, [
        [t('questionsSeries'), questions],
        [t('queriesFailed'), queries.failed],
        [t('queriesOk'), queries.ok],
      ]),
      logs:
        logs &&
        chartOf('bar', t('chartLogs'), days, [
          [t('warnings'), logs.warnings],
          [t('errors'), logs.errors],
        ]),
    };
  }, [charts, t]);
  return (
    <div className={styles.charts} aria-busy={drawn === null}>
      <Drawing name={t('chartExecutions')} chart={drawn?.executions} />
      <Drawing name={t('chartQuestions')} chart={drawn?.questions} />
      {drawn?.logs !== null && <Drawing name={t('chartLogs')} chart={drawn?.logs} />}
    </div>
  );
}

function Drawing({ name, chart }: { name: string; chart: Chart | undefined }) {
  return (
    <div>
      <h3>{name}</h3>
      <div style={{ height: chartPixels }}>
        {chart && (
          <Suspense fallback={null}>
            <ChartCanvas chart={chart} height={chartPixels} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function chartOf(
  type: Chart['type'],
  title: string,
  days: string[],
  series: [name: string, values: number[]][],
): Chart {
  const names = series.map(([name]) => name);
  return {
    type,
    title,
    x: 'day',
    y: names,
    series: null,
    data: {
      columns: ['day', ...names],
      rows: days.map((day, at) => [day.slice(5), ...series.map(([, values]) => values[at] ?? 0)]),
    },
  };
}
