import type { RoomMessage } from '@sextant/contract/room-messages';
import { describe, expect, it } from 'vitest';
import {
  mostMessages,
  type ThreadState,
  threadOfPage,
  withChanges,
  withNewer,
  withOlder,
} from './thread-state.ts';

function message(seq: number, more: Partial<RoomMessage> = {}): RoomMessage {
  return {
    id: `m${seq}`,
    number: seq,
    room_id: 'room',
    seq,
    changed_seq: seq,
    kind: 'text',
    sender: null,
    client_id: null,
    content: String(seq),
    mentions: [],
    attachment: null,
    card: null,
    answer: null,
    notice: null,
    reply_to: null,
    reactions: [],
    created_at: '2026-01-01T00:00:00.000Z',
    edited_at: null,
    deleted_at: null,
    pinned_at: null,
    ...more,
  };
}

const run = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => message(from + at));
const shown = ({ messages }: ThreadState) => messages.map(({ content }) => content);
const page = (messages: RoomMessage[], has_more: boolean, last_seq: number) => ({
  messages,
  has_more,
  last_seq,
});

describe('a stretch of a room', () => {
  it('takes new messages in order and each once, however often they come', () => {
    const state = threadOfPage(page(run(1, 2), false, 2), false);
    const twice = withChanges(withChanges(state, [message(4), message(3)]), [message(3), message(4)]);
    expect(shown(twice)).toEqual(['1', '2', '3', '4']);
    expect(twice.last).toBe(4);
  });

  it('keeps the newest form of a message', () => {
    const state = threadOfPage(page(run(1, 2), false, 2), false);
    const edited = message(1, { changed_seq: 4, content: 'edited' });
    const late = message(1, { changed_seq: 3, content: 'before' });
    expect(shown(withChanges(withChanges(state, [edited]), [late]))).toEqual(['edited', '2']);
  });

  it('leaves out what changed outside of it', () => {
    const state = threadOfPage(page(run(5, 6), true, 9), true);
    const after = withChanges(state, [message(1, { changed_seq: 10 }), message(11)]);
    expect(shown(after)).toEqual(['5', '6']);
    expect(after.last).toBe(11);
  });

  it('knows only what a page knew once that page brings it to the end', () => {
    const behind = withChanges(threadOfPage(page(run(1, 2), false, 4), true), [message(6)]);
    const end = withNewer(behind, page(run(3, 4), false, 4));
    expect(end).toMatchObject({ hasNewer: false, last: 4 });
    expect(shown(withChanges(end, [message(6)]))).toEqual(['1', '2', '3', '4', '6']);
  });

  it('lets go of its end when much is read backwards, and of its beginning when much comes', () => {
    const state = threadOfPage(page(run(1_001, 1_000 + mostMessages), true, 2_000), false);
    const older = withOlder(state, page(run(951, 1_000), true, 2_000));
    expect(older.messages).toHaveLength(mostMessages);
    expect(older).toMatchObject({ hasOlder: true, hasNewer: true });
    expect(shown(older)[0]).toBe('951');
    const grown = withChanges({ ...state, hasOlder: false }, [message(2_001)]);
    expect(grown.messages).toHaveLength(mostMessages);
    expect(grown.hasOlder).toBe(true);
    expect(shown(grown).at(-1)).toBe('2001');
  });
});
