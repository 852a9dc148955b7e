import type { RoomMessage } from '@sextant/contract/room-messages';
import type { Room, RoomMember } from '@sextant/contract/rooms';
import { createContext, useContext } from 'react';

/** What everything inside an open room may need. */
export interface RoomContext {
  room: Room;
  myId: string;
  members: readonly RoomMember[];
  /** Names that stand out behind an `@`. */
  names: readonly string[];
  nameOf: (userId: string) => string;
  reply: (message: RoomMessage) => void;
  edit: (message: RoomMessage) => void;
  /** Sends a text as if it had been written. */
  say: (content: string, replyTo: RoomMessage | null) => void;
  /** Takes what the server answered to a change of a message. */
  took: (message: RoomMessage) => void;
}

export const roomContext = createContext<RoomContext | null>(null);

export function useRoomContext(): RoomContext {
  const found = useContext(roomContext);
  if (found === null) throw new Error('There is no open room around this');
  return found;
}
