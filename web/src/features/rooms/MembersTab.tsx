import { MessageOutlined, MoreOutlined } from '@ant-design/icons';
import type { RoomMember } from '@sextant/contract/rooms';
import { roomEndpoints } from '@sextant/contract/rooms';
import { App, Button, Dropdown, Tag } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import styles from './MembersTab.module.css';
import { PeopleSelect } from './PeopleSelect.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';
import { useRoomContext } from './room-context.ts';
import { roomPath } from './rooms-paths.ts';
import { useRoomActions } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** Who is in the room, in which role; inviting, muting and removing for those who may. */
export function MembersTab() {
  const { room, members } = useRoomContext();
  return (
    <>
      {room.me?.may_invite && <Invite />}
      <ul className={styles.list}>
        {members.map((member) => (
          <Member key={member.person.id} member={member} />
        ))}
      </ul>
    </>
  );
}

function Invite() {
  const t = useTexts(roomsTexts);
  const { room, members } = useRoomContext();
  const { message } = App.useApp();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const [ids, setIds] = useState<string[]>([]);
  const invite = async () => {
    await call(roomEndpoints.invite, { params: { id: room.id }, body: { user_ids: ids } });
    setIds([]);
    void message.success(t('invited'));
  };
  return (
    <div className={styles.invite}>
      <PeopleSelect
        label={t('people')}
        value={ids}
        onChange={setIds}
        without={members.map(({ person }) => person.id)}
      />
      <Button
        type="primary"
        disabled={ids.length === 0}
        loading={actions.isPending}
        onClick={() => actions.run(invite).catch(showError)}
      >
        {t('invite')}
      </Button>
    </div>
  );
}

function Member({ member: { person, role, is_muted } }: { member: RoomMember }) {
  const t = useTexts(roomsTexts);
  const { myId, room } = useRoomContext();
  const navigate = useNavigate();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const isMe = person.id === myId;
  const chat = () =>
    actions
      .run(() => call(roomEndpoints.openPrivate, { body: { user_id: person.id } }))
      .then(({ id }) => navigate(roomPath(id)))
      .catch(showError);
  return (
    <li className={styles.member}>
      <PersonAvatar name={person.display_name} url={person.avatar_url} />
      <span className={styles.name}>
        <bdi>{person.display_name}</bdi>
        <span className={styles.username}>{person.username}</span>
      </span>
      {role !== 'member' && <Tag>{t(`role_${role}`)}</Tag>}
      {is_muted && <Tag color="warning">{t('muted')}</Tag>}
      {!isMe && room.kind !== 'private' && (
        <Button
          size="small"
          type="text"
          icon={<MessageOutlined />}
          aria-label={t('chatWith', { name: person.display_name })}
          title={t('chatWith', { name: person.display_name })}
          onClick={() => void chat()}
        />
      )}
      {!isMe && <MemberMenu member={{ person, role, is_muted }} />}
    </li>
  );
}

function MemberMenu({ member }: { member: Pick<RoomMember, 'person' | 'role' | 'is_muted'> }) {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const { modal } = App.useApp();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const { person, role, is_muted } = member;
  if (!room.me?.may_manage || role === 'owner') return null;
  const name = person.display_name;
  const params = { id: room.id, user_id: person.id };
  const change = (body: { role?: RoomMember['role']; is_muted?: boolean }) =>
    actions.run(() => call(roomEndpoints.changeMember, { params, body })).catch(showError);
  const confirm = (title: string, content: string, onOk: () => Promise<unknown>) =>
    modal.confirm({ title, content, okButtonProps: { danger: true }, cancelText: t('cancel'), onOk });
  const isOwner = room.me.role === 'owner';
  const mayRemove = !(role === 'admin' && room.me.role === 'admin');
  const items = [
    isOwner && { key: 'role', label: t(role === 'admin' ? 'makeMember' : 'makeAdmin') },
    isOwner && { key: 'owner', label: t('handOver') },
    { key: 'mute', label: t(is_muted ? 'unmute' : 'mute') },
    mayRemove && { key: 'remove', label: t('removeMember'), danger: true },
  ].filter((one) => one !== false);
  const doing: Record<string, () => unknown> = {
    role: () => change({ role: role === 'admin' ? 'member' : 'admin' }),
    owner: () => confirm(t('handOver'), t('handOverText', { name }), () => change({ role: 'owner' })),
    mute: () => change({ is_muted: !is_muted }),
    remove: () =>
      confirm(t('removeMember'), t('removeMemberText', { name, room: room.name }), () =>
        actions.run(() => call(roomEndpoints.removeMember, { params })).catch(showError),
      ),
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void doing[key]?.() }}>
      <Button
        size="small"
        type="text"
        icon={<MoreOutlined />}
        aria-label={t('moreOf', { name })}
        title={t('more')}
      />
    </Dropdown>
  );
}
