import type { BodyInputOf } from '@sextant/contract/endpoint';
import { type Model, modelEndpoints, type Provider } from '@sextant/contract/models';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Select, Switch } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { modelsTexts } from './models-texts.ts';
import { providerLabels } from './provider-labels.ts';

type ModelForm = BodyInputOf<typeof modelEndpoints.create>;
type OwnProvider = Exclude<Provider, 'builtin'>;

interface Props {
  /** Null for a new model. */
  model: Model | null;
  onClose: () => void;
}

/** Adds or changes a language model. */
export function ModelDrawer({ model, onClose }: Props) {
  const t = useTexts(modelsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<ModelForm>();
  const provider = Form.useWatch('provider', form);
  const save = useMutation({
    mutationFn: ({ api_key, base_url, ...rest }: ModelForm) => {
      const body = { ...rest, base_url: base_url || null, ...(api_key && { api_key }) };
      return model
        ? call(modelEndpoints.update, { params: { id: model.id }, body })
        : call(modelEndpoints.create, { body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: queryKeys.models });
      await client.invalidateQueries({ queryKey: queryKeys.settings });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const providers: OwnProvider[] = ['openai', 'anthropic', 'deepseek', 'ollama', 'custom'];
  const needsUrl = provider === 'custom';
  return (
    <FormDrawer
      title={model ? t('editTitle', { name: model.name }) : t('add')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<ModelForm>
        form={form}
        layout="vertical"
        initialValues={
          model
            ? {
                name: model.name,
                provider: model.provider,
                model_id: model.model_id,
                base_url: model.base_url,
                is_default: model.is_default,
                votes_on_hard: model.votes_on_hard,
              }
            : { provider: 'openai', is_default: false, votes_on_hard: false }
        }
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="provider" label={t('provider')}>
          <Select
            options={providers.map((value) => ({ value, label: providerLabels[value] ?? t('custom') }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
        >
          <Input maxLength={100} autoFocus={model === null} />
        </Form.Item>
        <Form.Item
          name="model_id"
          label={t('modelId')}
          extra={t('modelIdHint')}
          rules={[{ required: true, whitespace: true, message: t('modelIdMissing') }]}
        >
          <Input maxLength={200} spellCheck={false} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="base_url"
          label={t('baseUrl')}
          extra={t('baseUrlHint')}
          rules={[
            { required: needsUrl, message: t('baseUrlMissing') },
            { pattern: /^https?:\/\/\S+$/, message: t('baseUrlInvalid') },
          ]}
        >
          <Input maxLength={500} inputMode="url" spellCheck={false} autoComplete="off" />
        </Form.Item>
        <Form.Item name="api_key" label={t('apiKey')}>
          <Input.Password
            autoComplete="new-password"
            maxLength={1000}
            placeholder={model?.api_key_configured ? t('keepSecret') : undefined}
          />
        </Form.Item>
        <Form.Item
          name="votes_on_hard"
          label={t('votesOnHard')}
          extra={t('votesOnHardHint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="is_default" label={t('isDefault')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
