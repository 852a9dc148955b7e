import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema } from './envelope.ts';
import {
  cardSchema,
  messageMaxLength,
  newMessageSchema,
  personSchema,
  roomMessageSchema,
} from './room-messages.ts';

/** `private`: two people; `group`: by invitation; `public`: anyone may join and write; `channel`: anyone may join, its owner and admins write. */
export const roomKindSchema = z.enum(['private', 'group', 'public', 'channel']);
export type RoomKind = z.infer<typeof roomKindSchema>;

export const memberRoleSchema = z.enum(['owner', 'admin', 'member']);
export type MemberRole = z.infer<typeof memberRoleSchema>;

const roomFields = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1000),
  connection_id: z
    .string()
    .max(100)
    .nullable()
    .describe('what `@sextant` asks; null for the asker’s own default'),
  members_may_invite: z.boolean(),
};

export const roomSchema = z.object({
  id: z.string(),
  number: z.number(),
  kind: roomKindSchema,
  ...roomFields,
  name: z.string().describe('of a private room: the other person’s name'),
  other: personSchema.nullable().describe('of a private room'),
  member_count: z.number(),
  last_seq: z.number(),
  last_message: z
    .object({
      kind: z.string(),
      sender_name: z.string().nullable(),
      content: z.string(),
      created_at: z.string(),
    })
    .nullable(),
  last_message_at: z.string(),
  me: z
    .object({
      role: memberRoleSchema,
      is_muted: z.boolean().describe('may not write'),
      is_silent: z.boolean().describe('the own choice to hear only of mentions'),
      last_read_seq: z.number(),
      unread_count: z.number(),
      unread_mentions: z.number(),
      may_write: z.boolean(),
      may_invite: z.boolean(),
      may_manage: z.boolean(),
    })
    .nullable()
    .describe('null when not a member'),
  created_at: z.string(),
});
export type Room = z.infer<typeof roomSchema>;

export const roomMemberSchema = z.object({
  person: personSchema,
  role: memberRoleSchema,
  is_muted: z.boolean(),
  last_read_seq: z.number(),
  joined_at: z.string(),
});
export type RoomMember = z.infer<typeof roomMemberSchema>;

const memberParamsSchema = idParamsSchema.extend({ user_id: z.string().min(1).max(100) });
const messageParamsSchema = idParamsSchema.extend({ message_id: z.string().min(1).max(100) });
const seqSchema = z.coerce.number().int().min(0);
const limitSchema = z.coerce.number().int().min(1).max(200).default(50);
const membersSchema = z.object({ members: z.array(roomMemberSchema) });

