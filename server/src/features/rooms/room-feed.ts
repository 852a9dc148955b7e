import type { MetadataKind } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { LiveSockets } from '../../platform/live/live-sockets.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { MessageView } from './message-view.ts';
import type { MessagesRepository } from './messages.repository.ts';
import type { RoomsRepository } from './rooms.repository.ts';

const rowsAtOnce = 200;
const lookEveryMs = 5_000;
const roomsAtOnce = 500;
/** How long a room is followed after nobody here was connected any more. */
const keptMs = 60_000;

interface Fed {
  /** The last number of the room that the clients of this process were told. */
  told: number;
  wanted: number;
  /** When somebody who is connected last asked for it. */
  wantedSince: number;
  isRunning: boolean;
}

/**
 * Tells the clients of this process what happens in their rooms. Events between processes only say how far a room
 * is; the rows are read from the store after what was told last, in the order of their numbers, so each client hears
 * everything once and in order, and an event that got lost is made up for by the next one or by a look at the store.
 */
export function createRoomFeed(deps: {
  rooms: RoomsRepository;
  messages: MessagesRepository;
  view: MessageView;
  live: LiveSockets;
  events: EventBus;
  logger: Logger;
  kind: MetadataKind;
}) {
  const { rooms, messages, view, live, events, logger, kind } = deps;
  const feeds = new Map<string, Fed>();
  let timer: NodeJS.Timeout | null = null;

  async function tell(roomId: string, fed: Fed): Promise<void> {
    let memberIds: string[] | null = null;
    while (fed.told < fed.wanted) {
      const { wanted } = fed;
      const rows = await messages.changesAfter(roomId, fed.told, rowsAtOnce);
      const shown = await view.present(rows);
      // Asked for each time: whoever was removed a moment ago hears nothing more.
      memberIds = await rooms.memberIds(roomId);
      for (const message of shown) {
        const seq = message.changed_seq;
        live.send(memberIds, { type: 'room_change', room_id: roomId, after: fed.told, seq, message });
        fed.told = seq;
      }
      // A message that changed again stands at its last number only.
      if (rows.length < rowsAtOnce) fed.told = Math.max(fed.told, wanted);
    }
    const isLeft = memberIds !== null && !memberIds.some(live.isConnected);
    if (isLeft && Date.now() - fed.wantedSince > keptMs) feeds.delete(roomId);
  }

  async function run(roomId: string, fed: Fed): Promise<void> {
    try {
      await tell(roomId, fed);
    } catch (error) {
      logger.error({ module: 'rooms', room: roomId, err: error }, 'a room could not be told');
    } finally {
      fed.isRunning = false;
    }
  }

  function advance(roomId: string, seq: number): void {
    const fed = feeds.get(roomId);
    if (!fed) return;
    fed.wanted = Math.max(fed.wanted, seq);
    if (fed.isRunning) return;
    fed.isRunning = true;
    void run(roomId, fed);
  }

  function begin(roomId: string, seq: number): void {
    const known = feeds.get(roomId);
    if (known) known.wantedSince = Date.now();
    else feeds.set(roomId, { told: seq, wanted: seq, wantedSince: Date.now(), isRunning: false });
  }

  /** Catches up with what events did not say. */
  async function look(): Promise<void> {
    const ids = [...feeds.keys()];
    for (let at = 0; at < ids.length; at += roomsAtOnce) {
      for (const { id, last_seq } of await rooms.heads(ids.slice(at, at + roomsAtOnce)))
        advance(id, last_seq);
    }
  }

  const unsubscribe = [
    events.subscribe('room.changed', ({ roomId, seq }) => advance(roomId, seq)),
    events.subscribe('room.membership', ({ roomId, userIds, joined, seq }) => {
      if (joined && userIds.some(live.isConnected)) begin(roomId, seq);
    }),
  ];

  return {
    /** Begins to tell of the rooms of a user who is connected; gives how far each of them is. */
    async watch(userId: string): Promise<{ id: string; last_seq: number }[]> {
      const heads = await rooms.headsOf(userId);
      for (const { id, last_seq } of heads) begin(id, last_seq);
      return heads;
    },
    start(): void {
      if (kind === 'sqlite') return;
      timer = setInterval(() => {
        look().catch((error: unknown) =>
          logger.warn({ module: 'rooms', err: error }, 'the rooms could not be looked at'),
        );
      }, lookEveryMs).unref();
    },
    stop(): void {
      if (timer) clearInterval(timer);
      for (const end of unsubscribe) end();
    },
  };
}

export type RoomFeed = ReturnType<typeof createRoomFeed>;
