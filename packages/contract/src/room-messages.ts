import { z } from 'zod';
import { cellSchema, chartSchema } from './chart.ts';
import { choiceSchema } from './chat.ts';
import { resultColumnSchema } from './result.ts';

export const messageMaxLength = 50_000;

/** Somebody as others in rooms see them. */
export const personSchema = z.object({
  id: z.string(),
  number: z.number(),
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const attachmentSchema = z.object({
  file_id: z.string(),
  name: z.string(),
  bytes: z.number(),
  media_type: z.string(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/**
 * A pointer to an object of the product. It carries no data: whoever opens it needs the right to see the object.
 * A `result` is a statement on a connection, which runs again for the reader.
 */
export const cardSchema = z.discriminatedUnion('object', [
  z.object({
    object: z.literal('result'),
    connection_id: z.string().max(100),
    sql: z.string().min(1).max(20_000),
    title: z.string().max(200),
  }),
  z.object({
    object: z.enum(['saved_query', 'execution', 'file']),
    id: z.string().min(1).max(200),
    title: z.string().max(200),
  }),
]);
export type Card = z.infer<typeof cardSchema>;

/** What Sextant answered to `@sextant …`; `content` of the message is the sentence. */
export const roomAnswerSchema = z.object({
  asked_by: z.string().describe('user id; the answer was made under this person’s rights'),
  question: z.string(),
  conversation_id: z.string().nullable().describe('in the asker’s own history'),
  connection_id: z.string().nullable(),
  sql: z.string().nullable(),
  columns: z.array(resultColumnSchema),
  rows: z.array(z.array(cellSchema)).describe('the first rows only'),
  rows_count: z.number(),
  truncated: z.boolean(),
  chart: chartSchema.nullable(),
  choices: z.array(choiceSchema).describe('when the question was not clear'),
  failed: z.boolean(),
});
export type RoomAnswer = z.infer<typeof roomAnswerSchema>;

/** What happened in a room, told by the product. */
export const roomNoticeSchema = z.discriminatedUnion('event', [
  z.object({ event: z.enum(['joined', 'left', 'invited', 'removed']), user_ids: z.array(z.string()) }),
  z.object({ event: z.enum(['created', 'renamed']), name: z.string() }),
]);
export type RoomNotice = z.infer<typeof roomNoticeSchema>;

export const roomMessageSchema = z.object({
  id: z.string(),
  number: z.number(),
  room_id: z.string(),
  seq: z.number().describe('its place in the room; ascending, with gaps'),
  changed_seq: z.number().describe('the room’s latest `seq` that concerns it: newer ones replace older ones'),
  kind: z.enum(['text', 'image', 'file', 'card', 'answer', 'notice']),
  sender: personSchema.nullable().describe('null for Sextant itself and for people who are gone'),
  client_id: z.string().nullable(),
  content: z.string().describe('plain text; empty when deleted'),
  mentions: z.array(z.string()).describe('user ids, and `all`'),
  attachment: attachmentSchema.nullable(),
  card: cardSchema.nullable(),
  answer: roomAnswerSchema.nullable(),
  notice: roomNoticeSchema.nullable(),
  reply_to: z
    .object({
      id: z.string(),
      sender_name: z.string().nullable(),
      content: z.string().describe('its beginning'),
    })
    .nullable(),
  reactions: z.array(z.object({ emoji: z.string(), user_ids: z.array(z.string()) })),
  created_at: z.string(),
  edited_at: z.string().nullable(),
  deleted_at: z.string().nullable(),
  pinned_at: z.string().nullable(),
});
export type RoomMessage = z.infer<typeof roomMessageSchema>;

/** A message to send. With the same `client_id` again the first one is answered, so a send may be repeated. */
export const newMessageSchema = z.object({
  client_id: z.string().min(1).max(100).optional(),
  content: z.string().max(messageMaxLength).default(''),
  reply_to_id: z.string().max(100).optional(),
  file_id: z.string().max(200).optional().describe('a file that the sender may read'),
  card: cardSchema.optional(),
});
export type NewMessage = z.input<typeof newMessageSchema>;
