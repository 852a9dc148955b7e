import type { Card, RoomMessage } from '@sextant/contract/room-messages';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { forbidden, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { OpenCard, OpenedCard } from './cards.ts';
import type { MentionNotices } from './mention-notices.ts';
import { readQuestion } from './mentions.ts';
import type { createKindOfMessage, MessageInput } from './message-kind.ts';
import type { MessageView } from './message-view.ts';
import type { MessageRow, MessagesRepository } from './messages.repository.ts';
import type { RoomAnswers } from './room-answers.ts';
import type { RoomPeople } from './room-people.ts';
import type { RoomPosts } from './room-posts.ts';
import { mayManage, mayWrite, notManaging, notWriting, roomThing } from './rooms.policy.ts';
import type { RoomsRepository } from './rooms.repository.ts';
import type { RoomsService } from './rooms.service.ts';

const messageThing = { zh: '消息', en: 'Message' };
const mostPins = 100;

/** Messages: sent once, in one order, changed by whoever may. */
export function createMessagesService(deps: {
  service: RoomsService;
  rooms: RoomsRepository;
  messages: MessagesRepository;
  people: RoomPeople;
  posts: RoomPosts;
  view: MessageView;
  answers: RoomAnswers;
  openCard: OpenCard;
  mentions: MentionNotices;
  kindOf: ReturnType<typeof createKindOfMessage>;
  notifications: Pick<NotificationsService, 'markReadUnder'>;
  events: EventBus;
  audit: Audit;
}) {
  const {
    service,
    rooms,
    messages,
    people,
    posts,
    view,
    answers,
    openCard,
    mentions,
    kindOf,
    notifications,
    events,
    audit,
  } = deps;

  async function present(row: MessageRow): Promise<RoomMessage> {
    const [shown] = await view.present([row]);
    return shown as RoomMessage;
  }

  async function find(roomId: string, id: string): Promise<MessageRow> {
    const row = await messages.find(roomId, id);
    if (!row || row.deleted_at !== null) throw notFound(messageThing, id);
    return row;
  }

  async function announced(work: Promise<MessageRow>): Promise<RoomMessage> {
    const row = await work;
    await posts.announce(row);
    return present(row);
  }

  async function pageAround(roomId: string, messageId: string, half: number) {
    const { seq } = await find(roomId, messageId);
    const before = await messages.page(roomId, { before: seq + 1, limit: half + 1 });
    const after = await messages.page(roomId, { after: seq, limit: half });
    return {
      messages: await view.present([...before.slice(-half), ...after]),
      has_more: before.length > half,
    };
  }

  return {
    async page(
      principal: Principal,
      id: string,
      query: { before?: number; after?: number; around?: string; limit: number },
    ): Promise<{ messages: RoomMessage[]; has_more: boolean; last_seq: number }> {
      const { room } = await service.joined(principal, id);
      if (query.around !== undefined) {
        const found = await pageAround(room.id, query.around, Math.ceil(query.limit / 2));
        return { ...found, last_seq: room.last_seq };
      }
      const rows = await messages.page(room.id, { ...query, limit: query.limit + 1 });
      const hasMore = rows.length > query.limit;
      const shown = query.after === undefined ? rows.slice(hasMore ? 1 : 0) : rows.slice(0, query.limit);
      return { messages: await view.present(shown), has_more: hasMore, last_seq: room.last_seq };
    },

    /** What came or changed since a number of the room, for somebody who was away. */
    async changes(principal: Principal, id: string, after: number, limit: number) {
      const { room } = await service.joined(principal, id);
      const rows = await messages.changesAfter(room.id, after, limit + 1);
      return {
        messages: await view.present(rows.slice(0, limit)),
        has_more: rows.length > limit,
        last_seq: room.last_seq,
      };
    },

    /** Sends a message; again with one client id it gives the first one. `@sextant …` is answered later. */
    async send(principal: Principal, id: string, input: MessageInput): Promise<RoomMessage> {
      const place = await service.joined(principal, id);
      const { room } = place;
      if (!mayWrite(place)) throw notWriting(place);
      const repliedTo = input.reply_to_id === undefined ? null : await find(room.id, input.reply_to_id);
      const { row, isNew } = await posts.post({
        roomId: room.id,
        senderId: principal.userId,
        clientId: input.client_id ?? null,
        ...(await kindOf(principal, input)),
        content: input.content,
        mentions: await mentions.mentionsIn(room.id, input.content),
        replyToId: repliedTo?.id ?? null,
      });
      if (isNew) {
        await mentions.tellMentioned(principal, room, row);
        const question = readQuestion(row.content);
        if (question !== null) answers.ask({ principal, room, message: row, question, repliedTo });
      }
      return present(row);
    },

    /** Writes a text of Sextant itself, such as an alert, into a room. */
    async tell(roomId: string, content: string): Promise<void> {
      if (!(await rooms.find(roomId))) throw notFound(roomThing, roomId);
      await posts.post({
        roomId,
        senderId: null,
        clientId: null,
        kind: 'text',
        payload: null,
        content,
        mentions: [],
        replyToId: null,
      });
    },

    /** Changes the text of an own message; who is mentioned only now is not notified again. */
    async edit(principal: Principal, id: string, messageId: string, content: string): Promise<RoomMessage> {
      const place = await service.joined(principal, id);
      const row = await find(place.room.id, messageId);
      if (row.sender_id !== principal.userId || row.kind === 'notice') {
        throw forbidden({ zh: '只能修改自己的消息', en: 'Only own messages can be edited' });
      }
      if (!mayWrite(place)) throw notWriting(place);
      const named = JSON.stringify(await mentions.mentionsIn(place.room.id, content));
      const change = { content, mentions: named, edited_at: new Date().toISOString() };
      return announced(messages.change(row, change));
    },

    /** Empties a message of one's own, or as an admin of the room anybody's. */
    async remove(principal: Principal, id: string, messageId: string): Promise<RoomMessage> {
      const place = await service.joined(principal, id);
      const row = await find(place.room.id, messageId);
      const asked = answers.askedBy(row) === principal.userId;
      const isOwn = (row.sender_id === principal.userId && row.kind !== 'notice') || asked;
      if (!isOwn && !mayManage(principal, place)) throw notManaging();
      if (!isOwn) {
        await audit.record(principal, {
          action: 'room.message_deleted',
          objectType: 'room',
          objectId: place.room.id,
          details: { message_id: row.id, sender_id: row.sender_id },
        });
      }
      return announced(messages.erase(row));
    },

    async react(principal: Principal, id: string, messageId: string, emoji: string, on: boolean) {
      const place = await service.joined(principal, id);
      if (place.me.is_muted === 1) throw notWriting(place);
      if (!/\p{Emoji}/u.test(emoji) || /[\p{L}\p{Zs}<>&]/u.test(emoji)) {
        throw invalid('emoji', { zh: `「${emoji}」不是表情`, en: `"${emoji}" is no emoji` });
      }
      return announced(messages.react(await find(place.room.id, messageId), principal.userId, emoji, on));
    },

    /** In private rooms and groups without a leader's word nobody pins; both people of a private room may. */
    async pin(principal: Principal, id: string, messageId: string, pinned: boolean): Promise<RoomMessage> {
      const place = await service.joined(principal, id);
      if (place.room.kind !== 'private' && !mayManage(principal, place)) throw notManaging();
      const row = await find(place.room.id, messageId);
      if (pinned && (await messages.pins(place.room.id)).length >= mostPins) {
        throw invalid('pinned', {
          zh: `最多置顶 ${mostPins} 条消息，请先取消一些`,
          en: `At most ${mostPins} messages can be pinned; unpin some first`,
        });
      }
      return announced(messages.change(row, { pinned_at: pinned ? new Date().toISOString() : null }));
    },

    async pins(principal: Principal, id: string): Promise<RoomMessage[]> {
      const { room } = await service.joined(principal, id);
      return view.present(await messages.pins(room.id));
    },

    async search(
      principal: Principal,
      filter: { q: string; room_id?: string; before?: number; limit: number },
    ): Promise<{ messages: RoomMessage[]; has_more: boolean }> {
      const { q, room_id: id, before, limit } = filter;
      const roomId = id === undefined ? undefined : (await service.joined(principal, id)).room.id;
      const rows = await messages.search(principal.userId, { q, roomId, before, limit: limit + 1 });
      return { messages: await view.present(rows.slice(0, limit)), has_more: rows.length > limit };
    },

    /** Moves the own read mark, only forward and not beyond the room's end. */
    async read(principal: Principal, id: string, seq: number) {
      const { room, me } = await service.joined(principal, id);
      const mark = Math.min(seq, room.last_seq);
      if (await rooms.moveReadMark(room.id, principal.userId, mark))
        await events.publish('room.read', { roomId: room.id, userId: principal.userId, seq: mark });
      if (mark === room.last_seq) {
        await notifications.markReadUnder(principal.userId, `/rooms/${room.id}?`);
      }
      const unread = await messages.unreadOf(principal.userId, [room.id]);
      return {
        last_read_seq: Math.max(me.last_read_seq, mark),
        unread_count: unread.get(room.id)?.unread ?? 0,
      };
    },

    async typing(principal: Principal, id: string): Promise<void> {
      const place = await service.joined(principal, id);
      if (!mayWrite(place)) throw notWriting(place);
      const sender = (await people.get([principal.userId])).get(principal.userId);
      await events.publish('room.typing', {
        roomId: place.room.id,
        userId: principal.userId,
        name: sender?.display_name ?? principal.username,
      });
    },

    async openCard(
      principal: Principal,
      id: string,
      messageId: string,
    ): Promise<OpenedCard & { card: Card }> {
      const { room } = await service.joined(principal, id);
      const { card } = await present(await find(room.id, messageId));
      if (!card) throw notFound({ zh: '卡片', en: 'Card' }, messageId);
      return { card, ...(await openCard(principal, card)) };
    },

    /** Whether a person may read a file because it is attached in a room of theirs. */
    readsAttachment: (principal: Principal, fileId: string): Promise<boolean> =>
      messages.isAttachedFor(principal.userId, fileId),
  };
}

export type MessagesService = ReturnType<typeof createMessagesService>;
