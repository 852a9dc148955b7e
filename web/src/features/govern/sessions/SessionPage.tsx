import { CloseOutlined, RedoOutlined } from '@ant-design/icons';
import { type SyncSession, syncSessionEndpoints } from '@sextant/contract/sync-sessions';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Progress, Space } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { Figures } from '../Figures.tsx';
import { governPaths } from '../govern-paths.ts';
import { goesOn, governKeys, useSession } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { CountsText } from './CountsText.tsx';
import { RecordsTable } from './RecordsTable.tsx';
import { sessionsTexts } from './sessions-texts.ts';
import { useSessionActions } from './use-session-actions.ts';

/** One session, live: how far it is and what happened at each instance. */
export function SessionPage() {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const { sessionId = '' } = useParams();
  const session = useSession(sessionId);
  if (!session.data) {
    return (
      <PageFrame title={t('session')}>
        {session.isError ? (
          <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <PageSkeleton />
        )}
      </PageFrame>
    );
  }
  const one = session.data;
  return (
    <PageFrame
      title={`${g(one.kind)} #${one.number}`}
      description={
        <Space wrap>
          <StatusTag status={one.status} />
          <span>{one.trigger === 'schedule' ? (one.task_name ?? t('byschedule')) : one.user}</span>
          <Moment time={one.started_at ?? one.created_at} />
          <Link to={`/collect/executions/${encodeURIComponent(one.execution_id)}`}>{t('log')}</Link>
        </Space>
      }
      actions={<Actions session={one} />}
    >
      {goesOn(one.status) && <Progress percent={one.progress} style={{ marginBottom: 12 }} />}
      {one.error !== null && <Alert type="error" showIcon title={one.error} style={{ marginBottom: 16 }} />}
      <SessionFigures session={one} />
      {one.instances_total > 0 ? (
        <RecordsTable session={one} />
      ) : (
        <p>{t(one.kind === 'classify_accounts' ? 'wholeWork' : 'noRecords')}</p>
      )}
      {one.kind === 'classify_accounts' && (
        <Link to={governPaths.classificationTab('batches')}>{g('classify_accounts')}</Link>
      )}
    </PageFrame>
  );
}

function SessionFigures({ session: one }: { session: SyncSession }) {
  const t = useTexts(sessionsTexts);
  const { language } = usePreferences();
  const done = one.instances_completed + one.instances_failed + one.instances_cancelled;
  return (
    <Figures
      label={t('session')}
      figures={[
        { name: t('instances'), value: `${done} / ${one.instances_total}` },
        {
          name: t('error'),
          value: one.instances_failed,
          tone: one.instances_failed > 0 ? 'error' : undefined,
        },
        { name: t('counts'), value: <CountsText counts={one} /> },
        {
          name: t('duration'),
          value: one.duration_ms === null ? '–' : formatDuration(one.duration_ms, language),
        },
      ]}
    />
  );
}

function Actions({ session }: { session: SyncSession }) {
  const t = useTexts(sessionsTexts);
  const mayRun = useMay('update');
  const { modal } = App.useApp();
  const { cancel } = useSessionActions();
  if (!mayRun) return null;
  if (!goesOn(session.status)) return session.instances_failed > 0 && <RetryFailed session={session} />;
  return (
    <Button
      danger
      icon={<CloseOutlined />}
      loading={cancel.isPending}
      onClick={() =>
        modal.confirm({
          title: t('confirmCancel'),
          content: t('confirmCancelText'),
          okText: t('cancelRun'),
          okButtonProps: { danger: true },
          cancelText: t('keepRunning'),
          onOk: () => cancel.mutateAsync(session.id).catch(() => undefined),
        })
      }
    >
      {t('cancelRun')}
    </Button>
  );
}

/** Starts a session of the same kind at the instances that failed in this one. */
function RetryFailed({ session }: { session: SyncSession }) {
  const t = useTexts(sessionsTexts);
  const navigate = useNavigate();
  const { run } = useSessionActions();
  const failed = useQuery({
    queryKey: [...governKeys.sessions, 'failed', session.id],
    queryFn: async ({ signal }) => {
      const query = { status: 'failed' as const, limit: 500 };
      const { records } = await call(syncSessionEndpoints.records, {
        params: { id: session.id },
        query,
        signal,
      });
      return records.flatMap(({ instance_id: id }) => id ?? []);
    },
  });
  const ids = failed.data ?? [];
  if (ids.length === 0) return null;
  return (
    <Button
      icon={<RedoOutlined />}
      loading={run.isPending}
      onClick={() =>
        run.mutate(
          { kind: session.kind, instance_ids: ids },
          { onSuccess: ({ id }) => void navigate(governPaths.session(id)) },
        )
      }
    >
      {t('retryFailed', { count: ids.length })}
    </Button>
  );
}
