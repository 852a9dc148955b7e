import type { ServerFrame } from '@sextant/contract/live';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { roomEndpoints } from '@sextant/contract/rooms';
import { call } from '../../lib/api-client.ts';
import {
  type Page,
  type ThreadState,
  threadOfPage,
  withChanges,
  withNewer,
  withOlder,
} from './thread-state.ts';

export interface ThreadView {
  /** Null until the first page is there. */
  state: ThreadState | null;
  error: unknown;
  loading: 'older' | 'newer' | null;
}

const pageSize = 60;
const changesAtOnce = 200;
/** How long a live frame may take after an own message was answered before the room is asked for it. */
const patienceMilliseconds = 1_500;

/**
 * The history of one room as one tab has it: pages by key, what comes live, and what was missed while it did not.
 * Frames that leave a hole are not trusted; the room is asked for its changes instead.
 */
export function createThread(roomId: string) {
  const params = { id: roomId };
  const listeners = new Set<() => void>();
  let view: ThreadView = { state: null, error: null, loading: null };
  /** The furthest number of the room that was heard of. */
  let head = 0;
  let opening = 0;
  let catching = false;

  function tell(change: Partial<ThreadView>): void {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  }

  const page = (query: { before?: number; after?: number; around?: string }): Promise<Page> =>
    call(roomEndpoints.messages, { params, query: { ...query, limit: pageSize } });

  async function catchUp(): Promise<void> {
    if (catching) return;
    catching = true;
    try {
      for (let more = true; more && view.state !== null; ) {
        const before = view.state;
        const after = before.last;
        const found = await call(roomEndpoints.changes, { params, query: { after, limit: changesAtOnce } });
        // Another page may have been opened meanwhile; what it lacks is asked for anew.
        if (view.state.last !== after) continue;
        const next = withChanges(view.state, found.messages);
        const last = found.has_more ? next.last : Math.max(next.last, found.last_seq);
        head = Math.max(head, last);
        tell({ state: { ...next, last } });
        more = found.has_more || last < head;
      }
    } catch {
      // The next frame, or the `ready` after a reconnect, tries again.
    } finally {
      catching = false;
    }
  }

  function heardOf(seq: number): void {
    head = Math.max(head, seq);
    if (view.state !== null && view.state.last < head) void catchUp();
  }

  async function read(
    loading: 'older' | 'newer',
    query: { before?: number; after?: number },
    merge: (state: ThreadState, found: Page) => ThreadState,
  ): Promise<void> {
    if (view.loading !== null) return;
    tell({ loading });
    try {
      const found = await page(query);
      tell({ state: view.state && merge(view.state, found), loading: null });
      heardOf(found.last_seq);
    } catch {
      // Scrolling on, or the button that stays, tries again.
      tell({ loading: null });
    }
  }

  return {
    view: () => view,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Shows the room's end, or the stretch around one message. */
    async open(messageId: string | null): Promise<void> {
      opening += 1;
      const mine = opening;
      try {
        const found = await page(messageId === null ? {} : { around: messageId });
        if (mine !== opening) return;
        tell({ state: threadOfPage(found, messageId !== null), error: null, loading: null });
        heardOf(found.last_seq);
      } catch (error) {
        if (mine === opening) tell({ error, loading: null });
      }
    },

    older(): void {
      const { state } = view;
      if (state?.hasOlder) void read('older', { before: state.messages[0]?.seq }, withOlder);
    },

    newer(): void {
      const { state } = view;
      if (state?.hasNewer) void read('newer', { after: state.messages.at(-1)?.seq }, withNewer);
    },

    /** Takes what the server answered to an act of this tab; the live frame of it comes as well. */
    took(message: RoomMessage): void {
      if (view.state === null || message.room_id !== roomId) return;
      tell({ state: { ...withChanges(view.state, [message]), last: view.state.last } });
      setTimeout(() => heardOf(message.changed_seq), patienceMilliseconds);
    },

    hear(frame: ServerFrame): void {
      if (frame.type === 'ready') heardOf(frame.rooms.find(({ id }) => id === roomId)?.last_seq ?? 0);
      if (frame.type !== 'room_change' || frame.room_id !== roomId) return;
      const { state } = view;
      if (state === null || catching || frame.after > state.last) heardOf(frame.seq);
      else {
        head = Math.max(head, frame.seq);
        tell({ state: withChanges(state, [frame.message]) });
      }
    },
  };
}

export type Thread = ReturnType<typeof createThread>;
