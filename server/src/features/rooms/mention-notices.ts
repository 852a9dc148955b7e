import type { Principal } from '../../platform/auth/principal.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { everybody, findMentions } from './mentions.ts';
import { beginningOf } from './message-view.ts';
import type { MessageRow } from './messages.repository.ts';
import type { RoomPeople } from './room-people.ts';
import type { RoomRow, RoomsRepository } from './rooms.repository.ts';

/** Who is mentioned in a message, and telling them. */
export function createMentionNotices(deps: {
  rooms: RoomsRepository;
  people: RoomPeople;
  notifications: Pick<NotificationsService, 'notify'>;
}) {
  const { rooms, people, notifications } = deps;
  return {
    /** The members of a room that a text names, by id. */
    async mentionsIn(roomId: string, content: string): Promise<string[]> {
      if (!content.includes('@')) return [];
      const members = await people.get(await rooms.memberIds(roomId));
      return findMentions(content, [...members.values()]);
    },

    async tellMentioned(principal: Principal, room: RoomRow, row: MessageRow): Promise<void> {
      const mentions = JSON.parse(row.mentions) as string[];
      if (mentions.length === 0) return;
      const ids = mentions.includes(everybody) ? await rooms.memberIds(room.id) : mentions;
      const sender = (await people.get([principal.userId])).get(principal.userId);
      const name = sender?.display_name ?? principal.username;
      const text = beginningOf(row.content);
      await notifications.notify(
        { userIds: ids.filter((id) => id !== principal.userId) },
        {
          kind: 'mention',
          title: {
            zh: room.name === '' ? `${name} 提到了你` : `${name} 在「${room.name}」提到了你`,
            en: room.name === '' ? `${name} mentioned you` : `${name} mentioned you in "${room.name}"`,
          },
          body: { zh: text, en: text },
          link: `/rooms/${room.id}?message=${row.id}`,
        },
      );
    },
  };
}

export type MentionNotices = ReturnType<typeof createMentionNotices>;
