import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { type Model, modelEndpoints, type Provider } from '@sextant/contract/models';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Dropdown, Table, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { queryKeys, useMay, useModels, useUpdateSettings } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { ModelDrawer } from './ModelDrawer.tsx';
import { modelsTexts } from './models-texts.ts';
import { providerLabels } from './provider-labels.ts';

/** The models that can answer, the built-in engine among them. */
export function ModelsPage() {
  const t = useTexts(modelsTexts);
  const models = useModels();
  const mayCreate = useMay('create');
  const [edited, setEdited] = useState<Model | 'new' | null>(null);
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        mayCreate && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      {models.isPending && <PageSkeleton />}
      {models.isError && <ErrorNotice error={models.error} onRetry={() => void models.refetch()} />}
      {models.data && <ModelsTable models={models.data} onEdit={setEdited} />}
      {edited !== null && (
        <ModelDrawer model={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </PageFrame>
  );
}

function ModelsTable({ models, onEdit }: { models: Model[]; onEdit: (model: Model) => void }) {
  const t = useTexts(modelsTexts);
  const actions = useModelActions();
  const labelOf = (provider: Provider) =>
    providerLabels[provider] ?? t(provider === 'builtin' ? 'builtin' : 'custom');
  const menuOf = (model: Model) => [
    { key: 'test', label: t('test'), onClick: () => actions.test(model) },
    ...(model.is_default
      ? []
      : [{ key: 'default', label: t('makeDefault'), onClick: () => actions.makeDefault(model) }]),
    ...(model.provider === 'builtin'
      ? []
      : [
          { key: 'edit', label: t('edit'), onClick: () => onEdit(model) },
          { key: 'remove', danger: true, label: t('remove'), onClick: () => actions.confirmRemoval(model) },
        ]),
  ];
  return (
    <Table<Model>
      rowKey="id"
      size="middle"
      dataSource={models}
      pagination={false}
      loading={actions.busy}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('name'),
          dataIndex: 'name',
          render: (name: string, model) => (
            <>
              {name} {model.is_default && <Tag color="cyan">{t('default')}</Tag>}{' '}
              {model.votes_on_hard && <Tag>{t('votes')}</Tag>}
              {!model.api_key_configured && !['builtin', 'ollama', 'custom'].includes(model.provider) && (
                <Tag color="warning">{t('noKey')}</Tag>
              )}
            </>
          ),
        },
        { title: t('provider'), dataIndex: 'provider', render: labelOf },
        { title: t('modelId'), dataIndex: 'model_id', render: (id: string) => <code>{id}</code> },
        {
          title: t('baseUrl'),
          dataIndex: 'base_url',
          render: (url: string | null) => url && <code>{url}</code>,
        },
        {
          title: '',
          key: 'actions',
          width: 48,
          render: (_, model) => (
            <Dropdown trigger={['click']} menu={{ items: menuOf(model) }}>
              <Button type="text" icon={<MoreOutlined />} aria-label={`${t('actions')} ${model.name}`} />
            </Dropdown>
          ),
        },
      ]}
    />
  );
}

/** Test, default and removal of a model, each with its words. */
function useModelActions() {
  const t = useTexts(modelsTexts);
  const { language } = usePreferences();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const settings = useUpdateSettings();
  const showError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: queryKeys.models });
  const test = useMutation({
    mutationFn: ({ id }: Model) => call(modelEndpoints.test, { params: { id } }),
    onSuccess: (result, { name }) => {
      const time = formatDuration(result.response_time_ms ?? 0, language);
      const content = result.success ? (
        <Alert type="success" showIcon title={t('testOk', { time })} />
      ) : (
        <Alert type="error" showIcon title={result.message} />
      );
      modal.info({ title: name, content, icon: null, width: 520 });
    },
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Model) => call(modelEndpoints.remove, { params: { id } }),
    onSuccess: async () => {
      await reload();
      void message.success(t('removed'));
    },
    onError: showError,
  });
  return {
    busy: test.isPending,
    test: (model: Model) => test.mutate(model),
    makeDefault: (model: Model) =>
      settings.mutate({ default_model_id: model.id }, { onSuccess: () => void reload(), onError: showError }),
    confirmRemoval: (model: Model) =>
      modal.confirm({
        title: t('removeTitle', { name: model.name }),
        content: t('removeText'),
        okText: t('remove'),
        okButtonProps: { danger: true },
        cancelText: t('cancel'),
        onOk: () => remove.mutateAsync(model).catch(() => undefined),
      }),
  };
}
