import { executionEndpoints } from '@sextant/contract/executions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress, Space, Steps } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { isUnderWay } from '../../ui/StatusTag.tsx';
import styles from './system.module.css';
import { systemKeys, useMove } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

interface Props {
  executionId: string;
  onDone: () => void;
  onBegun: (executionId: string) => void;
}

/** The tables on their way to another place: how far it is, and how it ended. */
export function WarehouseMove({ executionId, onDone, onBegun }: Props) {
  const t = useTexts(systemTexts);
  const client = useQueryClient();
  const move = useMove(executionId);
  const params = { id: executionId };
  const cancel = useMutation({
    mutationFn: () => call(executionEndpoints.cancel, { params }),
    onSuccess: () => move.refetch(),
  });
  const again = useMutation({
    mutationFn: () => call(executionEndpoints.retry, { params }),
    onSuccess: ({ execution_id }) => onBegun(execution_id),
  });
  const status = move.data?.status;
  const isOver = status !== undefined && !isUnderWay(status);
  useEffect(() => {
    if (!isOver) return;
    for (const queryKey of [systemKeys.warehouse, queryKeys.connections, ['tables']]) {
      void client.invalidateQueries({ queryKey });
    }
  }, [client, isOver]);
  if (move.isError) return <ErrorNotice error={move.error} onRetry={() => void move.refetch()} />;
  if (!move.data || status === undefined) return <PageSkeleton />;
  const isDone = status === 'completed';
  return (
    <>
      <Steps
        size="small"
        className={styles.steps}
        current={isDone ? 4 : 2}
        status={isOver && !isDone ? 'error' : 'process'}
        items={[t('stepChoose'), t('stepTest'), t('stepCopy'), t('stepDone')].map((title) => ({ title }))}
      />
      {isDone ? (
        <Alert type="success" showIcon role="status" title={t('switched')} />
      ) : (
        <Progress
          percent={Math.floor(move.data.progress)}
          status={isOver ? 'exception' : 'active'}
          aria-label={t('stepCopy')}
        />
      )}
      {isOver && !isDone && (
        <Alert
          type="error"
          showIcon
          title={move.data.error?.message ?? t('notSwitched')}
          description={t('notSwitched')}
        />
      )}
      <Space wrap className={styles.buttons}>
        {!isOver && (
          <Button danger loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('cancelMove')}
          </Button>
        )}
        {isOver && !isDone && (
          <Button type="primary" loading={again.isPending} onClick={() => again.mutate()}>
            {t('again')}
          </Button>
        )}
        {isOver && <Button onClick={onDone}>{t(isDone ? 'close' : 'otherTarget')}</Button>}
        <Link to={`/collect/executions/${encodeURIComponent(executionId)}`}>{t('log')}</Link>
      </Space>
    </>
  );
}
