import { roomEndpoints } from '@sextant/contract/rooms';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { MembersService } from './members.service.ts';
import type { MessagesService } from './messages.service.ts';
import type { RoomsService } from './rooms.service.ts';

/** API v1: `/rooms`. */
export function registerRoomRoutes(
  app: FastifyInstance,
  deps: { rooms: RoomsService; members: MembersService; messages: MessagesService },
): void {
  const { rooms, members, messages } = deps;
  registerV1(app, roomEndpoints, {
    async list({ principal }) {
      const listed = await rooms.list(principal);
      const counts = listed.map(({ me }) => (me?.is_silent ? me.unread_mentions : (me?.unread_count ?? 0)));
      return { rooms: listed, unread_count: counts.reduce((sum, count) => sum + count, 0) };
    },
    open: async ({ principal, query }) => ({ rooms: await rooms.listOpen(principal, query.q) }),
    people: async ({ query }) => ({ people: await rooms.people(query.q, query.limit) }),
    search: ({ principal, query }) => messages.search(principal, query),
    create: ({ principal, body }) => rooms.create(principal, body),
    openPrivate: ({ principal, body }) => rooms.openPrivate(principal, body.user_id),
    async get({ principal, params }) {
      const { room } = await rooms.place(principal, params.id);
      return rooms.present(principal, room);
    },
    update: ({ principal, params, body }) => rooms.update(principal, params.id, body),
    async remove({ principal, params }) {
      await rooms.remove(principal, params.id);
      return {};
    },
    members: async ({ principal, params }) => ({ members: await members.list(principal, params.id) }),
    invite: async ({ principal, params, body }) => ({
      members: await members.invite(principal, params.id, body.user_ids),
    }),
    changeMember: async ({ principal, params, body }) => ({
      members: await members.change(principal, params.id, params.user_id, body),
    }),
    removeMember: async ({ principal, params }) => ({
      members: await members.remove(principal, params.id, params.user_id),
    }),
    join: ({ principal, params }) => members.join(principal, params.id),
    async leave({ principal, params }) {
      await members.leave(principal, params.id);
      return {};
    },
    silence: ({ principal, params, body }) => members.silence(principal, params.id, body.is_silent),
    messages: ({ principal, params, query }) => messages.page(principal, params.id, query),
    changes: ({ principal, params, query }) =>
      messages.changes(principal, params.id, query.after, query.limit),
    send: ({ principal, params, body }) => messages.send(principal, params.id, body),
    edit: ({ principal, params, body }) =>
      messages.edit(principal, params.id, params.message_id, body.content),
    removeMessage: ({ principal, params }) => messages.remove(principal, params.id, params.message_id),
    react: ({ principal, params, body }) =>
      messages.react(principal, params.id, params.message_id, body.emoji, body.on),
    pin: ({ principal, params, body }) => messages.pin(principal, params.id, params.message_id, body.pinned),
    pins: async ({ principal, params }) => ({ messages: await messages.pins(principal, params.id) }),
    read: ({ principal, params, body }) => messages.read(principal, params.id, body.seq),
    openCard: ({ principal, params }) => messages.openCard(principal, params.id, params.message_id),
  });
}
