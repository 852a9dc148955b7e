import {
  type SyncRecord,
  type SyncSession,
  type SyncStatus,
  syncSessionEndpoints,
} from '@sextant/contract/sync-sessions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { statusTexts } from '../../../ui/status-texts.ts';
import { governPaths } from '../govern-paths.ts';
import { goesOn, governKeys } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { CountsText } from './CountsText.tsx';
import { sessionsTexts } from './sessions-texts.ts';

const pageSize = 20;
const livelyMilliseconds = 1000;
const shownStatuses: readonly SyncStatus[] = ['running', 'completed', 'failed', 'cancelled'];

/** What happened at each instance; asked for again each second while the session goes on. */
export function RecordsTable({ session }: { session: SyncSession }) {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const statusName = useTexts(statusTexts);
  const { language } = usePreferences();
  const [status, setStatus] = useState<SyncStatus>();
  const [page, setPage] = useState(1);
  const query = { status, limit: pageSize, offset: (page - 1) * pageSize };
  const records = useQuery({
    queryKey: [...governKeys.sessions, 'records', session.id, query, session.status],
    queryFn: ({ signal }) =>
      call(syncSessionEndpoints.records, { params: { id: session.id }, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: goesOn(session.status) ? livelyMilliseconds : false,
  });
  if (records.isError) return <ErrorNotice error={records.error} onRetry={() => void records.refetch()} />;
  return (
    <>
      <Segmented<SyncStatus | 'all'>
        style={{ marginBottom: 12, maxWidth: '100%', overflow: 'auto' }}
        aria-label={g('status')}
        value={status ?? 'all'}
        options={[
          { value: 'all', label: t('all') },
          ...shownStatuses.map((value) => ({ value, label: statusName(value) })),
        ]}
        onChange={(next) => {
          setStatus(next === 'all' ? undefined : next);
          setPage(1);
        }}
      />
      <Table<SyncRecord>
        rowKey="number"
        size="middle"
        dataSource={records.data?.records}
        loading={records.isPending}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('noRecords') }}
        pagination={{
          current: page,
          pageSize,
          total: records.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (count) => g('total', { count }),
          onChange: setPage,
        }}
        columns={[
          { title: g('status'), key: 'status', render: (_, one) => <StatusTag status={one.status} /> },
          { title: g('instance'), key: 'instance', render: (_, one) => <InstanceName one={one} /> },
          { title: g('engine'), dataIndex: 'driver' },
          { title: t('counts'), key: 'counts', render: (_, one) => <CountsText counts={one} /> },
          {
            title: t('duration'),
            key: 'duration',
            align: 'right',
            render: (_, { duration_ms: duration }) =>
              duration === null ? '–' : formatDuration(duration, language),
          },
          { title: t('error'), key: 'error', render: (_, one) => <Problem one={one} /> },
        ]}
      />
    </>
  );
}

function InstanceName({ one: { instance_id: id, instance_name: name } }: { one: SyncRecord }) {
  return id === null ? name : <Link to={governPaths.instance(id)}>{name}</Link>;
}

function Problem({ one: { error } }: { one: SyncRecord }) {
  if (error === null) return null;
  return (
    <div style={{ maxWidth: 420, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {error.message}
      {error.hint !== null && <div style={{ color: 'var(--ant-color-text-description)' }}>{error.hint}</div>}
    </div>
  );
}
