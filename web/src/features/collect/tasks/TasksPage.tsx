import { PlusOutlined } from '@ant-design/icons';
import type { Task } from '@sextant/contract/tasks';
import { Alert, Button, Segmented, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { useSchedulerState, useTask } from '../collect-queries.ts';
import { BackfillDialog } from './BackfillDialog.tsx';
import { TaskCalendar } from './TaskCalendar.tsx';
import { TaskDrawer } from './TaskDrawer.tsx';
import { TaskList } from './TaskList.tsx';
import type { Begun } from './task-form.ts';
import { tasksTexts } from './tasks-texts.ts';

/**
 * The tasks with the state of the scheduler, as a list or as a calendar. `?new=<script>` and `?extension=<id>` begin a
 * task for that script or extension, `?edit=<id>` opens a task.
 */
export function TasksPage() {
  const t = useTexts(tasksTexts);
  const mayCreate = useMay('create');
  const { values, show } = useListAddress(['view', 'new', 'extension', 'edit']);
  const [backfilled, setBackfilled] = useState<Task | null>(null);
  const [address, setAddress] = useSearchParams();
  const edited = useTask(values.edit ?? null);
  const begun = begunBy(address);
  const view = values.view === 'month' || values.view === 'week' ? values.view : 'list';
  const open = (task: string) => show({ edit: task });
  const begin = () => {
    const next = new URLSearchParams(address);
    next.set('new', '');
    setAddress(next, { replace: true });
  };
  const close = () => show({ new: undefined, extension: undefined, edit: undefined });
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <Space wrap>
          <Segmented
            aria-label={t('view')}
            value={view}
            options={(['list', 'week', 'month'] as const).map((value) => ({
              value,
              label: t(`view_${value}`),
            }))}
            onChange={(next) => show({ view: next === 'list' ? undefined : next })}
          />
          {mayCreate && (
            <Button type="primary" icon={<PlusOutlined />} onClick={begin}>
              {t('new')}
            </Button>
          )}
        </Space>
      }
    >
      <SchedulerLine />
      {view === 'list' ? (
        <TaskList onEdit={({ id }) => open(id)} onBackfill={setBackfilled} />
      ) : (
        <TaskCalendar view={view} onOpen={open} />
      )}
      {edited.isError && <ErrorNotice error={edited.error} />}
      {values.edit !== undefined && edited.data && (
        <TaskDrawer key={edited.data.id} task={edited.data} begun={null} onClose={close} />
      )}
      {begun !== null && <TaskDrawer task={null} begun={begun} onClose={close} />}
      {backfilled !== null && <BackfillDialog task={backfilled} onClose={() => setBackfilled(null)} />}
    </PageFrame>
  );
}

function begunBy(address: URLSearchParams): Begun | null {
  const extension = address.get('extension');
  if (extension) return { type: 'extension', id: extension };
  const script = address.get('new');
  return script === null ? null : { type: 'collect', id: script || undefined };
}

/** Whether tasks run by themselves, and how much there is to do. */
function SchedulerLine() {
  const t = useTexts(tasksTexts);
  const { data: state } = useSchedulerState();
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