export const roomEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/rooms',
    access: 'view',
    summary: '自己的聊天室，最近活跃的在前 · The own rooms, the latest first',
    data: z.object({ rooms: z.array(roomSchema), unread_count: z.number() }),
  },
  open: {
    method: 'GET',
    path: '/rooms/open',
    access: 'view',
    summary: '可以加入的公开聊天室和频道 · Public rooms and channels to join',
    query: z.object({ q: z.string().max(200).optional() }),
    data: z.object({ rooms: z.array(roomSchema) }),
  },
  people: {
    method: 'GET',
    path: '/rooms/people',
    access: 'view',
    summary: '可以邀请的人 · People to invite',
    query: z.object({ q: z.string().max(200).optional(), limit: limitSchema }),
    data: z.object({ people: z.array(personSchema) }),
  },
  search: {
    method: 'GET',
    path: '/rooms/search',
    access: 'view',
    summary: '在自己的聊天室里搜索消息 · Search messages of the own rooms',
    query: z.object({
      q: z.string().trim().min(1).max(200),
      room_id: z.string().max(100).optional(),
      before: seqSchema.optional().describe('`number` of the last one found so far'),
      limit: limitSchema,
    }),
    data: z.object({ messages: z.array(roomMessageSchema), has_more: z.boolean() }),
  },
  create: {
    method: 'POST',
    path: '/rooms',
    access: 'create',
    summary: '新建群组、公开聊天室或频道 · Create a group, a public room or a channel',
    body: z.object({
      ...roomFields,
      kind: roomKindSchema.exclude(['private']),
      description: roomFields.description.default(''),
      connection_id: roomFields.connection_id.default(null),
      members_may_invite: roomFields.members_may_invite.default(true),
      member_ids: z.array(z.string().max(100)).max(500).default([]),
    }),
    data: roomSchema,
  },
  openPrivate: {
    method: 'POST',
    path: '/rooms/private',
    access: 'create',
    summary: '与某人的私聊，没有就新建 · The private room with somebody; made when there is none',
    body: z.object({ user_id: z.string().min(1).max(100) }),
    data: roomSchema,
  },
  get: {
    method: 'GET',
    path: '/rooms/{id}',
    access: 'view',
    summary: '聊天室详情 · One room',
    params: idParamsSchema,
    data: roomSchema,
  },
  update: {
    method: 'PUT',
    path: '/rooms/{id}',
    access: 'update',
    summary: '修改聊天室设置 · Change a room',
    params: idParamsSchema,
    body: z.object(roomFields).partial(),
    data: roomSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/rooms/{id}',
    access: 'delete',
    summary: '解散聊天室，消息一并删除 · Delete a room with its messages',
    params: idParamsSchema,
    data: z.object({}),
  },
  members: {
    method: 'GET',
    path: '/rooms/{id}/members',
    access: 'view',
    summary: '成员及各自读到哪里 · Members, and how far each has read',
    params: idParamsSchema,
    data: membersSchema,
  },
  invite: {
    method: 'POST',
    path: '/rooms/{id}/members',
    access: 'create',
    summary: '邀请成员 · Invite people',
    params: idParamsSchema,
    body: z.object({ user_ids: z.array(z.string().max(100)).min(1).max(500) }),
    data: membersSchema,
  },
  changeMember: {
    method: 'PUT',
    path: '/rooms/{id}/members/{user_id}',
    access: 'update',
    summary: '设管理员、禁言、转让群主 · Change a role, mute, hand over',
    params: memberParamsSchema,
    body: z.object({ role: memberRoleSchema, is_muted: z.boolean() }).partial(),
    data: membersSchema,
  },
  removeMember: {
    method: 'DELETE',
    path: '/rooms/{id}/members/{user_id}',
    access: 'delete',
    summary: '移出成员 · Remove somebody',
    params: memberParamsSchema,
    data: membersSchema,
  },
  join: {
    method: 'POST',
    path: '/rooms/{id}/join',
    access: 'create',
    summary: '加入公开聊天室或频道 · Join a public room or a channel',
    params: idParamsSchema,
    data: roomSchema,
  },
  leave: {
    method: 'POST',
    path: '/rooms/{id}/leave',
    access: 'create',
    summary: '退出聊天室 · Leave a room',
    params: idParamsSchema,
    data: z.object({}),
  },
  silence: {
    method: 'PUT',
    path: '/rooms/{id}/me',
    access: 'view',
    summary: '消息免打扰 · Hear only of mentions',
    params: idParamsSchema,
    body: z.object({ is_silent: z.boolean() }),
    data: roomSchema,
  },
  messages: {
    method: 'GET',
    path: '/rooms/{id}/messages',
    access: 'view',
    summary: '消息，按顺序；不带参数时是最后一页 · Messages in order; the last page unless told',
    params: idParamsSchema,
    query: z.object({
      before: seqSchema.optional().describe('`seq` of a message: the page that ends before it'),
      after: seqSchema.optional().describe('`seq` of a message: the page that begins after it'),
      around: z.string().max(100).optional().describe('`id` of a message: the page with it in the middle'),
      limit: limitSchema,
    }),
    data: z.object({
      messages: z.array(roomMessageSchema),
      has_more: z.boolean().describe('in the direction that was asked for; older ones unless `after`'),
      last_seq: z.number(),
    }),
  },
  changes: {
    method: 'GET',
    path: '/rooms/{id}/changes',
    access: 'view',
    summary: '断线期间新增和改动的消息 · Messages that came or changed since a `seq`, for a reconnect',
    params: idParamsSchema,
    query: z.object({ after: seqSchema, limit: limitSchema }),
    data: z.object({
      messages: z.array(roomMessageSchema).describe('by `changed_seq`; ask again after the last one'),
      has_more: z.boolean(),
      last_seq: z.number(),
    }),
  },
  send: {
    method: 'POST',
    path: '/rooms/{id}/messages',
    access: 'create',
    summary: '发消息；@sextant 开头会提问 · Send a message; `@sextant …` asks',
    params: idParamsSchema,
    body: newMessageSchema,
    data: roomMessageSchema,
  },
  edit: {
    method: 'PUT',
    path: '/rooms/{id}/messages/{message_id}',
    access: 'update',
    summary: '修改自己的消息 · Edit an own message',
    params: messageParamsSchema,
    body: z.object({ content: z.string().trim().min(1).max(messageMaxLength) }),
    data: roomMessageSchema,
  },
  removeMessage: {
    method: 'DELETE',
    path: '/rooms/{id}/messages/{message_id}',
    access: 'delete',
    summary: '撤回消息，管理员也可以 · Delete a message; its sender or an admin of the room',
    params: messageParamsSchema,
    data: roomMessageSchema,
  },
  react: {
    method: 'PUT',
    path: '/rooms/{id}/messages/{message_id}/reactions',
    access: 'create',
    summary: '表情回应 · React, or take it back',
    params: messageParamsSchema,
    body: z.object({ emoji: z.string().min(1).max(32), on: z.boolean().default(true) }),
    data: roomMessageSchema,
  },
  pin: {
    method: 'PUT',
    path: '/rooms/{id}/messages/{message_id}/pin',
    access: 'update',
    summary: '置顶或取消 · Pin or unpin',
    params: messageParamsSchema,
    body: z.object({ pinned: z.boolean() }),
    data: roomMessageSchema,
  },
  pins: {
    method: 'GET',
    path: '/rooms/{id}/pins',
    access: 'view',
    summary: '置顶消息 · Pinned messages',
    params: idParamsSchema,
    data: z.object({ messages: z.array(roomMessageSchema) }),
  },
  read: {
    method: 'POST',
    path: '/rooms/{id}/read',
    access: 'view',
    summary: '读到哪里；只会向前 · How far it was read; only forward',
    params: idParamsSchema,
    body: z.object({ seq: z.number().int().min(0) }),
    data: z.object({ last_read_seq: z.number(), unread_count: z.number() }),
  },
  openCard: {
    method: 'GET',
    path: '/rooms/{id}/messages/{message_id}/card',
    access: 'view',
    summary: '打开卡片，按读者的权限 · Open a card, by the reader’s rights',
    params: messageParamsSchema,
    data: z.object({
      card: cardSchema,
      name: z.string(),
      link: z.string().describe('a page of the web interface'),
    }),
  },
});
