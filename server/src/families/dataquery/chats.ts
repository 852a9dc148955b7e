import type { RoomMessage } from '@sextant/contract/room-messages';
import { messageMaxLength } from '@sextant/contract/room-messages';
import { type Room, roomKindSchema } from '@sextant/contract/rooms';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RoomsFeature } from '../../features/rooms/rooms.feature.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { dataquerySpeaker } from './envelope.ts';
import { rangeQuerySchema } from './range.ts';

const chatSchema = z.object({
  id: z.number().int(),
  title: z.string(),
  chat_type: roomKindSchema,
  created_at: z.string(),
  last_message: z.object({ content: z.string(), created_at: z.string() }).nullable(),
});
export const messageSchema = z.object({
  id: z.number().int(),
  content: z.string(),
  message_type: z.string(),
  sender_id: z.number().int().nullable().describe('系统消息为 null'),
  chat_id: z.number().int(),
  created_at: z.string(),
});
const numberSchema = z.coerce
  .number('须为整数编号')
  .int()
  .min(1)
  .max(2 ** 31);
export const chatParamsSchema = z.object({ chat_id: numberSchema });
export const sentMessageSchema = z.object({
  content: z.string().max(messageMaxLength).default(''),
  message_type: z.enum(['text', 'emoji', 'image', 'file']).default('text'),
  file_id: numberSchema.optional().describe('image 与 file 的文件编号'),
});

export type SentMessage = z.output<typeof sentMessageSchema>;
export type ToMessageInput = (
  principal: Principal,
  message: SentMessage,
) => Promise<{ content: string; file_id?: string }>;

/** Older messages are read through API v1, which pages by key. */
const mostSkipped = 10_000;

export const chatOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/chat/',
    access: 'view',
    summary: '获取自己的聊天列表，最近活跃的在前',
    data: z.array(chatSchema),
  },
  create: {
    method: 'POST',
    path: '/api/chat/',
    access: 'create',
    summary: '创建聊天；private 给出 user_id 时得到与此人的私聊，没有给出时是只有自己的群组',
    body: z.object({
      title: z.string().trim().min(1).max(100),
      chat_type: roomKindSchema.default('private'),
      user_id: numberSchema.optional().describe('私聊的对方'),
      member_ids: z.array(numberSchema).max(500).default([]),
    }),
    data: chatSchema,
    status: 201,
  },
  messages: {
    method: 'GET',
    path: '/api/chat/{chat_id}/messages',
    access: 'view',
    summary: '获取消息历史，按时间顺序；skip 从最新的消息算起',
    params: chatParamsSchema,
    query: rangeQuerySchema().extend({ skip: z.coerce.number().int().min(0).max(mostSkipped).default(0) }),
    data: z.array(messageSchema),
  },
  send: {
    method: 'POST',
    path: '/api/chat/{chat_id}/messages',
    access: 'create',
    summary: '发送消息；@sextant 开头会提问',
    params: chatParamsSchema,
    body: sentMessageSchema,
    data: messageSchema,
    status: 201,
  },
});

/** dataquery: `/chat` over rooms. */
export function registerChats(
  app: FastifyInstance,
  deps: { rooms: RoomsFeature; users: UsersService; toInput: ToMessageInput },
): void {
  const { rooms, users, toInput } = deps;
  const idsOf = (numbers: readonly number[]) =>
    Promise.all(numbers.map(async (number) => (await users.getByNumber(number)).id));

  registerOperations(app, dataquerySpeaker, chatOperations, {
    list: async ({ principal }) => (await rooms.service.list(principal)).map(presentChat),
    async create({ principal, body }) {
      const { title, chat_type: kind, user_id: other, member_ids: members } = body;
      if (kind === 'private' && other !== undefined) {
        const [userId = ''] = await idsOf([other]);
        return presentChat(await rooms.service.openPrivate(principal, userId));
      }
      const room = await rooms.service.create(principal, {
        kind: kind === 'private' ? 'group' : kind,
        name: title,
        description: '',
        connection_id: null,
        members_may_invite: true,
        member_ids: await idsOf(members),
      });
      return { ...presentChat(room), chat_type: kind };
    },
    async messages({ principal, params, query }) {
      const { skip, limit } = query;
      const id = String(params.chat_id);
      return (await latestMessages(rooms, principal, id, { skip, limit })).map((one) =>
        presentMessage(one, params.chat_id),
      );
    },
    async send({ principal, params, body }) {
      const sent = await rooms.messages.send(
        principal,
        String(params.chat_id),
        await toInput(principal, body),
      );
      return presentMessage(sent, params.chat_id);
    },
  });
}

/** Gives the function that turns a message of the document into the product's; `fileIdOf` finds a file by its number. */
export function createToMessageInput(
  fileIdOf: (principal: Principal, number: number) => Promise<string>,
): ToMessageInput {
  return async (principal, { content, message_type: type, file_id: file }) => {
    if (type !== 'image' && type !== 'file') return { content };
    if (file !== undefined) return { content, file_id: await fileIdOf(principal, file) };
    throw invalid('file_id', {
      zh: '请先上传文件，再在 file_id 给出它的编号',
      en: 'Upload the file first and give its number as file_id',
    });
  };
}

const pageSize = 200;

/** The messages of a chat in order; `skip` counts from the newest one. */
async function latestMessages(
  rooms: RoomsFeature,
  principal: Principal,
  id: string,
  { skip, limit }: { skip: number; limit: number },
): Promise<RoomMessage[]> {
  let found: RoomMessage[] = [];
  for (let hasMore = true; hasMore && found.length < skip + limit; ) {
    const page = await rooms.messages.page(principal, id, { before: found[0]?.seq, limit: pageSize });
    found = [...page.messages, ...found];
    hasMore = page.has_more;
  }
  const end = Math.max(0, found.length - skip);
  return found.slice(Math.max(0, end - limit), end);
}

export function presentChat(room: Room): z.input<typeof chatSchema> {
  return {
    id: room.number,
    title: room.name,
    chat_type: room.kind,
    created_at: presentTime(room.created_at),
    last_message: room.last_message && {
      content: room.last_message.content,
      created_at: presentTime(room.last_message.created_at),
    },
  };
}

const messageTypes: Partial<Record<RoomMessage['kind'], string>> = {
  notice: 'system',
  card: 'text',
  answer: 'text',
};

export function presentMessage(message: RoomMessage, chatId: number): z.input<typeof messageSchema> {
  return {
    id: message.number,
    content: message.content,
    message_type: messageTypes[message.kind] ?? message.kind,
    sender_id: message.sender?.number ?? null,
    chat_id: chatId,
    created_at: presentTime(message.created_at),
  };
}
