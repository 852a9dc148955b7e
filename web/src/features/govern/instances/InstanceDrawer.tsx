import {
  environmentSchema,
  type Instance,
  type InstanceInput,
  instanceEndpoints,
} from '@sextant/contract/instances';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Select, Switch } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../../ui/FormDrawer.tsx';
import { governKeys, useInstanceTags } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { instancesTexts } from './instances-texts.ts';

/** Changes what is noted about an instance; its address and login are the connection's. */
export function InstanceDrawer({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const tags = useInstanceTags().data ?? [];
  const [form] = Form.useForm<InstanceInput>();
  const save = useMutation({
    mutationFn: ({ environment, contact, description, ...rest }: InstanceInput) =>
      call(instanceEndpoints.update, {
        params: { id: instance.id },
        body: {
          ...rest,
          environment: environment ?? null,
          contact: contact || null,
          description: description || null,
        },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: governKeys.instances });
      void message.success(g('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <FormDrawer
      title={t('editTitle', { name: instance.name })}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<InstanceInput>
        form={form}
        layout="vertical"
        initialValues={{ ...instance, tags: instance.tags.map(({ name }) => name) }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="environment" label={g('environment')}>
          <Select
            allowClear
            options={environmentSchema.options.map((value) => ({ value, label: g(value) }))}
          />
        </Form.Item>
        <Form.Item name="tags" label={g('tag')} extra={t('tagsHint')}>
          <Select mode="tags" options={tags.map(({ name }) => ({ value: name, label: name }))} />
        </Form.Item>
        <Form.Item name="contact" label={t('contact')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="description" label={t('note')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="is_active" label={t('active')} valuePropName="checked" extra={t('activeHint')}>
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
