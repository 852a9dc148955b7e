import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { LiveSockets } from '../../platform/live/live-sockets.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { type NotificationsService, presentNotification } from '../notifications/notifications.service.ts';
import type { RoomsRepository } from './rooms.repository.ts';

/** In larger rooms only the own tabs hear how far somebody has read: each of a thousand readers would tell all. */
const mostReaders = 50;
const membersKeptMs = 2_000;

/** Tells the clients of this process what passes: who writes, who has read how far, who came and went, notifications. */
export function createRoomSignals(deps: {
  rooms: Pick<RoomsRepository, 'memberIds'>;
  notifications: NotificationsService;
  live: LiveSockets;
  events: EventBus;
  logger: Logger;
}) {
  const { rooms, notifications, live, events, logger } = deps;
  const membersOf = new LRUCache<string, string[]>({
    max: 2_000,
    ttl: membersKeptMs,
    fetchMethod: (roomId) => rooms.memberIds(roomId),
  });
  const members = async (roomId: string) => (await membersOf.fetch(roomId)) ?? [];

  const quietly = (work: Promise<void>): void => {
    work.catch((error: unknown) =>
      logger.warn({ module: 'rooms', err: error }, 'clients could not be told of an event'),
    );
  };

  async function tellNotifications(batchId: string): Promise<void> {
    if (live.count() === 0) return;
    const rows = (await notifications.batch(batchId)).filter(({ user_id }) => live.isConnected(user_id));
    if (rows.length === 0) return;
    const counts = await notifications.unreadCounts(rows.map(({ user_id }) => user_id));
    for (const row of rows) {
      const unread_count = counts.get(row.user_id) ?? 0;
      live.send([row.user_id], {
        type: 'notification',
        notification: presentNotification(row),
        unread_count,
      });
    }
  }

  async function tellRead(roomId: string, userId: string, seq: number): Promise<void> {
    const ids = await members(roomId);
    live.send(ids.length > mostReaders ? [userId] : ids, {
      type: 'read',
      room_id: roomId,
      user_id: userId,
      seq,
    });
  }

  const unsubscribe = [
    events.subscribe('room.typing', ({ roomId, userId, name }) => {
      const tell = async () => {
        const others = (await members(roomId)).filter((id) => id !== userId);
        live.send(others, { type: 'typing', room_id: roomId, user_id: userId, name });
      };
      quietly(tell());
    }),
    events.subscribe('room.read', ({ roomId, userId, seq }) => quietly(tellRead(roomId, userId, seq))),
    events.subscribe('room.updated', ({ roomId }) => {
      const tell = async () => live.send(await members(roomId), { type: 'room_updated', room_id: roomId });
      quietly(tell());
    }),
    events.subscribe('room.membership', ({ roomId, userIds, joined }) => {
      membersOf.delete(roomId);
      live.send(userIds, { type: joined ? 'room_joined' : 'room_left', room_id: roomId });
    }),
    events.subscribe('notification.added', ({ batchId }) => quietly(tellNotifications(batchId))),
    events.subscribe('notification.read', ({ userId }) => {
      if (!live.isConnected(userId)) return;
      const tell = async () =>
        live.send([userId], {
          type: 'notifications_read',
          unread_count: await notifications.unreadCount(userId),
        });
      quietly(tell());
    }),
  ];

  return {
    stop(): void {
      for (const end of unsubscribe) end();
    },
  };
}
