import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';

const goldenFields = {
  question: z.string().trim().min(1).max(2000),
  gold_sql: z
    .string()
    .trim()
    .min(1)
    .max(50_000)
    .nullable()
    .describe('null for a question that must stay unanswered'),
  is_ordered: z.boolean().describe('whether the order of the rows counts'),
  class: z.string().trim().max(40).describe('for figures by class, e.g. `trend`'),
};

export const goldenVerdictSchema = z.enum([
  'right',
  'right_silent',
  'wrong',
  'wrong_answered',
  'silent',
  'failed',
]);
/**
 * `right`: the same rows as the gold SQL; `right_silent`: unanswered, as it must be; `wrong`: other rows; `wrong_answered`:
 * answered what must stay unanswered; `silent`: no answer or a question back; `failed`: the gold SQL itself did not run.
 */
export type GoldenVerdict = z.infer<typeof goldenVerdictSchema>;

export const goldenQuestionSchema = z.object({
  id: z.string(),
  connection_id: z.string(),
  ...goldenFields,
  last_verdict: goldenVerdictSchema.nullable(),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type GoldenQuestion = z.infer<typeof goldenQuestionSchema>;

/** Shares are 0 to 1, null where there is nothing to divide by. */
export const goldenFiguresSchema = z.object({
  questions: z.number(),
  right: z.number(),
  wrong: z.number(),
  silent: z.number(),
  failed: z.number(),
  accuracy: z.number().nullable().describe('right over all, rightly unanswered ones among them'),
  precision: z.number().nullable().describe('right answers over answers given'),
  answered: z.number().nullable().describe('answers given over questions that have one'),
});
export type GoldenFigures = z.infer<typeof goldenFiguresSchema>;

const changeSchema = z.object({ question_id: z.string(), question: z.string() });

export const goldenSummarySchema = goldenFiguresSchema.extend({
  by_class: z.array(goldenFiguresSchema.extend({ class: z.string() })),
  fixed: z.array(changeSchema).describe('right now and not in the run before'),
  broken: z.array(changeSchema).describe('right in the run before and not now'),
});

export type GoldenSummary = z.infer<typeof goldenSummarySchema>;

export const goldenRunSchema = z.object({
  id: z.string(),
  number: z.number(),
  connection_id: z.string(),
  execution_id: z.string().nullable(),
  model_id: z.string(),
  model: z.string(),
  reason: z.enum(['manual', 'glossary', 'relationships', 'examples', 'prompt', 'model', 'schema']),
  status: z.enum(['running', 'completed', 'failed', 'cancelled']),
  started_by: z.string(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
  previous_id: z.string().nullable().describe('the run it is compared with'),
  summary: goldenSummarySchema.nullable(),
  error: z.string().nullable(),
});
export type GoldenRun = z.infer<typeof goldenRunSchema>;

export const goldenOutcomeSchema = z.object({
  question_id: z.string(),
  question: z.string(),
  class: z.string(),
  gold_sql: z.string().nullable(),
  verdict: goldenVerdictSchema,
  before: goldenVerdictSchema.nullable().describe('in the run before'),
  sql: z.string().nullable(),
  message: z.string().nullable(),
  milliseconds: z.number(),
});
export type GoldenOutcome = z.infer<typeof goldenOutcomeSchema>;

export const goldenSettingsSchema = z.object({
  is_automatic: z
    .boolean()
    .describe('run after a change of model, prompt, glossary, relationships, examples or schema'),
  model_id: z
    .string()
    .max(100)
    .describe('`builtin`, a model’s id, or `default` for the default model of who switched it on'),
});
export type GoldenSettings = z.infer<typeof goldenSettingsSchema>;

const runParamsSchema = idParamsSchema.extend({ run_id: z.string().min(1).max(100) });
const questionParamsSchema = idParamsSchema.extend({ question_id: z.string().min(1).max(100) });

export const goldenQuestionEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/connections/{id}/golden-questions',
    access: 'view',
    summary: '黄金问题 · Golden questions of a connection',
    params: idParamsSchema,
    query: pageQuerySchema.extend({ q: z.string().trim().max(200).optional() }),
    data: z.object({
      questions: z.array(goldenQuestionSchema),
      total: z.number(),
      has_more: z.boolean(),
      may_edit: z.boolean(),
    }),
  },
  add: {
    method: 'POST',
    path: '/connections/{id}/golden-questions',
    access: 'update',
    summary: '添加黄金问题，可由已验证示例导入 · Add a golden question, also from a verified example',
    params: idParamsSchema,
    body: z.union([
      z.object({ example_id: z.string().min(1).max(100) }),
      z.object({
        ...goldenFields,
        is_ordered: goldenFields.is_ordered.default(false),
        class: goldenFields.class.default(''),
      }),
    ]),
    data: goldenQuestionSchema,
  },
  update: {
    method: 'PUT',
    path: '/connections/{id}/golden-questions/{question_id}',
    access: 'update',
    summary: '修改黄金问题 · Change a golden question',
    params: questionParamsSchema,
    body: z.object(goldenFields).partial(),
    data: goldenQuestionSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/connections/{id}/golden-questions/{question_id}',
    access: 'update',
    summary: '删除黄金问题 · Remove a golden question',
    params: questionParamsSchema,
    data: z.object({}),
  },
  settings: {
    method: 'GET',
    path: '/connections/{id}/golden-settings',
    access: 'view',
    summary: '自动评测设置 · Whether they run by themselves',
    params: idParamsSchema,
    data: goldenSettingsSchema,
  },
  saveSettings: {
    method: 'PUT',
    path: '/connections/{id}/golden-settings',
    access: 'update',
    summary: '修改自动评测设置 · Change whether they run by themselves',
    params: idParamsSchema,
    body: goldenSettingsSchema,
    data: goldenSettingsSchema,
  },
  start: {
    method: 'POST',
    path: '/connections/{id}/golden-runs',
    access: 'update',
    summary: '开始一次评测 · Ask all golden questions, in the background',
    params: idParamsSchema,
    body: z.object({ model_id: z.string().max(100).default('builtin') }).default({ model_id: 'builtin' }),
    data: goldenRunSchema,
  },
  runs: {
    method: 'GET',
    path: '/connections/{id}/golden-runs',
    access: 'view',
    summary: '评测记录，最新在前 · Runs, newest first',
    params: idParamsSchema,
    query: pageQuerySchema,
    data: z.object({ runs: z.array(goldenRunSchema), total: z.number(), has_more: z.boolean() }),
  },
  run: {
    method: 'GET',
    path: '/connections/{id}/golden-runs/{run_id}',
    access: 'view',
    summary: '一次评测的逐题结果 · One run, question by question',
    params: runParamsSchema,
    data: goldenRunSchema.extend({ outcomes: z.array(goldenOutcomeSchema) }),
  },
});
