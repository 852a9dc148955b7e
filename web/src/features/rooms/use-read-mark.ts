import type { RoomMember } from '@sextant/contract/rooms';
import { roomEndpoints } from '@sextant/contract/rooms';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { call } from '../../lib/api-client.ts';
import { sendLive, useLive } from '../../lib/live.ts';
import { membersKey } from './rooms-queries.ts';

const events = ['focus', 'blur', 'visibilitychange'] as const;

/** Whether the person looks at this tab. */
function useIsLooking(): boolean {
  return useSyncExternalStore(
    (listener) => {
      for (const event of events) window.addEventListener(event, listener);
      document.addEventListener('visibilitychange', listener);
      return () => {
        for (const event of events) window.removeEventListener(event, listener);
        document.removeEventListener('visibilitychange', listener);
      };
    },
    () => document.visibilityState === 'visible' && document.hasFocus(),
  );
}

/** Says how far a room was read: to `seq`, once the person really sees it. */
export function useReadMark(roomId: string, seq: number | null): void {
  const isLooking = useIsLooking();
  const told = useRef(0);
  useEffect(() => {
    if (!isLooking || seq === null || seq <= told.current) return;
    told.current = seq;
    if (sendLive({ type: 'read', room_id: roomId, seq })) return;
    call(roomEndpoints.read, { params: { id: roomId }, body: { seq } }).catch(() => {
      told.current = 0;
    });
  }, [roomId, seq, isLooking]);
}

/** Keeps what is known of how far the others have read up to date. */
export function useOthersReadMarks(roomId: string): void {
  const client = useQueryClient();
  useLive((frame) => {
    if (frame.type !== 'read' || frame.room_id !== roomId) return;
    client.setQueryData<RoomMember[]>(membersKey(roomId), (members) =>
      members?.map((one) =>
        one.person.id === frame.user_id
          ? { ...one, last_read_seq: Math.max(one.last_read_seq, frame.seq) }
          : one,
      ),
    );
  });
}
