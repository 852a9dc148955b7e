import { type Task, taskEndpoints } from '@sextant/contract/tasks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Collapse, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useEffect } from 'react';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../../ui/FormDrawer.tsx';
import { collectKeys } from '../collect-queries.ts';
import { ParameterFields } from '../ParameterFields.tsx';
import { initialParameters } from '../parameter-values.ts';
import { FollowUpFields } from './FollowUpFields.tsx';
import { PairFields } from './PairFields.tsx';
import { ScheduleFields } from './ScheduleFields.tsx';
import { TargetFields } from './TargetFields.tsx';
import { type Begun, type TaskForm, taskFormOf, taskInputOf } from './task-form.ts';
import { tasksTexts } from './tasks-texts.ts';
import { useTarget } from './use-target.ts';

interface Props {
  /** Null for a new task. */
  task: Task | null;
  /** What a new task shall run. */
  begun: Begun | null;
  onClose: () => void;
}

/** Creates a task or changes one. */
export function TaskDrawer({ task, begun, onClose }: Props) {
  const t = useTexts(tasksTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<TaskForm>();
  const initial = taskFormOf(task, begun);
  const type = Form.useWatch('task_type', form) ?? initial.task_type ?? 'collect';
  const chosen =
    Form.useWatch('script_id', form) ?? (type === initial.task_type ? initial.script_id : undefined);
  const hasForm = type === 'collect' || type === 'extension';
  const { name, parameters, isPartial, error } = useTarget(type, chosen);
  useEffect(() => {
    if (parameters === undefined) return;
    const given = chosen === task?.script_id ? task?.params : undefined;
    form.setFieldValue('params', initialParameters(parameters, given));
  }, [form, parameters, chosen, task]);
  useEffect(() => {
    if (name !== undefined && !form.getFieldValue('name')) form.setFieldValue('name', name);
  }, [form, name]);
  const save = useMutation({
    mutationFn: (values: TaskForm) => {
      const body = taskInputOf(values, parameters ?? []);
      return task === null
        ? call(taskEndpoints.create, { body })
        : call(taskEndpoints.update, { params: { id: task.id }, body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: collectKeys.tasks });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <FormDrawer
      title={task ? t('editTitle', { name: task.name }) : t('new')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<TaskForm>
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={() => save.mutate(form.getFieldsValue(true))}
      >
        <TargetFields
          type={type}
          disabled={task !== null}
          onType={() => form.setFieldsValue({ script_id: undefined, name: '' })}
        />
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameMissing') }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <ScheduleFields />
        <h3>{t('parameters')}</h3>
        {!hasForm && <PairFields />}
        {error !== null && <ErrorNotice error={error} />}
        {hasForm && chosen === undefined && <p>{t('chooseFirst')}</p>}
        {hasForm && parameters !== undefined && (
          <ParameterFields parameters={parameters} name="params" allowPlaceholders />
        )}
        {isPartial && <p>{t('partial')}</p>}
        <Form.Item name="is_active" label={t('isActive')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="description" label={t('text')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Collapse
          ghost
          items={[
            { key: 'advanced', label: t('advanced'), forceRender: true, children: <AdvancedFields /> },
            {
              key: 'follow-ups',
              label: t('followUps'),
              forceRender: true,
              children: (
                <>
                  <FollowUpFields name="on_success" self={task?.id ?? null} />
                  <FollowUpFields name="on_failure" self={task?.id ?? null} />
                </>
              ),
            },
          ]}
        />
      </Form>
    </FormDrawer>
  );
}

function AdvancedFields() {
  const t = useTexts(tasksTexts);
  const field = { precision: 0, style: { width: 220 }, placeholder: t('asInSettings') };
  return (
    <>
      <Form.Item name="max_retries" label={t('retries')}>
        <InputNumber min={0} max={10} suffix={t('retriesUnit')} {...field} />
      </Form.Item>
      <Form.Item name="retry_delay_seconds" label={t('retryDelay')}>
        <InputNumber min={1} max={3600} suffix={t('seconds')} {...field} />
      </Form.Item>
      <Form.Item name="timeout_seconds" label={t('timeout')}>
        <InputNumber min={1} max={86_400} suffix={t('seconds')} {...field} />
      </Form.Item>
      <Form.Item name="overlap" label={t('overlap')}>
        <Select
          options={(['skip', 'queue', 'replace'] as const).map((value) => ({
            value,
            label: t(`overlap_${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="misfire" label={t('misfire')}>
        <Select
          options={(['run_once', 'skip'] as const).map((value) => ({ value, label: t(`misfire_${value}`) }))}
        />
      </Form.Item>
    </>
  );
}
