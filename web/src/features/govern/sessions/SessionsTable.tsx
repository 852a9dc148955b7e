import type { SyncSession } from '@sextant/contract/sync-sessions';
import { Progress, Space, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { CountsText } from './CountsText.tsx';
import { sessionsTexts } from './sessions-texts.ts';

interface Props {
  sessions: SyncSession[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
}

/** One page of sessions, newest first; on a phone each is a card. */
export function SessionsTable({ sessions, loading, empty, pagination, onPage }: Props) {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const { language } = usePreferences();
  const phone = usePhone();
  const took = ({ duration_ms: duration }: SyncSession) =>
    duration === null ? '–' : formatDuration(duration, language);
  const name = ({ id, number, kind }: SyncSession) => (
    <Link to={governPaths.session(id)}>
      {g(kind)} #{number}
    </Link>
  );
  const wide: TableColumnsType<SyncSession> = [
    { title: t('session'), key: 'session', render: (_, one) => name(one) },
    { title: g('status'), key: 'status', render: (_, one) => <State one={one} /> },
    { title: t('instances'), key: 'instances', render: (_, one) => <Instances one={one} /> },
    { title: t('counts'), key: 'counts', render: (_, one) => <CountsText counts={one} /> },
    { title: t('duration'), key: 'duration', align: 'right', render: (_, one) => took(one) },
    {
      title: t('trigger'),
      key: 'trigger',
      render: (_, { trigger, task_name: task, user }) =>
        trigger === 'schedule' ? (task ?? t('byschedule')) : (user ?? t('manual')),
    },
    { title: t('when'), key: 'when', render: (_, one) => <Moment time={one.started_at ?? one.created_at} /> },
  ];
  const narrow: TableColumnsType<SyncSession> = [
    {
      key: 'card',
      render: (_, one) => (
        <>
          {name(one)}
          <Space wrap size={[8, 4]} style={{ marginTop: 4 }}>
            <State one={one} />
            <Instances one={one} />
            <Moment time={one.started_at ?? one.created_at} />
            <span>{took(one)}</span>
          </Space>
        </>
      ),
    },
  ];
  return (
    <Table<SyncSession>
      rowKey="id"
      size="middle"
      dataSource={sessions}
      loading={loading}
      showHeader={!phone}
      scroll={phone ? undefined : { x: 'max-content' }}
      locale={{ emptyText: empty }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => g('total', { count }),
        onChange: onPage,
      }}
      columns={phone ? narrow : wide}
    />
  );
}

function State({ one: { status, progress } }: { one: SyncSession }) {
  return (
    <Space>
      <StatusTag status={status} />
      {status === 'running' && <Progress percent={progress} size="small" style={{ width: 96 }} />}
    </Space>
  );
}

function Instances({ one }: { one: SyncSession }) {
  const t = useTexts(sessionsTexts);
  if (one.instances_total === 0) return '–';
  const done = one.instances_completed + one.instances_failed + one.instances_cancelled;
  return (
    <span>
      {t('instancesCount', { done, total: one.instances_total })}
      {one.instances_failed > 0 && (
        <span style={{ color: 'var(--ant-color-error)' }}>
          {' '}
          {t('failedCount', { count: one.instances_failed })}
        </span>
      )}
    </span>
  );
}
