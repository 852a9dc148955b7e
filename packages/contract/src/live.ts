import { z } from 'zod';
import { notificationSchema } from './notifications.ts';
import { newMessageSchema, roomMessageSchema } from './room-messages.ts';
import { textSchema } from './text.ts';

export const frameMaxBytes = 1024 * 1024;

/** Where the WebSocket of API v1 stands. A token comes as `?token=`, as subprotocol `bearer.<token>` or in the first frame. */
export const liveSocketPath = '/ws';

/** Why a WebSocket was closed by the server; 1001 when it stops, 1009 for a frame above `frameMaxBytes`. */
export const liveCloseCodes = { signIn: 4001, tooSlow: 4008, tooMany: 4029 } as const;

/** What a client sends. `ref` comes back with the answer to the frame. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), token: z.string().max(10_000) }),
  z.object({ type: z.literal('ping'), ref: z.string().max(100).optional() }),
  newMessageSchema.extend({
    type: z.literal('message'),
    room_id: z.string().max(100),
    ref: z.string().max(100).optional(),
  }),
  z.object({ type: z.literal('typing'), room_id: z.string().max(100), ref: z.string().max(100).optional() }),
  z.object({
    type: z.literal('read'),
    room_id: z.string().max(100),
    seq: z.number().int().min(0),
    ref: z.string().max(100).optional(),
  }),
]);
export type ClientFrame = z.input<typeof clientFrameSchema>;

/**
 * What the server sends. `room_change` carries a new or changed message; when its `after` is larger than the last
 * `seq` that the client has of the room, something was missed: ask `changes`.
 */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    user_id: z.string(),
    unread_notifications: z.number(),
    rooms: z.array(z.object({ id: z.string(), last_seq: z.number() })),
  }),
  z.object({
    type: z.literal('room_change'),
    room_id: z.string(),
    after: z.number(),
    seq: z.number(),
    message: roomMessageSchema,
  }),
  z.object({ type: z.literal('room_joined'), room_id: z.string() }),
  z.object({ type: z.literal('room_left'), room_id: z.string() }),
  z.object({ type: z.literal('room_updated'), room_id: z.string() }),
  z.object({
    type: z.literal('typing'),
    room_id: z.string(),
    user_id: z.string().nullable().describe('null: Sextant works on an answer'),
    name: z.string(),
  }),
  z.object({ type: z.literal('read'), room_id: z.string(), user_id: z.string(), seq: z.number() }),
  z.object({ type: z.literal('notification'), notification: notificationSchema, unread_count: z.number() }),
  z.object({ type: z.literal('notifications_read'), unread_count: z.number() }),
  z.object({ type: z.literal('sent'), ref: z.string().nullable(), message: roomMessageSchema }),
  z.object({ type: z.literal('pong'), ref: z.string().nullable() }),
  z.object({ type: z.literal('error'), ref: z.string().nullable(), code: z.string(), message: textSchema }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
