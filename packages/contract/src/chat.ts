import { z } from 'zod';
import { cellSchema, chartSchema } from './chart.ts';
import { defineEndpoints } from './endpoint.ts';
import { resultColumnSchema } from './result.ts';
import { languageSchema } from './text.ts';

export const questionMaxLength = 10_000;

export const stageSchema = z.enum([
  'analyzing',
  'linking',
  'generating_sql',
  'repairing',
  'executing',
  'visualizing',
  'summarizing',
]);
export type Stage = z.infer<typeof stageSchema>;

/** One word or phrase of the question and what it was taken to mean. */
export const linkSchema = z.object({
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  kind: z.enum(['table', 'column', 'value', 'metric', 'period', 'number', 'operation', 'ignored']),
  target: z.string().describe('e.g. `orders.created_at`, `customers.country = 中国`, `sum`'),
});
export type Link = z.infer<typeof linkSchema>;

/** A finding that speaks for or against the answer. `level` tells how much it should worry the reader. */
export const checkSchema = z.object({
  code: z.enum([
    'value_not_found',
    'fan_out',
    'empty_result',
    'truncated',
    'assumption',
    'number_not_in_result',
    'repaired',
    'vote_split',
    'vote_partial',
  ]),
  level: z.enum(['info', 'warning']),
  message: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

/** Where the rows of a collected table in the answer come from. */
export const collectedSchema = z.object({
  table: z.string(),
  script_id: z.string().nullable(),
  script_name: z.string(),
  execution_id: z.string().nullable().describe('the last one that filled it'),
  collected_at: z.string().nullable(),
});
export type Collected = z.infer<typeof collectedSchema>;

/** What a language model was told besides the question, as far as it bears on the answer. */
const givenSchema = z.object({
  prompt_version: z.number().int().describe('0 is the built-in text'),
  tables: z.number().int().describe('tables of the schema that the prompt showed'),
  terms: z.array(z.object({ term: z.string(), meaning: z.string() })).describe('the question uses these'),
  other_terms: z.number().int().describe('terms of the glossary that the question does not use'),
  examples: z.array(
    z.object({ question: z.string(), followed: z.boolean().describe('the answer reads the same tables') }),
  ),
  exchanges: z.number().int().describe('earlier exchanges of the conversation'),
});
export type Given = z.infer<typeof givenSchema>;

/** Candidates that were written for a hard question and compared by their results. */
const voteSchema = z.object({
  reasons: z
    .array(z.enum(['builtin_silent', 'several_tables', 'nested']))
    .describe('why the question counts as hard'),
  candidates: z.array(
    z.object({
      candidate: z.number().int(),
      outcome: z.enum(['answer', 'question', 'cannot', 'failed']),
      sql: z.string().nullable(),
      rows_count: z.number().nullable(),
      group: z.number().int().nullable().describe('candidates of one group gave equal results'),
    }),
  ),
  chosen: z.number().int().nullable(),
  agreed: z.number().int().describe('candidates with the result that was taken'),
});
export type Vote = z.infer<typeof voteSchema>;

/** What the calls to a model cost; tokens are null where its provider did not tell them. */
const modelCostSchema = z.object({
  calls: z.number().int(),
  input_tokens: z.number().int().nullable(),
  output_tokens: z.number().int().nullable(),
});
export type ModelCost = z.infer<typeof modelCostSchema>;

export const evidenceSchema = z.object({
  lane: z.enum(['builtin', 'model']),
  links: z.array(linkSchema),
  period: z
    .object({ from: z.string(), to: z.string().describe('the first day after it'), text: z.string() })
    .nullable(),
  tables: z.array(z.string()),
  collected: z
    .array(collectedSchema)
    .optional()
    .describe('for each table of these that a script collected: by which, and when last'),
  joins: z.array(z.string()),
  checks: z.array(checkSchema),
  attempts: z.array(
    z.object({
      attempt: z.number(),
      sql: z.string().nullable(),
      error: z.string().nullable(),
      milliseconds: z.number(),
      candidate: z.number().int().optional().describe('which of the candidates of a vote wrote it'),
    }),
  ),
  timings: z.record(z.string(), z.number()).describe('milliseconds per stage'),
  given: givenSchema.optional(),
  vote: voteSchema.optional(),
  cost: modelCostSchema.optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A way to go on when the question was not clear: sending `question` asks again with that reading. */
export const choiceSchema = z.object({
  label: z.string(),
  question: z.string(),
  reading: z
    .object({ term: z.string(), meaning: z.string() })
    .optional()
    .describe('what the choice takes a word for; kept in the glossary it is asked no more'),
});
export type Choice = z.infer<typeof choiceSchema>;

/** Error codes an answer can end with. */
export const answerErrorCodeSchema = z.enum([
  'NOT_UNDERSTOOD',
  'NO_CONNECTION',
  'CONNECTION_FAILED',
  'SQL_SAFETY_ERROR',
  'SQL_EXECUTION_ERROR',
  'QUERY_TIMEOUT',
  'MODEL_AUTH_ERROR',
  'MODEL_TIMEOUT',
  'MODEL_CONNECTION_ERROR',
  'MODEL_NOT_FOUND',
  'MODEL_RATE_LIMITED',
  'PROVIDER_FORMAT_ERROR',
  'MODEL_EXECUTION_ERROR',
  'MODEL_CANNOT_ANSWER',
  'CANCELLED',
  'EXECUTION_ERROR',
]);
export type AnswerErrorCode = z.infer<typeof answerErrorCodeSchema>;

/**
 * The events of `/chat/stream`, named after `type`, flat, in the order they are sent. `done` always comes last.
 * The response header `X-Conversation-Id` names the conversation as soon as the stream begins, for `/chat/stop`.
 * What is wrong with the request itself is answered before: 404, 422, or 409 while the conversation's last
 * question is still being answered.
 */
export const chatEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), stage: stageSchema, message: z.string() }),
  z.object({
    type: z.literal('result'),
    sql: z.string(),
    data: z.array(z.record(z.string(), cellSchema)),
    rows_count: z.number(),
    columns: z.array(resultColumnSchema),
    truncated: z.boolean(),
    execution_time: z.number().describe('seconds'),
  }),
  z.object({ type: z.literal('visualization'), chart: chartSchema }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('evidence'), evidence: evidenceSchema }),
  z.object({ type: z.literal('clarification'), question: z.string(), choices: z.array(choiceSchema) }),
  z.object({
    type: z.literal('error'),
    code: answerErrorCodeSchema,
    message: z.string(),
    stage: stageSchema,
    hint: z.string(),
  }),
  z.object({ type: z.literal('done'), conversation_id: z.string(), message_id: z.string() }),
]);
export type ChatEvent = z.infer<typeof chatEventSchema>;

