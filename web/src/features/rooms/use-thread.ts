import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useLive } from '../../lib/live.ts';
import { onDelivered, sendWaiting, settleMessage } from './outbox.ts';
import { membersKey, pinsKey } from './rooms-queries.ts';
import { createThread } from './thread.ts';

/** The history of a room, live; around `messageId` when it is given and not there yet. */
export function useThread(roomId: string, messageId: string | null) {
  const client = useQueryClient();
  const thread = useMemo(() => createThread(roomId), [roomId]);
  const view = useSyncExternalStore(thread.subscribe, thread.view);
  useEffect(() => {
    const { state } = thread.view();
    const isThere = state?.messages.some(({ id }) => id === messageId) ?? false;
    if (state === null || (messageId !== null && !isThere)) void thread.open(messageId);
  }, [thread, messageId]);
  useEffect(() => onDelivered(thread.took), [thread]);
  useLive((frame) => {
    thread.hear(frame);
    if (frame.type === 'ready') sendWaiting();
    if (frame.type === 'room_updated' && frame.room_id === roomId)
      void client.invalidateQueries({ queryKey: membersKey(roomId) });
    if (frame.type !== 'room_change') return;
    settleMessage(frame.message);
    if (frame.room_id !== roomId) return;
    if (frame.message.kind === 'notice') void client.invalidateQueries({ queryKey: membersKey(roomId) });
    if (frame.message.seq !== frame.message.changed_seq)
      void client.invalidateQueries({ queryKey: pinsKey(roomId) });
  });
  return { thread, view };
}
