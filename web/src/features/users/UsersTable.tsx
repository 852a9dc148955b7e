import { MoreOutlined } from '@ant-design/icons';
import type { Role } from '@sextant/contract/permissions';
import { type User, userEndpoints } from '@sextant/contract/users';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Table, Tag, Tooltip } from 'antd';
import { call } from '../../lib/api-client.ts';
import { exactTime, relativeTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { roleLabels } from '../../lib/role-labels.ts';
import { useMe } from '../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { usersTexts } from './users-texts.ts';

interface Props {
  users: User[];
  loading: boolean;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
  onEdit: (user: User) => void;
}

/** One page of users, each with its actions in one menu. */
export function UsersTable({ users, loading, pagination, onPage, onEdit }: Props) {
  const t = useTexts(usersTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const { data: me } = useMe();
  const showError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: ['users'] });
  const setActive = useMutation({
    mutationFn: ({ id, is_active }: User) =>
      call(userEndpoints.update, { params: { id }, body: { is_active: !is_active } }),
    onSuccess: reload,
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: ({ id }: User) => call(userEndpoints.remove, { params: { id } }),
    async onSuccess() {
      await reload();
      void message.success(t('removed'));
    },
    onError: showError,
  });
  const confirmRemoval = (user: User) =>
    modal.confirm({
      title: t('removeTitle', { name: user.username }),
      content: t('removeText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => remove.mutateAsync(user).catch(() => undefined),
    });
  const menuOf = (user: User) => [
    { key: 'edit', label: t('edit'), onClick: () => onEdit(user) },
    ...(user.id === me?.id
      ? []
      : [
          {
            key: 'active',
            label: t(user.is_active ? 'disable' : 'enable'),
            onClick: () => setActive.mutate(user),
          },
          { key: 'remove', danger: true, label: t('remove'), onClick: () => confirmRemoval(user) },
        ]),
  ];
  const time = (value: string | null) =>
    value === null ? (
      t('never')
    ) : (
      <Tooltip title={exactTime(value, language)}>{relativeTime(value, language)}</Tooltip>
    );
  return (
    <Table<User>
      rowKey="id"
      size="middle"
      dataSource={users}
      loading={loading || setActive.isPending}
      scroll={{ x: 'max-content' }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => t('total', { count }),
        onChange: onPage,
      }}
      columns={[
        {
          title: t('username'),
          dataIndex: 'username',
          render: (username: string, user) => (
            <>
              {username} {!user.is_active && <Tag>{t('inactive')}</Tag>}
            </>
          ),
        },
        { title: t('displayName'), dataIndex: 'display_name' },
        { title: t('email'), dataIndex: 'email' },
        {
          title: t('role'),
          dataIndex: 'role',
          render: (role: Role) => (
            <Tag color={role === 'admin' ? 'cyan' : undefined}>{textIn(roleLabels[role])}</Tag>
          ),
        },
        { title: t('lastLogin'), dataIndex: 'last_login_at', render: time },
        { title: t('created'), dataIndex: 'created_at', render: time },
        {
          title: '',
          key: 'actions',
          width: 48,
          render: (_, user) => (
            <Dropdown trigger={['click']} menu={{ items: menuOf(user) }}>
              <Button type="text" icon={<MoreOutlined />} aria-label={`${t('actions')} ${user.username}`} />
            </Dropdown>
          ),
        },
      ]}
    />
  );
}
