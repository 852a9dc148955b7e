import type { Card } from '@sextant/contract/room-messages';
import { roomEndpoints } from '@sextant/contract/rooms';
import { useMutation } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { Link } from 'react-router';
import { call } from '../lib/api-client.ts';
import { useRooms } from '../lib/rooms-list.ts';
import { defineTexts, useTexts } from '../lib/texts.ts';
import { ErrorNotice } from './ErrorNotice.tsx';

const texts = defineTexts('share-to-room', {
  zh: {
    title: '分享「{{name}}」到聊天',
    room: '聊天',
    roomMissing: '请选择一个聊天',
    noRooms: '还没有可以发言的聊天，请先新建一个',
    comment: '说点什么（可不填）',
    hint: '只分享一个入口：对方打开时按他自己的权限。',
    send: '发送',
    cancel: '取消',
    sent: '已发送到',
  },
  en: {
    title: 'Share “{{name}}” to a room',
    room: 'Room',
    roomMissing: 'Choose a room',
    noRooms: 'There is no room in which you may write; make one first',
    comment: 'Say something (optional)',
    hint: 'Only a pointer is shared: whoever opens it does so under their own rights.',
    send: 'Send',
    cancel: 'Cancel',
    sent: 'Sent to',
  },
});

interface Sharing {
  room_id: string;
  content?: string;
}

/** Chooses the room to which a card goes, with a word beside it. */
export function ShareToRoomDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const rooms = useRooms();
  const [form] = Form.useForm<Sharing>();
  const writable = (rooms.data ?? []).filter(({ me }) => me?.may_write);
  const send = useMutation({
    mutationFn: ({ room_id: id, content }: Sharing) =>
      call(roomEndpoints.send, { params: { id }, body: { card, content: content ?? '' } }),
    onSuccess({ room_id: id }) {
      onClose();
      void message.success(
        <>
          {t('sent')} <Link to={`/rooms/${id}`}>{writable.find((room) => room.id === id)?.name}</Link>
        </>,
      );
    },
  });
  return (
    <Modal
      open
      title={t('title', { name: card.title })}
      okText={t('send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Sharing> form={form} layout="vertical" onFinish={(values) => send.mutate(values)}>
        <Form.Item
          name="room_id"
          label={t('room')}
          extra={t('hint')}
          rules={[{ required: true, message: t('roomMissing') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={rooms.isPending}
            notFoundContent={rooms.isPending ? null : t('noRooms')}
            options={writable.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="content" label={t('comment')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2_000} />
        </Form.Item>
      </Form>
      {rooms.isError && <ErrorNotice error={rooms.error} onRetry={() => void rooms.refetch()} />}
      {send.isError && <ErrorNotice error={send.error} />}
    </Modal>
  );
}
