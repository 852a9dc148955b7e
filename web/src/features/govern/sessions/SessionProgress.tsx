import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress, Space } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { governPaths } from '../govern-paths.ts';
import { goesOn, governKeys, useSession } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { sessionsTexts } from './sessions-texts.ts';
import { useSessionActions } from './use-session-actions.ts';

/** How far a session is that was started on this page, with a way to stop it; afterwards what became of it. */
export function SessionProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const client = useQueryClient();
  const session = useSession(id);
  const { cancel } = useSessionActions();
  const status = session.data?.status;
  const over = status !== undefined && !goesOn(status);
  useEffect(() => {
    if (!over) return;
    for (const queryKey of [
      governKeys.instances,
      governKeys.accounts,
      governKeys.changes,
      governKeys.capacity,
    ])
      void client.invalidateQueries({ queryKey });
  }, [over, client]);
  if (session.isError) return <ErrorNotice error={session.error} onDismiss={onClose} />;
  const one = session.data;
  const kind = one === undefined ? '' : g(one.kind);
  const done =
    one === undefined ? 0 : one.instances_completed + one.instances_failed + one.instances_cancelled;
  const failed = one?.instances_failed ?? 0;
  return (
    <Alert
      style={{ marginBottom: 16 }}
      type={!over ? 'info' : status === 'completed' ? 'success' : 'warning'}
      showIcon
      closable={over ? { onClose } : false}
      title={
        over
          ? t('done', { kind, ok: one?.instances_completed ?? 0, failed })
          : t('progress', { kind, done, total: one?.instances_total ?? 0 })
      }
      description={
        <Space orientation="vertical" style={{ width: '100%' }}>
          {!over && <Progress percent={one?.progress ?? 0} size="small" />}
          {one?.error}
          <Space>
            <Link to={governPaths.session(id)}>{t('show')}</Link>
            {!over && (
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
                {t('cancelRun')}
              </Button>
            )}
          </Space>
        </Space>
      }
    />
  );
}
