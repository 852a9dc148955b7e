import type { Chart } from '@sextant/contract/chart';
import { type LogStatistics, logLevelSchema } from '@sextant/contract/logs';
import { Statistic, Table } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'react-router';
import { groupDigits } from '../../lib/format-number.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { localeOf, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { TimeRange } from '../../ui/TimeRange.tsx';
import { logsPaths } from './logs-paths.ts';
import { useLogStatistics } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import styles from './StatisticsTab.module.css';
import { useLogAddress } from './use-log-address.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartPixels = 280;
const dayMs = 86_400_000;

/** How much was logged in a time: by level over time, and by module. */
export function StatisticsTab() {
  const t = useTexts(logsTexts);
  const { range, show } = useLogAddress();
  const statistics = useLogStatistics(range);
  return (
    <>
      <FilterBar>
        <TimeRange values={range} initial="24h" onChange={show} />
      </FilterBar>
      {statistics.isPending && <PageSkeleton />}
      {statistics.isError && (
        <ErrorNotice error={statistics.error} onRetry={() => void statistics.refetch()} />
      )}
      {statistics.data && (
        <div className={styles.parts}>
          <Figures statistics={statistics.data} />
          <section className={styles.panel}>
            <h2>{t('overTime')}</h2>
            <OverTime statistics={statistics.data} />
          </section>
          <section className={styles.panel}>
            <h2>{t('byModule')}</h2>
            <Table
              rowKey="module"
              size="small"
              dataSource={statistics.data.modules}
              pagination={false}
              columns={[
                {
                  title: t('module'),
                  dataIndex: 'module',
                  render: (module: string) => <Link to={logsPaths.found({ module })}>{module}</Link>,
                },
                {
                  title: t('total'),
                  dataIndex: 'count',
                  align: 'right',
                  render: (count: number) => groupDigits(String(count)),
                },
              ]}
            />
          </section>
        </div>
      )}
    </>
  );
}

function Figures({ statistics: { total, levels, error_rate } }: { statistics: LogStatistics }) {
  const t = useTexts(logsTexts);
  return (
    <div className={styles.figures}>
      <Statistic title={t('total')} value={total} />
      <Statistic title={t('errorRate')} value={error_rate} suffix="%" />
      {logLevelSchema.options.map((level) => (
        <Statistic key={level} title={t(level)} value={levels[level]} />
      ))}
    </div>
  );
}

function OverTime({ statistics }: { statistics: LogStatistics }) {
  const t = useTexts(logsTexts);
  const { language } = usePreferences();
  const chart = useMemo((): Chart => {
    const { buckets, bucket_seconds, from, to } = statistics;
    const isLong = Date.parse(to) - Date.parse(from) > dayMs;
    const clock = new Intl.DateTimeFormat(localeOf(language), {
      ...(isLong && { month: '2-digit', day: '2-digit' }),
      ...(bucket_seconds * 1000 < dayMs && { hour: '2-digit', minute: '2-digit', hour12: false }),
    });
    // A level that nobody wrote would only take a colour.
    const levels = logLevelSchema.options.filter((level) => statistics.levels[level] > 0);
    return {
      type: 'bar',
      title: t('overTime'),
      x: 'at',
      y: levels.map((level) => t(level)),
      series: null,
      data: {
        columns: ['at', ...levels.map((level) => t(level))],
        rows: buckets.map((bucket) => [
          clock.format(new Date(bucket.at)),
          ...levels.map((level) => bucket[level]),
        ]),
      },
    };
  }, [statistics, language, t]);
  return (
    <Suspense fallback={<div style={{ height: chartPixels }} />}>
      <ChartCanvas chart={chart} height={chartPixels} />
    </Suspense>
  );
}
