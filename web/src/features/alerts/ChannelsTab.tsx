import { PlusOutlined } from '@ant-design/icons';
import { type AlertChannel, alertEndpoints } from '@sextant/contract/alerts';
import { App, Button, Space, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { roleLabels } from '../../lib/role-labels.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './Alerts.module.css';
import { useAlertAct, useAlertChannels, useOwnRooms } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';
import { ChannelDrawer } from './ChannelDrawer.tsx';

/** Where alerts can be told, each with a test. */
export function ChannelsTab() {
  const t = useTexts(alertsTexts);
  const isAdmin = useMay('admin');
  const [edited, setEdited] = useState<AlertChannel | 'new' | null>(null);
  const channels = useAlertChannels(isAdmin);
  return (
    <>
      <div className={styles.bar}>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('newChannel')}
        </Button>
      </div>
      {channels.isPending && <PageSkeleton />}
      {channels.isError && <ErrorNotice error={channels.error} onRetry={() => void channels.refetch()} />}
      {channels.data && (
        <Table<AlertChannel>
          rowKey="id"
          size="middle"
          dataSource={channels.data}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: t('noChannels') }}
          columns={[
            {
              title: t('name'),
              key: 'name',
              render: (_, { name, is_active }) => (
                <>
                  {name} {!is_active && <Tag>{t('inactive')}</Tag>}
                </>
              ),
            },
            {
              title: t('channelKind'),
              key: 'kind',
              render: (_, { kind, format }) => (format === null ? t(`channel_${kind}`) : t(format)),
            },
            { title: t('goesTo'), key: 'to', render: (_, channel) => <GoesTo channel={channel} /> },
            {
              title: '',
              key: 'act',
              render: (_, channel) => <Acts channel={channel} onEdit={() => setEdited(channel)} />,
            },
          ]}
        />
      )}
      {edited !== null && (
        <ChannelDrawer channel={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

function GoesTo({ channel: { kind, role, room_id, recipients, host } }: { channel: AlertChannel }) {
  const textIn = useTextIn();
  const rooms = useOwnRooms();
  switch (kind) {
    case 'notification':
      return textIn(roleLabels[role as keyof typeof roleLabels] ?? roleLabels.admin);
    case 'room':
      return <Link to={`/rooms/${room_id}`}>{rooms.find(({ id }) => id === room_id)?.name ?? room_id}</Link>;
    case 'email':
      return recipients?.join(', ');
    case 'webhook':
      return host;
  }
}

function Acts({ channel: { id, name, is_active }, onEdit }: { channel: AlertChannel; onEdit: () => void }) {
  const t = useTexts(alertsTexts);
  const { modal, message } = App.useApp();
  const setActive = useAlertAct((next: boolean) =>
    call(alertEndpoints.updateChannel, { params: { id }, body: { is_active: next } }),
  );
  const remove = useAlertAct(() => call(alertEndpoints.removeChannel, { params: { id } }));
  const test = useAlertAct(async () => {
    const { is_ok, message: text } = await call(alertEndpoints.testChannel, { params: { id } });
    if (is_ok) void message.success(text);
    else modal.error({ title: name, content: text });
  });
  const ask = () =>
    modal.confirm({
      title: t('removeChannel', { name }),
      content: t('removeChannelText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        remove.mutateAsync(undefined).then(
          () => void message.success(t('removed')),
          () => undefined,
        ),
    });
  return (
    <Space>
      <Switch
        size="small"
        checked={is_active}
        loading={setActive.isPending}
        aria-label={`${t('isActive')} ${name}`}
        onChange={(next) => setActive.mutate(next)}
      />
      <Button
        size="small"
        loading={test.isPending}
        aria-label={`${t('test')} ${name}`}
        onClick={() => test.mutate(undefined)}
      >
        {t('test')}
      </Button>
      <Button type="link" size="small" aria-label={`${t('edit')} ${name}`} onClick={onEdit}>
        {t('edit')}
      </Button>
      <Button type="link" size="small" danger aria-label={`${t('remove')} ${name}`} onClick={ask}>
        {t('remove')}
      </Button>
    </Space>
  );
}
