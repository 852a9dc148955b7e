import type { Chart } from '@sextant/contract/chart';
import type { InstanceCheck } from '@sextant/contract/instances';
import { Empty, Segmented, Table } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { localeOf, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { Figures } from '../Figures.tsx';
import { useInstanceChecks } from '../govern-queries.ts';
import { HealthTag } from '../HealthTag.tsx';
import { instancesTexts } from './instances-texts.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const pageSize = 20;
const chartPixels = 180;
const drawnChecks = 200;
const shortTime = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;

/** Whether an instance answered, check by check, and how fast. */
export function LivenessTab({ instanceId }: { instanceId: string }) {
  const t = useTexts(instancesTexts);
  const { language } = usePreferences();
  const [days, setDays] = useState(30);
  const [page, setPage] = useState(1);
  const drawn = useInstanceChecks(instanceId, { days, limit: drawnChecks });
  const checks = useInstanceChecks(instanceId, { days, limit: pageSize, offset: (page - 1) * pageSize });
  if (checks.isError) return <ErrorNotice error={checks.error} onRetry={() => void checks.refetch()} />;
  if (!checks.data) return <PageSkeleton />;
  const { total, availability_percent: availability } = checks.data;
  return (
    <>
      <Segmented
        style={{ marginBottom: 12 }}
        aria-label={t('window')}
        value={days}
        options={[
          { value: 30, label: t('days30') },
          { value: 90, label: t('days90') },
          { value: 365, label: t('days365') },
        ]}
        onChange={(next) => {
          setDays(next);
          setPage(1);
        }}
      />
      {total === 0 ? (
        <Empty description={t('noChecks')} />
      ) : (
        <>
          <Figures
            label={t('tabLiveness')}
            figures={[
              { name: t('availability'), value: availability === null ? '–' : `${availability}%` },
              { name: t('checksCount'), value: total },
            ]}
          />
          <LatencyChart checks={drawn.data?.checks ?? []} />
          <Table<InstanceCheck>
            rowKey="at"
            size="middle"
            dataSource={checks.data.checks}
            loading={checks.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={{ current: page, pageSize, total, showSizeChanger: false, onChange: setPage }}
            columns={[
              { title: t('lastCheck'), key: 'at', render: (_, { at }) => <Moment time={at} /> },
              {
                title: t('result'),
                key: 'up',
                render: (_, { is_up: isUp, error }) => (
                  <HealthTag health={isUp ? 'up' : 'down'} error={error} />
                ),
              },
              {
                title: t('latency'),
                key: 'latency',
                align: 'right',
                render: (_, { latency_ms: latency }) =>
                  latency === null ? '–' : formatDuration(latency, language),
              },
              { title: t('version'), key: 'version', render: (_, { version }) => version ?? '–' },
              { title: t('why'), key: 'why', render: (_, { error }) => error?.message },
            ]}
          />
        </>
      )}
    </>
  );
}

function LatencyChart({ checks }: { checks: InstanceCheck[] }) {
  const t = useTexts(instancesTexts);
  const { language } = usePreferences();
  const chart = useMemo((): Chart => {
    const name = `${t('latency')} (ms)`;
    const format = new Intl.DateTimeFormat(localeOf(language), shortTime);
    return {
      type: 'line',
      title: name,
      x: 'at',
      y: [name],
      series: null,
      data: {
        columns: ['at', name],
        rows: [...checks].reverse().map(({ at, latency_ms }) => [format.format(new Date(at)), latency_ms]),
      },
    };
  }, [checks, t, language]);
  if (checks.length < 2) return null;
  return (
    <Suspense fallback={<div style={{ height: chartPixels }} />}>
      <ChartCanvas chart={chart} height={chartPixels} />
    </Suspense>
  );
}
