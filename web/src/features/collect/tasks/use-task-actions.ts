import { type Task, taskEndpoints } from '@sextant/contract/tasks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { collectKeys } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { tasksTexts } from './tasks-texts.ts';

/** What can be done to tasks from their list. */
export function useTaskActions() {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const onError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: collectKeys.tasks });
  const execute = useMutation({
    mutationFn: ({ id }: Task) => call(taskEndpoints.execute, { params: { id }, body: {} }),
    onSuccess: ({ execution_id }) => {
      void message.success(t('started'));
      void navigate(collectPaths.execution(execution_id));
    },
    onError,
  });
  const setActive = useMutation({
    mutationFn: ({ ids, isActive }: { ids: readonly string[]; isActive: boolean }) =>
      Promise.all(
        ids.map((id) => call(taskEndpoints.update, { params: { id }, body: { is_active: isActive } })),
      ),
    onSuccess: (tasks) => void message.success(t('changed', { count: tasks.length })),
    onError,
    onSettled: reload,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Task) => call(taskEndpoints.remove, { params: { id } }),
    async onSuccess() {
      await reload();
      void message.success(t('removed'));
    },
    onError,
  });
  const confirmRemoval = (task: Task) =>
    modal.confirm({
      title: t('removeTitle', { name: task.name }),
      content: t('removeText'),
      okText: c('remove'),
      okButtonProps: { danger: true },
      cancelText: c('cancel'),
      onOk: () => remove.mutateAsync(task).catch(() => undefined),
    });
  return { execute, setActive, confirmRemoval };
}
