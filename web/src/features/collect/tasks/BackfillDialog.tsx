import { type Task, taskEndpoints } from '@sextant/contract/tasks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { collectKeys, useScript } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { tasksTexts } from './tasks-texts.ts';

interface Range {
  from: string;
  to: string;
  parameter: string;
  format: 'YYYY-MM-DD' | 'YYYYMMDD';
}

/** Runs a task once for each day of a range; leads to the executions. */
export function BackfillDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<Range>();
  const parameters = (useScript(task.script_id ?? undefined).data?.parameters ?? []).filter(
    ({ type }) => type === 'date' || type === 'string',
  );
  const start = useMutation({
    mutationFn: (body: Range) => call(taskEndpoints.backfill, { params: { id: task.id }, body }),
    onSuccess({ executions }) {
      void client.invalidateQueries({ queryKey: collectKeys.executions });
      void message.success(t('backfillStarted', { count: executions.length }));
      onClose();
      void navigate(collectPaths.executionsOf({ task_id: task.id }));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const day = { rules: [{ required: true, message: t('dateMissing') }] };
  return (
    <Modal
      open
      title={t('backfillTitle', { name: task.name })}
      okText={t('start')}
      cancelText={c('cancel')}
      confirmLoading={start.isPending}
      okButtonProps={{ disabled: parameters.length === 0 }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t(parameters.length === 0 ? 'noParameter' : 'backfillText')}</p>
      {start.isError && <ErrorNotice error={start.error} />}
      {parameters.length > 0 && (
        <Form<Range>
          form={form}
          layout="vertical"
          initialValues={{
            parameter: (parameters.find(({ type }) => type === 'date') ?? parameters[0])?.name,
            format: 'YYYY-MM-DD',
          }}
          onFinish={(values) => start.mutate(values)}
        >
          <Form.Item name="from" label={t('from')} {...day}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="to" label={t('to')} {...day}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="parameter" label={t('parameter')}>
            <Select options={parameters.map(({ name }) => ({ value: name, label: name }))} />
          </Form.Item>
          <Form.Item name="format" label={t('format')}>
            <Select
              options={[
                { value: 'YYYY-MM-DD', label: '2026-01-31' },
                { value: 'YYYYMMDD', label: '20260131' },
              ]}
            />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
