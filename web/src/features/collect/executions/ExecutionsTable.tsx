import { CloseOutlined, RedoOutlined } from '@ant-design/icons';
import type { Execution } from '@sextant/contract/executions';
import { App, Button, Progress, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { isUnderWay, StatusTag } from '../../../ui/StatusTag.tsx';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import styles from './ExecutionsTable.module.css';
import { executionsTexts } from './executions-texts.ts';
import { useExecutionActions } from './use-execution-actions.ts';

interface Props {
  executions: Execution[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
}

/** One page of executions with what can be done to each; on a phone each is a card. */
export function ExecutionsTable({ executions, loading, empty, pagination, onPage }: Props) {
  const t = useTexts(executionsTexts);
  const c = useTexts(collectTexts);
  const { language } = usePreferences();
  const phone = usePhone();
  const took = ({ duration_seconds: seconds }: Execution) =>
    seconds === null ? '–' : formatDuration(seconds * 1000, language);
  const wide: TableColumnsType<Execution> = [
    { title: t('what'), key: 'what', render: (_, one) => <What one={one} /> },
    { title: t('status'), key: 'status', render: (_, one) => <State one={one} /> },
    {
      title: t('rows'),
      dataIndex: 'rows_affected',
      align: 'right',
      render: (rows: number | null) => (rows === null ? '–' : groupDigits(String(rows))),
    },
    { title: t('duration'), key: 'duration', align: 'right', render: (_, one) => took(one) },
    { title: t('trigger'), key: 'trigger', render: (_, one) => t(`by_${one.triggered_by}`) },
    {
      title: t('started'),
      key: 'started',
      render: (_, one) => <Moment time={one.started_at ?? one.created_at} />,
    },
    { title: '', key: 'actions', width: 56, render: (_, one) => <Act one={one} /> },
  ];
  const narrow: TableColumnsType<Execution> = [
    {
      key: 'card',
      render: (_, one) => (
        <div className={styles.card}>
          <div className={styles.cardText}>
            <What one={one} />
            <div className={styles.facts}>
              <State one={one} />
              <Moment time={one.started_at ?? one.created_at} />
              <span>{took(one)}</span>
              {one.rows_affected !== null && (
                <span>{c('rowsCount', { figure: groupDigits(String(one.rows_affected)) })}</span>
              )}
            </div>
          </div>
          <Act one={one} />
        </div>
      ),
    },
  ];
  return (
    <Table<Execution>
      rowKey="id"
      size="middle"
      dataSource={executions}
      loading={loading}
      showHeader={!phone}
      scroll={phone ? undefined : { x: 'max-content' }}
      locale={{ emptyText: empty }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => c('total', { count }),
        onChange: onPage,
      }}
      columns={phone ? narrow : wide}
    />
  );
}

function What({ one }: { one: Execution }) {
  const name = one.task_name ?? one.script_id ?? one.task_type;
  return (
    <div>
      <Link to={collectPaths.execution(one.id)}>{name}</Link>
      {one.task_name !== null && one.script_id !== null && (
        <div className={styles.faint}>{one.script_id}</div>
      )}
    </div>
  );
}

function State({ one: { status, progress } }: { one: Execution }) {
  return (
    <span className={styles.state}>
      <StatusTag status={status} />
      {status === 'running' && <Progress percent={Math.round(progress)} size="small" style={{ width: 96 }} />}
    </span>
  );
}

/** Cancelling what runs, or running again what has ended. */
function Act({ one }: { one: Execution }) {
  const t = useTexts(executionsTexts);
  const c = useTexts(collectTexts);
  const { message, modal } = App.useApp();
  const { cancel, retry } = useExecutionActions();
  const name = one.task_name ?? one.script_id ?? one.id;
  if (!isUnderWay(one.status)) {
    return (
      <Button
        type="text"
        icon={<RedoOutlined />}
        loading={retry.isPending}
        title={t('retry')}
        aria-label={`${t('retry')} ${name}`}
        onClick={() => retry.mutate(one.id, { onSuccess: () => void message.success(t('retried')) })}
      />
    );
  }
  const ask = () =>
    modal.confirm({
      title: t('confirmCancel'),
      content: t('confirmCancelText'),
      okText: c('cancelRun'),
      okButtonProps: { danger: true },
      cancelText: t('keepRunning'),
      onOk: () => cancel.mutateAsync(one.id).catch(() => undefined),
    });
  return (
    <Button
      type="text"
      danger
      icon={<CloseOutlined />}
      loading={cancel.isPending}
      title={c('cancelRun')}
      aria-label={`${c('cancelRun')} ${name}`}
      onClick={ask}
    />
  );
}
