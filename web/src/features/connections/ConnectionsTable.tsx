import { MoreOutlined } from '@ant-design/icons';
import { type Connection, connectionEndpoints } from '@sextant/contract/connections';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Table, Tag } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { diagramPath, workbenchPath, workbenchState } from '../../lib/workbench-link.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import styles from './ConnectionsTable.module.css';
import { connectionsTexts } from './connections-texts.ts';
import { RightsTag } from './rights/RightsTag.tsx';
import { rightsPath } from './rights/rights-path.ts';
import { hasRights } from './rights/rights-queries.ts';
import { rightsTexts } from './rights/rights-texts.ts';
import { TestResult } from './TestResult.tsx';

interface Props {
  connections: Connection[];
  labelOf: (driver: string) => string;
  onEdit: (connection: Connection) => void;
}

/** `host:port/database` of a server, the path of a file, nothing for the files that the product keeps itself. */
function addressOf({ host, port, database, is_workspace, is_warehouse }: Connection): string {
  if (is_workspace || is_warehouse) return '';
  if (host === null) return database ?? '';
  return `${host}${port === null ? '' : `:${port}`}${database === null ? '' : `/${database}`}`;
}

/** One row per connection with its actions in one menu. */
export function ConnectionsTable({ connections, labelOf, onEdit }: Props) {
  const t = useTexts(connectionsTexts);
  const rights = useTexts(rightsTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const showError = useErrorDialog();
  const test = useMutation({
    mutationFn: (connection: Connection) => call(connectionEndpoints.test, { params: { id: connection.id } }),
    onSuccess: (result, { name }) =>
      modal.info({ title: name, content: <TestResult result={result} />, icon: null, width: 520 }),
    onError: showError,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.connections }),
  });
  const refresh = useMutation({
    mutationFn: ({ id }: Connection) =>
      call(connectionEndpoints.schema, { params: { id }, query: { refresh: 'true' } }),
    async onSuccess({ tables }, { id }) {
      await client.invalidateQueries({ queryKey: queryKeys.schema(id) });
      void message.success(t('refreshed', { count: tables.length }));
    },
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Connection) => call(connectionEndpoints.remove, { params: { id } }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: queryKeys.connections });
      void message.success(t('removed'));
    },
    onError: showError,
  });
  const confirmRemoval = (connection: Connection) =>
    modal.confirm({
      title: t('removeTitle', { name: connection.name }),
      content: connection.is_workspace ? t('removeWorkspace') : t('removeText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => remove.mutateAsync(connection).catch(() => undefined),
    });
  const openWorkbench = ({ id, name }: Connection) =>
    navigate(workbenchPath, { state: workbenchState({ sql: '', connectionId: id, name }) });
  const menuOf = (connection: Connection) => [
    { key: 'test', label: t('test'), onClick: () => test.mutate(connection) },
    { key: 'refresh', label: t('refresh'), onClick: () => refresh.mutate(connection) },
    { key: 'ask', label: t('ask'), onClick: () => navigate(`/?connection=${connection.id}`) },
    { key: 'workbench', label: t('workbench'), onClick: () => openWorkbench(connection) },
    { key: 'diagram', label: t('diagram'), onClick: () => navigate(diagramPath(connection.id)) },
    ...(hasRights(connection)
      ? [{ key: 'rights', label: rights('rights'), onClick: () => navigate(rightsPath(connection.id)) }]
      : []),
    ...(connection.can_manage
      ? [
          { key: 'edit', label: t('edit'), onClick: () => onEdit(connection) },
          ...(connection.is_warehouse
            ? []
            : [
                {
                  key: 'remove',
                  danger: true,
                  label: t('remove'),
                  onClick: () => confirmRemoval(connection),
                },
              ]),
        ]
      : []),
  ];
  return (
    <Table<Connection>
      rowKey="id"
      size="middle"
      dataSource={connections}
      pagination={connections.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
      loading={test.isPending || refresh.isPending}
      columns={[
        {
          title: t('name'),
          dataIndex: 'name',
          sorter: (a, b) => a.name.localeCompare(b.name),
          render: (name: string, connection) => (
            <>
              {connection.can_manage ? (
                <Button type="link" style={{ paddingInline: 0 }} onClick={() => onEdit(connection)}>
                  {name}
                </Button>
              ) : (
                name
              )}{' '}
              {connection.is_default && <Tag color="cyan">{t('default')}</Tag>}
              {connection.is_sample && <Tag>{t('sample')}</Tag>}
              {connection.is_workspace && <Tag>{t('workspace')}</Tag>}
              {connection.is_warehouse && <Tag>{t('warehouse')}</Tag>}
              {connection.description && <div className={styles.note}>{connection.description}</div>}
            </>
          ),
        },
        { title: t('engine'), dataIndex: 'driver', render: labelOf },
        {
          title: t('address'),
          key: 'address',
          render: (_, connection) => <code>{addressOf(connection)}</code>,
        },
        {
          title: rights('rights'),
          key: 'rights',
          render: (_, connection) => <RightsTag connection={connection} />,
        },
        {
          title: t('owner'),
          dataIndex: 'is_shared',
          render: (shared: boolean) => t(shared ? 'shared' : 'private'),
        },
        {
          title: '',
          key: 'actions',
          width: 48,
          render: (_, connection) => (
            <Dropdown trigger={['click']} menu={{ items: menuOf(connection) }}>
              <Button type="text" icon={<MoreOutlined />} aria-label={`${t('actions')} ${connection.name}`} />
            </Dropdown>
          ),
        },
      ]}
    />
  );
}
