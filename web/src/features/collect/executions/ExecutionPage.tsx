import { CloseOutlined, RedoOutlined, TableOutlined } from '@ant-design/icons';
import type { Execution } from '@sextant/contract/executions';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { ShareToRoom } from '../../../ui/ShareToRoom.tsx';
import { isUnderWay } from '../../../ui/StatusTag.tsx';
import { collectKeys } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { ExecutionFacts } from './ExecutionFacts.tsx';
import { ExecutionLog } from './ExecutionLog.tsx';
import styles from './ExecutionPage.module.css';
import { executionsTexts } from './executions-texts.ts';
import { RunError } from './RunError.tsx';
import { RunState } from './RunState.tsx';
import { useExecutionActions } from './use-execution-actions.ts';
import { useExecutionStream } from './use-execution-stream.ts';

/** One execution, live: state and progress, what it did to the table, why it failed, and its log. */
export function ExecutionPage() {
  const t = useTexts(executionsTexts);
  const { executionId = '' } = useParams();
  const client = useQueryClient();
  const { execution, lines, error, reload } = useExecutionStream(executionId, () => {
    void client.invalidateQueries({ queryKey: collectKeys.executions });
    void client.invalidateQueries({ queryKey: collectKeys.tables });
  });
  if (execution === null) {
    return (
      <PageFrame title={t('detail')}>
        {error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={reload} />}
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={execution.task_name ?? execution.script_id ?? execution.task_type}
      description={<code>{execution.id}</code>}
      actions={<Actions execution={execution} />}
    >
      <div className={styles.parts}>
        {error !== null && <ErrorNotice error={error} onRetry={reload} />}
        <RunState execution={execution} />
        {execution.error !== null && <RunError error={execution.error} scriptId={execution.script_id} />}
        <ExecutionFacts execution={execution} />
        <ExecutionLog lines={lines} />
      </div>
    </PageFrame>
  );
}

function Actions({ execution }: { execution: Execution }) {
  const t = useTexts(executionsTexts);
  const c = useTexts(collectTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { cancel, retry } = useExecutionActions();
  const { id, status, table_name: table } = execution;
  return (
    <>
      {table !== null && execution.rows_after !== null && (
        <Link to={collectPaths.table(table)}>
          <Button icon={<TableOutlined />} tabIndex={-1}>
            {c('viewTable')}
          </Button>
        </Link>
      )}
      <ShareToRoom card={{ object: 'execution', id, title: execution.task_name ?? '' }} />
      {isUnderWay(status) ? (
        <Button
          danger
          icon={<CloseOutlined />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(id, { onSuccess: () => void message.info(c('cancelAsked')) })}
        >
          {c('cancelRun')}
        </Button>
      ) : (
        <Button
          type="primary"
          icon={<RedoOutlined />}
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(id, {
              onSuccess: ({ execution_id }) => void navigate(collectPaths.execution(execution_id)),
            })
          }
        >
          {t('retry')}
        </Button>
      )}
    </>
  );
}
