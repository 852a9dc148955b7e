import { PlusOutlined } from '@ant-design/icons';
import { api } from '@sextant/contract/api';
import type { Task } from '@sextant/contract/tasks';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { collectKeys, useTasks } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { FilterBar } from '../FilterBar.tsx';
import { pageSize, useListAddress } from '../use-list-address.ts';
import { BackfillDialog } from './BackfillDialog.tsx';
import { TaskDrawer } from './TaskDrawer.tsx';
import { TasksTable } from './TasksTable.tsx';
import { tasksTexts } from './tasks-texts.ts';
import { useTaskActions } from './use-task-actions.ts';

/** The tasks with the state of the scheduler; `?new=<script>` begins a task for that script. */
export function TasksPage() {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const mayCreate = useMay('create');
  const [address, setAddress] = useSearchParams();
  const begun = address.get('new');
  const { q, page, values, show, query } = useListAddress(['is_active']);
  const active = values.is_active === 'true' || values.is_active === 'false' ? values.is_active : undefined;
  const tasks = useTasks({ ...query, is_active: active });
  const [edited, setEdited] = useState<Task | null>(null);
  const [backfilled, setBackfilled] = useState<Task | null>(null);
  const [selected, setSelected] = useState<string[]>([]);
  const { setActive } = useTaskActions();
  const setBegun = (scriptId: string | null) => {
    const next = new URLSearchParams(address);
    if (scriptId === null) next.delete('new');
    else next.set('new', scriptId);
    setAddress(next, { replace: true });
  };
  const changeAll = (isActive: boolean) =>
    setActive.mutate({ ids: selected, isActive }, { onSuccess: () => setSelected([]) });
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        mayCreate && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setBegun('')}>
            {t('new')}
          </Button>
        )
      }
    >
      <SchedulerLine />
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchHint')}
          aria-label={c('search')}
          onChange={(event) => show({ q: event.target.value })}
        />
        <Select
          allowClear
          aria-label={t('state')}
          placeholder={t('state')}
          value={active}
          options={[
            { value: 'true', label: t('active') },
            { value: 'false', label: t('paused') },
          ]}
          onChange={(value?: string) => show({ is_active: value })}
        />
        {selected.length > 0 && (
          <Space>
            <span>{t('selected', { count: selected.length })}</span>
            <Button loading={setActive.isPending} onClick={() => changeAll(false)}>
              {t('pause')}
            </Button>
            <Button loading={setActive.isPending} onClick={() => changeAll(true)}>
              {t('resume')}
            </Button>
          </Space>
        )}
      </FilterBar>
      {tasks.isPending && <PageSkeleton />}
      {tasks.isError && <ErrorNotice error={tasks.error} onRetry={() => void tasks.refetch()} />}
      {tasks.data && (
        <TasksTable
          tasks={tasks.data.tasks}
          loading={tasks.isPlaceholderData}
          empty={t(q !== '' || active !== undefined ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: tasks.data.total }}
          onPage={(next) => show({ page: next })}
          selected={selected}
          onSelect={setSelected}
          onEdit={setEdited}
          onBackfill={setBackfilled}
        />
      )}
      {edited !== null && <TaskDrawer task={edited} onClose={() => setEdited(null)} />}
      {begun !== null && (
        <TaskDrawer task={null} scriptId={begun || undefined} onClose={() => setBegun(null)} />
      )}
      {backfilled !== null && <BackfillDialog task={backfilled} onClose={() => setBackfilled(null)} />}
    </PageFrame>
  );
}

/** Whether tasks run by themselves, and how much there is to do. */
function SchedulerLine() {
  const t = useTexts(tasksTexts);
  const { data: state } = useQuery({
    queryKey: [...collectKeys.tasks, 'scheduler'],
    queryFn: ({ signal }) => call(api.tasks.scheduler, { signal }),
    refetchInterval: 15_000,
  });
  if (state === undefined) return null;
  if (!state.running) {
    return <Alert type="warning" showIcon title={t('schedulerDown')} style={{ marginBottom: 16 }} />;
  }
  return (
    <p style={{ color: 'var(--ant-color-text-description)', marginTop: -8 }}>
      {t('scheduler', {
        active: state.active_tasks,
        running: state.running_executions,
        pending: state.pending_executions,
        timezone: state.timezone,
      })}
    </p>
  );
}
