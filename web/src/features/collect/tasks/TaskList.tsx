import type { Task } from '@sextant/contract/tasks';
import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useTasks } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { TasksTable } from './TasksTable.tsx';
import { tasksTexts } from './tasks-texts.ts';
import { useTaskActions } from './use-task-actions.ts';

interface Props {
  onEdit: (task: Task) => void;
  onBackfill: (task: Task) => void;
}

/** The tasks page by page; those that are selected can be paused and resumed together. */
export function TaskList({ onEdit, onBackfill }: Props) {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const mayUpdate = useMay('update');
  const { q, page, values, show, query } = useListAddress(['is_active']);
  const active = values.is_active === 'true' || values.is_active === 'false' ? values.is_active : undefined;
  const tasks = useTasks({ ...query, is_active: active });
  const [selected, setSelected] = useState<string[]>([]);
  const { setActive } = useTaskActions();
  const changeAll = (isActive: boolean) =>
    setActive.mutate({ ids: selected, isActive }, { onSuccess: () => setSelected([]) });
  return (
    <>
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
        {mayUpdate && selected.length > 0 && (
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
          onEdit={onEdit}
          onBackfill={onBackfill}
        />
      )}
    </>
  );
}
