import { z } from 'zod';
import {
  type ConversationWithMessages,
  interruption,
  readMetadata,
} from '../../features/ask/conversations.service.ts';
import { writeAnswer, writeFailure } from './answer-markdown.ts';
import { presentId, presentTime } from './presentation.ts';
import { rowsSchema } from './sql.ts';

const commonFields = {
  id: z.string(),
  conversation_id: z.string(),
  content: z.string(),
  created_at: z.string(),
};

export const questionSchema = z.object({ ...commonFields, role: z.literal('user') });

const answerSchema = z.object({
  ...commonFields,
  role: z.literal('assistant'),
  sql: z.string().nullable().describe('没有执行查询时为 null'),
  query_result: z
    .object({ columns: z.array(z.string()), rows: rowsSchema })
    .nullable()
    .describe('最多 200 行；没有执行查询时为 null'),
});

export const messageSchema = z.discriminatedUnion('role', [questionSchema, answerSchema]);

type Row = ConversationWithMessages['messages'][number];
type StoredMessage = Exclude<Row, { question: unknown }>;

export function presentQuestion(row: StoredMessage): z.input<typeof questionSchema> {
  return {
    id: presentId('msg', row.id),
    conversation_id: presentId('conv', row.conversation_id),
    role: 'user',
    content: row.content,
    created_at: presentTime(row.created_at),
  };
}

/** A question as it is; an answer with its statement and the first rows of its result. */
export function presentMessage(row: Row, conversationId: string): z.input<typeof messageSchema> {
  const ids = { id: presentId('msg', row.id), conversation_id: presentId('conv', conversationId) };
  if ('question' in row) {
    const { message, hint } = interruption;
    return {
      ...ids,
      role: 'assistant',
      content: writeFailure({ message: message.zh, hint: hint.zh }, null),
      sql: null,
      created_at: presentTime(row.question.created_at),
      query_result: null,
    };
  }
  if (row.role === 'user') return presentQuestion(row);
  const metadata = readMetadata(row);
  const { columns, rows, sql = null } = metadata ?? {};
  return {
    ...ids,
    role: 'assistant',
    content: writeAnswer(row.content, metadata),
    sql,
    created_at: presentTime(row.created_at),
    query_result: columns && rows ? { columns: columns.map(({ name }) => name), rows } : null,
  };
}
