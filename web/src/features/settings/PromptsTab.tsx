import { type Prompt, type PromptName, promptEndpoints } from '@sextant/contract/prompts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Collapse, Form, Input, Space, Tag } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { PromptVersions } from './PromptVersions.tsx';
import { settingsTexts } from './settings-texts.ts';

const promptsKey = ['prompts'];
const titleKeys = { sql: 'promptSql', summary: 'promptSummary' } as const satisfies Record<
  PromptName,
  string
>;

/** The texts sent to language models, for administrators. */
export function PromptsTab() {
  const t = useTexts(settingsTexts);
  const prompts = useQuery({
    queryKey: promptsKey,
    queryFn: async ({ signal }) => (await call(promptEndpoints.list, { signal })).prompts,
  });
  if (prompts.isError) return <ErrorNotice error={prompts.error} onRetry={() => void prompts.refetch()} />;
  if (!prompts.data) return <PageSkeleton />;
  return (
    <>
      <p style={{ marginTop: 0 }}>{t('promptsHint')}</p>
      {prompts.data.map((prompt) => (
        <PromptForm key={`${prompt.name}-${prompt.version}`} prompt={prompt} />
      ))}
    </>
  );
}

function PromptForm({ prompt }: { prompt: Prompt }) {
  const t = useTexts(settingsTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ content: string }>();
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: promptsKey });
    void message.success(t('saved'));
  };
  const save = useMutation({
    mutationFn: ({ content }: { content: string }) =>
      call(promptEndpoints.update, { body: { prompts: [{ name: prompt.name, content }] } }),
    onSuccess,
  });
  const reset = useMutation({
    mutationFn: () => call(promptEndpoints.reset, { body: { name: prompt.name } }),
    onSuccess,
  });
  const confirmReset = () =>
    modal.confirm({
      title: t('resetTitle'),
      content: t('resetText'),
      okText: t('reset'),
      cancelText: t('cancel'),
      onOk: () => reset.mutateAsync().catch(() => undefined),
    });
  const failure = save.error ?? reset.error;
  return (
    <section style={{ maxWidth: 880, marginBottom: 32 }}>
      <h2 style={{ fontSize: 16 }}>
        {t(titleKeys[prompt.name])}{' '}
        <Tag>{prompt.is_default ? t('promptDefault') : t('promptVersion', { version: prompt.version })}</Tag>
      </h2>
      <Form
        form={form}
        initialValues={{ content: prompt.content }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item
          name="content"
          rules={[{ required: true, whitespace: true, message: t('promptMissing') }]}
          extra={t('placeholders', { names: prompt.placeholders.map((name) => `{${name}}`).join(' ') })}
        >
          <Input.TextArea
            autoSize={{ minRows: 8, maxRows: 24 }}
            maxLength={20_000}
            aria-label={t(titleKeys[prompt.name])}
            style={{ fontFamily: 'ui-monospace, monospace', fontSize: 13 }}
          />
        </Form.Item>
        <Space>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button disabled={prompt.is_default} loading={reset.isPending} onClick={confirmReset}>
            {t('reset')}
          </Button>
        </Space>
      </Form>
      {failure && <ErrorNotice error={failure} />}
      <Collapse
        ghost
        items={[
          {
            key: 'versions',
            label: t('versions'),
            children: (
              <PromptVersions name={prompt.name} onUse={(content) => form.setFieldsValue({ content })} />
            ),
          },
        ]}
      />
    </section>
  );
}
