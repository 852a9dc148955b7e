import type { RoomMessage } from '@sextant/contract/room-messages';

/** More are never kept at once: reading on in one direction lets go of the other end. */
export const mostMessages = 400;

/** A stretch of a room's history without holes. */
export interface ThreadState {
  /** By `seq`. */
  messages: readonly RoomMessage[];
  hasOlder: boolean;
  /** While true the stretch does not reach the room's end, and new messages are not part of it. */
  hasNewer: boolean;
  /** How far the room is known: everything up to this number is in the stretch where it belongs there. */
  last: number;
}

/** A page as the server gives it. */
export interface Page {
  messages: readonly RoomMessage[];
  has_more: boolean;
  last_seq: number;
}

export function threadOfPage({ messages, has_more, last_seq }: Page, hasNewer: boolean): ThreadState {
  return { messages, hasOlder: has_more, hasNewer, last: last_seq };
}

/** Messages that came or changed: each stands once, at its place, in its newest form. */
export function withChanges(state: ThreadState, changed: readonly RoomMessage[]): ThreadState {
  const byId = new Map(state.messages.map((message) => [message.id, message]));
  const [oldest, newest] = [state.messages[0]?.seq ?? 0, state.messages.at(-1)?.seq ?? 0];
  for (const message of changed) {
    const known = byId.get(message.id);
    const belongs =
      known !== undefined ||
      ((message.seq > oldest || !state.hasOlder) && (message.seq < newest || !state.hasNewer));
    if (belongs && (known === undefined || known.changed_seq <= message.changed_seq))
      byId.set(message.id, message);
  }
  const last = Math.max(state.last, ...changed.map(({ changed_seq }) => changed_seq));
  return keepNewest({ ...state, messages: inOrder(byId.values()), last });
}

/** `last` falls back to what the page knew: what came or changed since may concern the messages that it brought. */
export function withOlder(state: ThreadState, page: Page): ThreadState {
  const messages = joined(page.messages, state.messages);
  const last = Math.min(state.last, page.last_seq);
  if (messages.length <= mostMessages) return { ...state, messages, hasOlder: page.has_more, last };
  return { messages: messages.slice(0, mostMessages), hasOlder: page.has_more, hasNewer: true, last };
}

/** As `withOlder`, at the other end. */
export function withNewer(state: ThreadState, page: Page): ThreadState {
  const messages = joined(state.messages, page.messages);
  const last = Math.min(state.last, page.last_seq);
  const isLong = messages.length > mostMessages;
  return {
    messages: messages.slice(-mostMessages),
    hasOlder: state.hasOlder || isLong,
    hasNewer: page.has_more,
    last,
  };
}

function keepNewest(state: ThreadState): ThreadState {
  if (state.hasNewer || state.messages.length <= mostMessages) return state;
  return { ...state, messages: state.messages.slice(-mostMessages), hasOlder: true };
}

function joined(first: readonly RoomMessage[], second: readonly RoomMessage[]): RoomMessage[] {
  const byId = new Map(first.map((message) => [message.id, message]));
  for (const message of second) {
    const known = byId.get(message.id);
    if (known === undefined || known.changed_seq < message.changed_seq) byId.set(message.id, message);
  }
  return inOrder(byId.values());
}

function inOrder(messages: Iterable<RoomMessage>): RoomMessage[] {
  return [...messages].sort((one, other) => one.seq - other.seq);
}
