import type { Forecast, Growth } from '@sextant/contract/capacity';
import { Button, Empty, Segmented, Table } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { formatBytes, groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { Figures } from '../Figures.tsx';
import { useCapacitySeries, useCapacityTables, useInstanceCapacity } from '../govern-queries.ts';
import { capacityChart } from './capacity-chart.ts';
import { instancesTexts } from './instances-texts.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartPixels = 280;
const pageSize = 10;

interface Part {
  database: string;
  table?: string;
}

/** The size of an instance over time with its forecast, and of its databases and tables. */
export function CapacityTab({ instanceId }: { instanceId: string }) {
  const t = useTexts(instancesTexts);
  const [days, setDays] = useState(90);
  const [part, setPart] = useState<Part | null>(null);
  const capacity = useInstanceCapacity(instanceId, days);
  const series = useCapacitySeries(instanceId, part, days);
  if (capacity.isError) return <ErrorNotice error={capacity.error} onRetry={() => void capacity.refetch()} />;
  if (!capacity.data) return <PageSkeleton />;
  const { bytes, measured_on: measuredOn, databases } = capacity.data;
  if (bytes === null) return <Empty description={t('noCapacity')} />;
  const drawn = part === null ? capacity.data : series.data;
  const name = part === null ? t('wholeInstance') : (part.table ?? part.database);
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
        onChange={setDays}
      />
      <CapacityFigures
        bytes={drawn?.points.at(-1)?.bytes ?? bytes}
        growth={drawn?.growth ?? null}
        forecast={drawn?.forecast ?? null}
        measuredOn={measuredOn}
      />
      <h3>
        {t('trendOf', { name })}{' '}
        {part !== null && (
          <Button size="small" type="link" onClick={() => setPart(null)}>
            {t('back')}
          </Button>
        )}
      </h3>
      {series.isError && part !== null && <ErrorNotice error={series.error} />}
      {drawn && <Trend points={drawn.points} forecast={drawn.forecast} needed={drawn.needed_points} />}
      <h3>{t('databases')}</h3>
      <Table<(typeof databases)[number]>
        rowKey="database"
        size="small"
        dataSource={databases}
        scroll={{ x: 'max-content' }}
        pagination={databases.length > pageSize ? { pageSize, showSizeChanger: false } : false}
        columns={[
          {
            title: t('databases'),
            key: 'database',
            render: (_, { database }) => (
              <Button type="link" style={{ padding: 0 }} onClick={() => setPart({ database })}>
                {database}
              </Button>
            ),
          },
          ...sizeColumns(t),
        ]}
      />
      <h3>{t('tables')}</h3>
      <LargestTables instanceId={instanceId} days={days} onChoose={setPart} />
    </>
  );
}

interface Measured {
  bytes: number;
  data_bytes: number | null;
  index_bytes: number | null;
  rows_estimate: number | null;
  growth: Growth | null;
}

type Name = 'size' | 'data' | 'index' | 'rows' | 'growth';

function sizeColumns(t: (name: Name) => string) {
  const right = { align: 'right' as const };
  const size = (bytes: number | null) => (bytes === null ? '–' : formatBytes(bytes));
  return [
    { ...right, title: t('size'), key: 'size', render: (_: unknown, { bytes }: Measured) => size(bytes) },
    {
      ...right,
      title: t('data'),
      key: 'data',
      render: (_: unknown, { data_bytes: bytes }: Measured) => size(bytes),
    },
    {
      ...right,
      title: t('index'),
      key: 'index',
      render: (_: unknown, { index_bytes: bytes }: Measured) => size(bytes),
    },
    {
      ...right,
      title: t('rows'),
      key: 'rows',
      render: (_: unknown, { rows_estimate: rows }: Measured) =>
        rows === null ? '–' : groupDigits(String(rows)),
    },
    {
      ...right,
      title: t('growth'),
      key: 'growth',
      render: (_: unknown, { growth }: Measured) => (growth === null ? '–' : signed(growth.change_bytes)),
    },
  ];
}

function signed(bytes: number): string {
  const size = formatBytes(Math.abs(bytes));
  return bytes < 0 ? `−${size}` : `+${size}`;
}

interface FiguresProps {
  bytes: number;
  growth: Growth | null;
  forecast: Forecast | null;
  measuredOn: string | null;
}

function CapacityFigures({ bytes, growth, forecast, measuredOn }: FiguresProps) {
  const t = useTexts(instancesTexts);
  const last = forecast?.points.at(-1);
  return (
    <Figures
      label={t('tabCapacity')}
      figures={[
        {
          name: `${t('capacityNow')} · ${t('measuredOn', { day: measuredOn ?? '–' })}`,
          value: <span title={`${groupDigits(String(bytes))} B`}>{formatBytes(bytes)}</span>,
        },
        {
          name: t('growth'),
          value:
            growth === null
              ? '–'
              : `${signed(growth.change_bytes)} (${t('perDay', { size: signed(Math.round(growth.bytes_per_day)) })})`,
        },
        ...(last === undefined
          ? []
          : [
              {
                name: t('in30', { count: forecast?.points.length ?? 0 }),
                value: (
                  <span title={`${formatBytes(last.low_bytes)} – ${formatBytes(last.high_bytes)}`}>
                    {formatBytes(last.bytes)}
                  </span>
                ),
              },
              { name: t('fit'), value: `${Math.round((forecast?.fit ?? 0) * 100)}%` },
            ]),
      ]}
    />
  );
}

interface TrendProps {
  points: Parameters<typeof capacityChart>[0];
  forecast: Forecast | null;
  needed: number;
}

function Trend({ points, forecast, needed }: TrendProps) {
  const t = useTexts(instancesTexts);
  const chart = useMemo(
    () => capacityChart(points, forecast, (line, unit) => t(line, { unit })),
    [points, forecast, t],
  );
  return (
    <>
      <Suspense fallback={<div style={{ height: chartPixels }} />}>
        <ChartCanvas chart={chart} height={chartPixels} />
      </Suspense>
      {forecast === null && (
        <p style={{ color: 'var(--ant-color-text-description)' }}>{t('needPoints', { count: needed })}</p>
      )}
    </>
  );
}

interface LargestProps {
  instanceId: string;
  days: number;
  onChoose: (part: Part) => void;
}

function LargestTables({ instanceId, days, onChoose }: LargestProps) {
  const t = useTexts(instancesTexts);
  const [page, setPage] = useState(1);
  const tables = useCapacityTables(instanceId, { days, limit: pageSize, offset: (page - 1) * pageSize });
  if (tables.isError) return <ErrorNotice error={tables.error} onRetry={() => void tables.refetch()} />;
  return (
    <Table<NonNullable<typeof tables.data>['tables'][number]>
      rowKey={({ database, table }) => `${database} ${table}`}
      size="small"
      dataSource={tables.data?.tables}
      loading={tables.isPending || tables.isPlaceholderData}
      scroll={{ x: 'max-content' }}
      pagination={{
        current: page,
        pageSize,
        total: tables.data?.total ?? 0,
        showSizeChanger: false,
        hideOnSinglePage: true,
        onChange: setPage,
      }}
      columns={[
        {
          title: t('table'),
          key: 'table',
          render: (_, { database, table }) => (
            <Button type="link" style={{ padding: 0 }} onClick={() => onChoose({ database, table })}>
              {database} · {table}
            </Button>
          ),
        },
        ...sizeColumns(t),
      ]}
    />
  );
}
