import { MoreOutlined } from '@ant-design/icons';
import { type Credential, credentialEndpoints } from '@sextant/contract/credentials';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Table, Tag } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { credentialsKey } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';

interface Props {
  credentials: Credential[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
  onAct: (act: 'edit' | 'rotate' | 'use', credential: Credential) => void;
}

/** One page of credentials, each with its actions in one menu. */
export function CredentialsTable({ credentials, loading, empty, pagination, onPage, onAct }: Props) {
  const t = useTexts(credentialsTexts);
  return (
    <Table<Credential>
      rowKey="id"
      size="middle"
      dataSource={credentials}
      loading={loading}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => t('total', { count }),
        onChange: onPage,
      }}
      columns={[
        {
          title: t('name'),
          key: 'name',
          render: (_, { name, description, is_due: isDue }) => (
            <>
              {name} {isDue && <Tag color="warning">{t('due')}</Tag>}
              {description && (
                <div style={{ fontSize: 13, color: 'var(--ant-color-text-description)' }}>{description}</div>
              )}
            </>
          ),
        },
        { title: t('username'), key: 'username', render: (_, { username }) => <code>{username}</code> },
        { title: t('kind'), key: 'kind', render: (_, { kind }) => t(`k_${kind}`) },
        { title: t('driver'), key: 'driver', render: (_, { driver }) => driver ?? t('anyDriver') },
        {
          title: t('usedBy'),
          key: 'used',
          render: (_, one) => (
            <Button type="link" style={{ padding: 0 }} onClick={() => onAct('use', one)}>
              {t('usedCount', { count: one.connections_count })}
            </Button>
          ),
        },
        {
          title: t('age'),
          key: 'age',
          align: 'right',
          render: (_, one) => t('days', { count: one.age_days }),
        },
        { title: t('owner'), key: 'owner', render: (_, { owner }) => owner ?? '–' },
        {
          title: '',
          key: 'actions',
          width: 48,
          render: (_, one) => <ActionMenu credential={one} onAct={(act) => onAct(act, one)} />,
        },
      ]}
    />
  );
}

interface MenuProps {
  credential: Credential;
  onAct: (act: 'edit' | 'rotate' | 'use') => void;
}

function ActionMenu({ credential: { id, name }, onAct }: MenuProps) {
  const t = useTexts(credentialsTexts);
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const mayUpdate = useMay('update');
  const mayDelete = useMay('delete');
  const remove = useMutation({
    mutationFn: () => call(credentialEndpoints.remove, { params: { id } }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: credentialsKey });
      void message.success(t('removed'));
    },
    onError: useErrorDialog(),
  });
  const confirmRemoval = () =>
    modal.confirm({
      title: t('removeTitle', { name }),
      content: t('removeText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'use', label: t('showUse'), onClick: () => onAct('use') },
          ...(mayUpdate
            ? [
                { key: 'rotate', label: t('rotate'), onClick: () => onAct('rotate') },
                { key: 'edit', label: t('edit'), onClick: () => onAct('edit') },
              ]
            : []),
          ...(mayDelete
            ? [{ key: 'remove', danger: true, label: t('remove'), onClick: confirmRemoval }]
            : []),
        ],
      }}
    >
      <Button type="text" icon={<MoreOutlined />} aria-label={`${t('actions')} ${name}`} />
    </Dropdown>
  );
}
