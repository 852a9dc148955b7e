import { type ExtensionConfig, extensionEndpoints, type FormField } from '@sextant/contract/extensions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { configFieldValues, configOfFields } from './config-values.ts';
import { extensionKeys, useExtensionConfig } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';
import { FormFields } from './FormFields.tsx';
import type { FieldValues } from './form-values.ts';

/** The config of an extension: through its own form where it has one, and whole as JSON. */
export function ConfigTab({ id }: { id: string }) {
  const config = useExtensionConfig(id);
  if (config.isError) return <ErrorNotice error={config.error} onRetry={() => void config.refetch()} />;
  if (!config.data) return <PageSkeleton />;
  const { form, defaults } = config.data;
  return (
    <ConfigForm
      key={config.dataUpdatedAt}
      id={id}
      config={config.data.config}
      defaults={defaults}
      fields={form.fields}
      problem={form.error}
    />
  );
}

interface Props {
  id: string;
  config: ExtensionConfig;
  defaults: ExtensionConfig;
  fields: readonly FormField[];
  problem: string | null;
}

function ConfigForm({ id, config, defaults, fields, problem }: Props) {
  const t = useTexts(extensionsTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<FieldValues>();
  const [text, setText] = useState(JSON.stringify(config, null, 2));
  const parsed = readObject(text);
  const save = useMutation({
    mutationFn: (next: ExtensionConfig) =>
      call(extensionEndpoints.saveConfig, { params: { id }, body: { config: next } }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: extensionKeys.one(id) });
      void message.success(t('saved'));
    },
  });
  const rest = parsed.value ?? config;
  const saveFields = (values: FieldValues) => save.mutate({ ...rest, ...configOfFields(fields, values) });
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%', maxWidth: 640 }}>
      {problem !== null && <Alert type="error" showIcon title={t('formBroken', { reason: problem })} />}
      {fields.length > 0 && (
        <Form<FieldValues>
          form={form}
          layout="vertical"
          initialValues={configFieldValues(fields, config)}
          onFinish={saveFields}
        >
          <FormFields fields={fields} />
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Form>
      )}
      {save.isError && <ErrorNotice error={save.error} />}
      <details open={fields.length === 0}>
        <summary>{t('configJson')}</summary>
        <Form layout="vertical" onFinish={() => parsed.value !== null && save.mutate(parsed.value)}>
          <Form.Item
            extra={t('configHint')}
            validateStatus={parsed.value === null ? 'error' : undefined}
            help={parsed.value === null ? t('configBad', { reason: parsed.reason }) : undefined}
          >
            <Input.TextArea
              aria-label={t('configJson')}
              value={text}
              spellCheck={false}
              autoSize={{ minRows: 6, maxRows: 24 }}
              style={{ fontFamily: 'var(--ant-font-family-code)' }}
              onChange={(event) => setText(event.target.value)}
            />
          </Form.Item>
          <Space>
            <Button htmlType="submit" disabled={parsed.value === null} loading={save.isPending}>
              {t('save')}
            </Button>
            <Button type="text" onClick={() => setText(JSON.stringify(defaults, null, 2))}>
              {t('defaults')}
            </Button>
          </Space>
        </Form>
      </details>
    </Space>
  );
}

function readObject(text: string): { value: ExtensionConfig; reason: '' } | { value: null; reason: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { value: null, reason: '{ }' };
    return { value: value as ExtensionConfig, reason: '' };
  } catch (error) {
    return { value: null, reason: String((error as Error).message) };
  }
}
