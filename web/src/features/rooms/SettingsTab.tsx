import { type Room, roomEndpoints } from '@sextant/contract/rooms';
import { App, Button, Divider, Form, Input, Space, Switch } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import { RoomFields } from './RoomFields.tsx';
import { useRoomContext } from './room-context.ts';
import { roomsPath } from './rooms-paths.ts';
import { useRoomActions } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

type Edit = Pick<Room, 'name' | 'description' | 'connection_id' | 'members_may_invite'>;

/** What the room is called and asks, the own choice to hear less, and the ways out. */
export function SettingsTab() {
  const { room } = useRoomContext();
  return (
    <>
      <Details key={room.id} />
      <Silence />
      {room.kind !== 'private' && <Exits />}
    </>
  );
}

function Details() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const { message } = App.useApp();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const isPrivate = room.kind === 'private';
  const mayEdit = isPrivate || (room.me?.may_manage ?? false);
  const save = (values: Edit) =>
    actions
      .run(() =>
        call(roomEndpoints.update, {
          params: { id: room.id },
          body: isPrivate ? { connection_id: values.connection_id ?? null } : values,
        }),
      )
      .then(() => message.success(t('saved')), showError);
  return (
    <Form<Edit> layout="vertical" initialValues={room} disabled={!mayEdit} onFinish={(v) => void save(v)}>
      <RoomFields kind={room.kind} connectionId={room.connection_id} />
      {mayEdit && (
        <Button type="primary" htmlType="submit" loading={actions.isPending}>
          {t('save')}
        </Button>
      )}
    </Form>
  );
}

function Silence() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const isSilent = room.me?.is_silent ?? false;
  const silence = (on: boolean) =>
    actions
      .run(() => call(roomEndpoints.silence, { params: { id: room.id }, body: { is_silent: on } }))
      .catch(showError);
  return (
    <>
      <Divider />
      <Space>
        <Switch
          checked={isSilent}
          loading={actions.isPending}
          aria-label={t('silent')}
          onChange={(on) => void silence(on)}
        />
        {t('silentText')}
      </Space>
    </>
  );
}

function Exits() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const mayDelete = useMay('delete');
  const params = { id: room.id };
  const { name } = room;
  const isOwner = room.me?.role === 'owner';
  const end = (work: () => Promise<unknown>) =>
    actions.run(work).then(() => navigate(roomsPath, { replace: true }), showError);
  const leave = () =>
    modal.confirm({
      title: t('leaveTitle', { name }),
      content: t(isOwner ? 'leaveOwnerText' : 'leaveText'),
      okText: t('leave'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => end(() => call(roomEndpoints.leave, { params })),
    });
  const remove = () => {
    let typed = '';
    modal.confirm({
      title: t('deleteRoomTitle', { name }),
      content: (
        <Space orientation="vertical" style={{ width: '100%' }}>
          {t('deleteRoomText', { name })}
          <Input
            autoFocus
            aria-label={t('typeName')}
            placeholder={name}
            onChange={(event) => {
              typed = event.target.value.trim();
            }}
          />
        </Space>
      ),
      okText: t('deleteRoom'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        typed === name
          ? end(() => call(roomEndpoints.remove, { params }))
          : Promise.reject(new Error('the name was not typed')),
    });
  };
  return (
    <>
      <Divider />
      <Space>
        <Button danger onClick={leave}>
          {t('leave')}
        </Button>
        {isOwner && mayDelete && (
          <Button danger type="primary" onClick={remove}>
            {t('deleteRoom')}
          </Button>
        )}
      </Space>
    </>
  );
}
