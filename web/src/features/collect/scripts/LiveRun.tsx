import { useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { isUnderWay } from '../../../ui/StatusTag.tsx';
import { collectKeys } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { ExecutionLog } from '../executions/ExecutionLog.tsx';
import { RunError } from '../executions/RunError.tsx';
import { RunState } from '../executions/RunState.tsx';
import { useExecutionActions } from '../executions/use-execution-actions.ts';
import { useExecutionStream } from '../executions/use-execution-stream.ts';
import { collectPaths } from '../paths.ts';

/** An execution just started, followed on the spot; it goes on when the page is left. */
export function LiveRun({ executionId }: { executionId: string }) {
  const c = useTexts(collectTexts);
  const client = useQueryClient();
  const { cancel } = useExecutionActions();
  const { execution, lines, error, reload } = useExecutionStream(executionId, () => {
    void client.invalidateQueries({ queryKey: collectKeys.tables });
    void client.invalidateQueries({ queryKey: collectKeys.executions });
  });
  if (execution === null)
    return error === null ? <PageSkeleton /> : <ErrorNotice error={error} onRetry={reload} />;
  return (
    <>
      <RunState execution={execution} />
      {execution.error !== null && <RunError error={execution.error} scriptId={execution.script_id} />}
      <Space wrap>
        {execution.status === 'completed' && execution.table_name !== null && (
          <Link to={collectPaths.table(execution.table_name)}>
            <Button type="primary" tabIndex={-1}>
              {c('viewTable')}
            </Button>
          </Link>
        )}
        <Link to={collectPaths.execution(executionId)}>
          <Button tabIndex={-1}>{c('viewExecution')}</Button>
        </Link>
        {isUnderWay(execution.status) && (
          <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(executionId)}>
            {c('cancelRun')}
          </Button>
        )}
      </Space>
      <ExecutionLog lines={lines} />
    </>
  );
}