const askSchema = z.object({
  query: z.string().trim().min(1).max(questionMaxLength),
  model: z.string().max(200).optional(),
  conversation_id: z.string().max(100).optional(),
  connection_id: z.string().max(100).optional(),
  language: languageSchema.default('zh'),
});
export type AskInput = z.infer<typeof askSchema>;

export const chatEndpoints = defineEndpoints({
  stream: {
    method: 'GET',
    path: '/chat/stream',
    access: 'view',
    summary: '提问，SSE 流式回答 · Ask; the answer streams as server-sent events',
    callsPerMinute: 120,
    query: askSchema,
    raw: 'event-stream',
  },
  ask: {
    method: 'POST',
    path: '/chat/stream',
    access: 'view',
    summary: '同 GET，问题放在请求体里 · As GET, with the question in the body',
    callsPerMinute: 120,
    body: askSchema,
    raw: 'event-stream',
  },
  stop: {
    method: 'POST',
    path: '/chat/stop',
    access: 'view',
    summary: '停止正在执行的查询 · Stop the running answer',
    body: z.object({ conversation_id: z.string().max(100) }),
    data: z.object({ stopped: z.boolean() }),
  },
  suggestions: {
    method: 'GET',
    path: '/chat/suggestions',
    access: 'view',
    summary: '按目录生成的示例问题 · Example questions made from a connection’s catalog',
    query: z.object({
      connection_id: z.string().max(100).optional(),
      language: languageSchema.default('zh'),
    }),
    data: z.object({ suggestions: z.array(z.string()) }),
  },
});
