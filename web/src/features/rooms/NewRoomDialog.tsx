import { type RoomKind, roomEndpoints } from '@sextant/contract/rooms';
import { Form, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './NewRoomDialog.module.css';
import { PeopleSelect } from './PeopleSelect.tsx';
import { RoomFields } from './RoomFields.tsx';
import { roomPath } from './rooms-paths.ts';
import { useRoomActions } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

const kinds = ['private', 'group', 'public', 'channel'] as const satisfies readonly RoomKind[];

interface NewRoom {
  name: string;
  description?: string;
  connection_id?: string | null;
  members_may_invite?: boolean;
  member_ids?: string[];
}

/** Begins a chat with somebody, or makes a group, a public room or a channel. */
export function NewRoomDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(roomsTexts);
  const navigate = useNavigate();
  const [kind, setKind] = useState<RoomKind>('private');
  const [error, setError] = useState<unknown>(null);
  const [form] = Form.useForm<NewRoom>();
  const actions = useRoomActions();
  const create = ({ member_ids: ids = [], ...fields }: NewRoom) =>
    actions
      .run(() =>
        kind === 'private'
          ? call(roomEndpoints.openPrivate, { body: { user_id: ids[0] ?? '' } })
          : call(roomEndpoints.create, { body: { ...fields, kind, member_ids: ids } }),
      )
      .then(({ id }) => {
        onClose();
        void navigate(roomPath(id));
      }, setError);
  return (
    <Modal
      open
      title={t('newRoom')}
      okText={t(kind === 'private' ? 'startChat' : 'create')}
      cancelText={t('cancel')}
      confirmLoading={actions.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Segmented
        block
        aria-label={t('kind')}
        value={kind}
        options={kinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
        onChange={setKind}
      />
      <p className={styles.about}>{t(`about_${kind}`)}</p>
      <Form<NewRoom>
        key={kind}
        form={form}
        layout="vertical"
        initialValues={{ members_may_invite: true }}
        onFinish={(values) => void create(values)}
      >
        {kind !== 'private' && <RoomFields kind={kind} />}
        <Form.Item
          name="member_ids"
          label={t(kind === 'private' ? 'person' : 'membersToInvite')}
          rules={[{ required: kind === 'private', message: t('personMissing') }]}
        >
          <PeopleSelect most={kind === 'private' ? 1 : undefined} />
        </Form.Item>
      </Form>
      {error !== null && <ErrorNotice error={error} />}
    </Modal>
  );
}
