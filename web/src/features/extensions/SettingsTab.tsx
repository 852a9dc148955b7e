import {
  type ExtensionDetail,
  executionModeSchema,
  extensionEndpoints,
  resultTypeSchema,
} from '@sextant/contract/extensions';
import { roleSchema } from '@sextant/contract/permissions';
import { userEndpoints } from '@sextant/contract/users';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Select, Space, Switch } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { extensionPaths } from './extensions-paths.ts';
import { extensionKeys } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';

type SettingsForm = Pick<
  ExtensionDetail,
  | 'name'
  | 'description'
  | 'execution_mode'
  | 'result_type'
  | 'show_in_home'
  | 'timeout_seconds'
  | 'roles'
  | 'user_ids'
>;

/** Name, mode, who may run it, and deleting it. */
export function SettingsTab({ extension }: { extension: ExtensionDetail }) {
  const t = useTexts(extensionsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<SettingsForm>();
  const people = useQuery({
    queryKey: ['users', 'choices'],
    queryFn: ({ signal }) => call(userEndpoints.list, { query: { limit: 500 }, signal }),
  });
  const save = useMutation({
    mutationFn: (body: SettingsForm) =>
      call(extensionEndpoints.update, {
        params: { id: extension.id },
        body: { ...body, result_type: body.result_type ?? null },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: extensionKeys.all });
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <Form<SettingsForm>
      form={form}
      layout="vertical"
      style={{ maxWidth: 560 }}
      initialValues={extension}
      onFinish={(values) => save.mutate(values)}
    >
      <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameMissing') }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="description" label={t('text')}>
        <Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Form.Item name="execution_mode" label={t('mode')}>
        <Select
          options={executionModeSchema.options.map((value) => ({ value, label: t(`mode_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="result_type" label={t('resultType')}>
        <Select
          allowClear
          placeholder={t('resultAuto')}
          options={resultTypeSchema.options.map((value) => ({ value, label: t(`type_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="timeout_seconds" label={t('timeout')}>
        <InputNumber min={1} max={3600} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="roles" label={t('roles')} extra={t('rolesHint')}>
        <Select
          mode="multiple"
          options={roleSchema.options.map((value) => ({ value, label: t(`role_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="user_ids" label={t('people')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={(people.data?.users ?? []).map(({ id, username }) => ({ value: id, label: username }))}
        />
      </Form.Item>
      <Form.Item name="show_in_home" label={t('inHome')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {save.isError && <ErrorNotice error={save.error} />}
      <Space wrap>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('save')}
        </Button>
        <RemoveButton extension={extension} />
      </Space>
    </Form>
  );
}

function RemoveButton({ extension: { id, name } }: { extension: ExtensionDetail }) {
  const t = useTexts(extensionsTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const ask = () => {
    let typed = '';
    const dialog = modal.confirm({
      title: t('remove'),
      content: (
        <>
          <p>{t('removeText', { name })}</p>
          <Input
            aria-label={name}
            placeholder={name}
            onChange={(event) => {
              typed = event.target.value;
              dialog.update({ okButtonProps: { danger: true, disabled: typed !== name } });
            }}
          />
        </>
      ),
      okText: t('remove'),
      okButtonProps: { danger: true, disabled: true },
      async onOk() {
        await call(extensionEndpoints.remove, { params: { id } });
        void message.success(t('removed'));
        void navigate(extensionPaths.all);
        await client.invalidateQueries({ queryKey: [...extensionKeys.all, 'list'] });
      },
    });
  };
  return (
    <Button danger onClick={ask}>
      {t('remove')}
    </Button>
  );
}
