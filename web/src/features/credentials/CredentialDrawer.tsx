import { type Credential, credentialEndpoints, credentialKindSchema } from '@sextant/contract/credentials';
import { instanceEndpoints } from '@sextant/contract/instances';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Select } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { credentialsKey } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';

interface Values {
  name: string;
  kind: Credential['kind'];
  driver?: string | null;
  username: string;
  password?: string;
  description?: string | null;
  rotate_after_days?: number | null;
}

/** Adds a credential or changes one; its password is replaced by “rotate”. */
export function CredentialDrawer({ known, onClose }: { known: Credential | null; onClose: () => void }) {
  const t = useTexts(credentialsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form);
  const save = useMutation({
    mutationFn: ({ password = '', ...values }: Values) => {
      const body = {
        ...values,
        driver: values.kind === 'database' ? (values.driver ?? null) : null,
        description: values.description || null,
        rotate_after_days: values.rotate_after_days ?? null,
      };
      return known === null
        ? call(credentialEndpoints.create, { body: { ...body, password } })
        : call(credentialEndpoints.update, { params: { id: known.id }, body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: credentialsKey });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const required = [{ required: true, whitespace: true, message: t('missing') }];
  return (
    <FormDrawer
      title={known === null ? t('add') : t('editTitle', { name: known.name })}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={known === null ? { kind: 'database' } : { ...known, password: undefined }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('name')} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')}>
          <Select
            options={credentialKindSchema.options.map((value) => ({ value, label: t(`k_${value}`) }))}
          />
        </Form.Item>
        {(kind ?? known?.kind ?? 'database') === 'database' && (
          <Form.Item name="driver" label={t('driver')}>
            <EngineSelect />
          </Form.Item>
        )}
        <Form.Item name="username" label={t('username')} rules={required}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        {known === null && (
          <Form.Item name="password" label={t('password')} rules={required}>
            <Input.Password maxLength={1000} autoComplete="new-password" />
          </Form.Item>
        )}
        <Form.Item name="rotate_after_days" label={t('rotateAfter')} extra={t('rotateAfterHint')}>
          <InputNumber min={1} max={3650} precision={0} />
        </Form.Item>
        <Form.Item name="description" label={t('text')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}

/** The engines that have a login; none for any. */
function EngineSelect(props: { value?: string | null; onChange?: (value: string | null) => void }) {
  const t = useTexts(credentialsTexts);
  const types = useQuery({
    queryKey: ['database-types'],
    queryFn: async ({ signal }) => (await call(instanceEndpoints.databaseTypes, { signal })).database_types,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('anyDriver')}
      value={props.value ?? undefined}
      options={(types.data ?? [])
        .filter(({ is_file: isFile }) => !isFile)
        .map(({ id, label }) => ({ value: id, label }))}
      onChange={(value?: string) => props.onChange?.(value ?? null)}
    />
  );
}
