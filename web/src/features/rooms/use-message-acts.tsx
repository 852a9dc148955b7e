import type { RoomMessage } from '@sextant/contract/room-messages';
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import { useRoomContext } from './room-context.ts';
import { messageActs, pinsKey } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** The signs that are offered; others that programs send are shown as well. */
export const reactionSigns = ['👍', '❤️', '😄', '🎉', '👀', '✅'] as const;

/** Reacts to a message, or takes it back. */
export function useReact(message: RoomMessage): (emoji: string, on: boolean) => void {
  const { took } = useRoomContext();
  const showError = useErrorMessage();
  return (emoji, on) => void messageActs(message).react(emoji, on).then(took, showError);
}

/** What one may do to a message, and doing it. */
export function useMessageActs(message: RoomMessage) {
  const t = useTexts(roomsTexts);
  const { modal } = App.useApp();
  const client = useQueryClient();
  const { room, myId, took } = useRoomContext();
  const showError = useErrorMessage();
  const acts = messageActs(message);
  const isMine = message.sender?.id === myId;
  const mayManage = room.me?.may_manage ?? false;
  const mayWrite = room.me?.may_write ?? false;
  return {
    mayReact: room.me !== null && !room.me.is_muted,
    mayReply: mayWrite,
    mayEdit: isMine && mayWrite && message.kind !== 'card',
    mayRemove: isMine || mayManage || message.answer?.asked_by === myId,
    mayPin: room.kind === 'private' || mayManage,
    pin(): void {
      const pinned = message.pinned_at === null;
      const done = (changed: RoomMessage) => {
        took(changed);
        void client.invalidateQueries({ queryKey: pinsKey(room.id) });
      };
      void acts.pin(pinned).then(done, showError);
    },
    remove(): void {
      modal.confirm({
        title: t('deleteTitle'),
        content: t('deleteText', { text: message.content.slice(0, 80) || message.attachment?.name || '…' }),
        okText: t('deleteMessage'),
        okButtonProps: { danger: true },
        cancelText: t('cancel'),
        onOk: () => acts.remove().then(took, showError),
      });
    },
  };
}
