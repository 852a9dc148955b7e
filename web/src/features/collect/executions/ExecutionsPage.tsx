import { executionStatusSchema } from '@sextant/contract/executions';
import { Select } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { statusTexts } from '../../../ui/status-texts.ts';
import { useExecutions, useScripts, useTasks } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { ExecutionStats } from './ExecutionStats.tsx';
import { ExecutionsTable } from './ExecutionsTable.tsx';
import { executionsTexts } from './executions-texts.ts';

const choices = 500;

/** All executions that the reader may see, newest first; filters and page stand in the address. */
export function ExecutionsPage() {
  const t = useTexts(executionsTexts);
  const c = useTexts(collectTexts);
  const statusName = useTexts(statusTexts);
  const { page, values, show, query } = useListAddress(['status', 'script_id', 'task_id']);
  const status = executionStatusSchema.safeParse(values.status).data;
  const executions = useExecutions({
    limit: query.limit,
    offset: query.offset,
    status,
    script_id: values.script_id,
    task_id: values.task_id,
  });
  const scripts = useScripts({ limit: choices }).data?.scripts ?? [];
  const tasks = useTasks({ limit: choices }).data?.tasks ?? [];
  const filtered = status !== undefined || values.script_id !== undefined || values.task_id !== undefined;
  return (
    <PageFrame title={t('title')} description={t('description')}>
      <ExecutionStats />
      <FilterBar>
        <Select
          allowClear
          aria-label={t('statusFilter')}
          placeholder={t('allStatuses')}
          value={status}
          options={executionStatusSchema.options.map((value) => ({ value, label: statusName(value) }))}
          onChange={(value?: string) => show({ status: value })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={c('script')}
          placeholder={t('allScripts')}
          value={values.script_id}
          popupMatchSelectWidth={false}
          options={scripts.map(({ id, name }) => ({ value: id, label: `${name} ${id}` }))}
          onChange={(value?: string) => show({ script_id: value })}
        />
        {values.task_id !== undefined && (
          <Select
            allowClear
            aria-label={t('ofTask')}
            value={values.task_id}
            popupMatchSelectWidth={false}
            options={tasks.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value?: string) => show({ task_id: value })}
          />
        )}
      </FilterBar>
      {executions.isPending && <PageSkeleton />}
      {executions.isError && (
        <ErrorNotice error={executions.error} onRetry={() => void executions.refetch()} />
      )}
      {executions.data && (
        <ExecutionsTable
          executions={executions.data.executions}
          loading={executions.isPlaceholderData}
          empty={t(filtered ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: executions.data.total }}
          onPage={(next) => show({ page: next })}
        />
      )}
    </PageFrame>
  );
}
