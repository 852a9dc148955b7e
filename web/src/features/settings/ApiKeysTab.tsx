import type { Permission } from '@sextant/contract/permissions';
import { type ApiKey, apiKeyEndpoints } from '@sextant/contract/users';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Table, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { exactTime, relativeTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { permissionLabels } from '../../lib/role-labels.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { apiKeysKey } from './api-keys-key.ts';
import { NewApiKey } from './NewApiKey.tsx';
import { settingsTexts } from './settings-texts.ts';

/** The keys with which this person's programs call the API. */
export function ApiKeysTab() {
  const t = useTexts(settingsTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { modal } = App.useApp();
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const keys = useQuery({
    queryKey: apiKeysKey,
    queryFn: async ({ signal }) => (await call(apiKeyEndpoints.list, { signal })).api_keys,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) => call(apiKeyEndpoints.remove, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysKey }),
    onError: useErrorDialog(),
  });
  const confirmRevocation = (key: ApiKey) =>
    modal.confirm({
      title: t('revokeTitle', { name: key.name }),
      content: t('revokeText'),
      okText: t('revoke'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => revoke.mutateAsync(key).catch(() => undefined),
    });
  return (
    <>
      <p style={{ marginTop: 0 }}>
        {t('apiKeysHint')} <a href="/docs">/docs</a>
      </p>
      <Button type="primary" style={{ marginBottom: 16 }} onClick={() => setCreating(true)}>
        {t('createKey')}
      </Button>
      {keys.isPending && <PageSkeleton />}
      {keys.isError && <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <Empty description={t('noKeys')} />}
      {keys.data && keys.data.length > 0 && (
        <Table<ApiKey>
          rowKey="id"
          size="middle"
          dataSource={keys.data}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: t('keyName'), dataIndex: 'name' },
            {
              title: t('keyPrefix'),
              dataIndex: 'prefix',
              render: (prefix: string) => <code>{prefix}…</code>,
            },
            {
              title: t('keyPermissions'),
              dataIndex: 'permissions',
              render: (permissions: Permission[]) =>
                permissions.map((name) => <Tag key={name}>{textIn(permissionLabels[name])}</Tag>),
            },
            {
              title: t('keyExpires'),
              dataIndex: 'expires_at',
              render: (time: string | null) => (time === null ? t('forever') : exactTime(time, language)),
            },
            {
              title: t('keyLastUsed'),
              dataIndex: 'last_used_at',
              render: (time: string | null) => (time === null ? t('never') : relativeTime(time, language)),
            },
            {
              title: '',
              key: 'revoke',
              render: (_, key) => (
                <Button danger type="text" size="small" onClick={() => confirmRevocation(key)}>
                  {t('revoke')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {creating && <NewApiKey onClose={() => setCreating(false)} />}
    </>
  );
}
