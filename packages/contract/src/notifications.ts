import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, pageQuerySchema } from './envelope.ts';
import { textSchema } from './text.ts';

/** What the product itself tells about; a notification's kind may be another word. */
export const notificationKinds = [
  'extension_status',
  'file_upload',
  'task_complete',
  'mention',
  'alert',
  'grant',
] as const;
export type KnownNotificationKind = (typeof notificationKinds)[number];

export const notificationSchema = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.string().describe(`${notificationKinds.join(', ')}, or another word`),
  title: textSchema,
  body: textSchema,
  link: z.string().nullable().describe('a page of the web interface, such as `/executions/…`'),
  created_at: z.string(),
  read_at: z.string().nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

const unreadSchema = z.object({ unread_count: z.number() });

export const notificationEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/notifications',
    access: 'view',
    summary: '自己的通知，新的在前 · The own notifications, newest first',
    query: pageQuerySchema.extend({
      unread: flagSchema.optional(),
      kind: z.string().max(40).optional(),
    }),
    data: z.object({
      notifications: z.array(notificationSchema),
      total: z.number(),
      unread_count: z.number(),
      has_more: z.boolean(),
    }),
  },
  unreadCount: {
    method: 'GET',
    path: '/notifications/unread',
    access: 'view',
    summary: '未读数 · How many are unread',
    data: unreadSchema,
  },
  markRead: {
    method: 'POST',
    path: '/notifications/read',
    access: 'view',
    summary: '标为已读 · Mark some as read',
    body: z.object({ ids: z.array(z.string().max(100)).min(1).max(500) }),
    data: unreadSchema,
  },
  markAllRead: {
    method: 'POST',
    path: '/notifications/read-all',
    access: 'view',
    summary: '全部标为已读 · Mark all as read',
    data: unreadSchema,
  },
});
