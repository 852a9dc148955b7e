import type { RoomKind } from '@sextant/contract/rooms';
import { Form, Input, Select, Switch } from 'antd';
import { useConnections } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { roomsTexts } from './rooms-texts.ts';

const nameMaxLength = 100;
const descriptionMaxLength = 1_000;

/** The fields of a room, for making one and for changing it; a private one only has a connection. */
export function RoomFields({ kind, connectionId = null }: { kind: RoomKind; connectionId?: string | null }) {
  const t = useTexts(roomsTexts);
  const connections = useConnections().data ?? [];
  const options = connections.map(({ id, name }) => ({ value: id, label: name }));
  if (connectionId !== null && !options.some(({ value }) => value === connectionId))
    options.push({ value: connectionId, label: t('unknownConnection') });
  return (
    <>
      {kind !== 'private' && (
        <>
          <Form.Item
            name="name"
            label={t('name')}
            rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
          >
            <Input maxLength={nameMaxLength} />
          </Form.Item>
          <Form.Item name="description" label={t('description')}>
            <Input.TextArea maxLength={descriptionMaxLength} autoSize={{ minRows: 2, maxRows: 5 }} />
          </Form.Item>
        </>
      )}
      <Form.Item
        name="connection_id"
        label={t('connection')}
        extra={t('connectionHint')}
        normalize={(value: string | undefined) => value ?? null}
      >
        <Select allowClear placeholder={t('defaultConnection')} options={options} />
      </Form.Item>
      {kind !== 'private' && (
        <Form.Item name="members_may_invite" label={t('membersMayInvite')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </>
  );
}
