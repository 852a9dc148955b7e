import { z } from 'zod';
import { accountSchema } from './accounts.ts';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';
import { textSchema } from './text.ts';

const expressionSchema = z.string().min(1).max(4000);

const classFields = {
  name: z.object({ zh: z.string().trim().min(1).max(100), en: z.string().trim().min(1).max(100) }),
  description: z.string().max(1000),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  priority: z.number().int().min(0).max(1000).describe('the highest is the account’s first class'),
  risk_level: z.enum(['low', 'medium', 'high', 'critical']),
  allows: z
    .enum(['nothing', 'reader', 'writer', 'owner', 'administrator'])
    .describe('the worst grade of rights that an account of this class may keep; `nothing`: it is locked'),
  is_active: z.boolean(),
};

export const classSchema = z.object({
  id: z.string(),
  number: z.number(),
  code: z
    .string()
    .describe('`superuser`, `high_risk`, `privileged`, `ordinary`, `read_only`, `dormant`, `locked`'),
  ...classFields,
  is_system: z.boolean().describe('seeded; cannot be deleted'),
  accounts_count: z.number(),
  rules_count: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Class = z.infer<typeof classSchema>;

const ruleFields = {
  class_id: z.string().max(100),
  name: z.string().trim().min(1).max(200),
  expression: expressionSchema,
  is_active: z.boolean(),
};

export const ruleSchema = z.object({
  id: z.string(),
  number: z.number(),
  ...ruleFields,
  is_system: z.boolean(),
  matched_count: z.number().nullable().describe('in the last batch'),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** A word of the rule language, for help and completion. */
export const ruleWordSchema = z.object({
  word: z.string(),
  kind: z.enum(['flag', 'text', 'number', 'function', 'operator']),
  insert: z.string(),
  text: textSchema,
  values: z.array(z.string()).optional(),
});
export type RuleWord = z.infer<typeof ruleWordSchema>;

/** Where an expression is wrong; `from` and `to` count UTF-16 units. */
export const ruleProblemSchema = z.object({
  message: textSchema,
  from: z.number(),
  to: z.number(),
  expected: z.array(z.string()),
});
export type RuleProblem = z.infer<typeof ruleProblemSchema>;

export const batchSchema = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.enum(['manual', 'scheduled', 'api']),
  status: z.enum(['running', 'completed', 'failed']),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  total_accounts: z.number(),
  matched_accounts: z.number(),
  failed_accounts: z.number(),
  total_rules: z.number(),
  active_rules: z.number(),
  added: z.number().describe('classes given that the last batch did not give'),
  removed: z.number().describe('classes taken back'),
  steps: z.array(z.object({ name: z.string(), text: textSchema, duration_ms: z.number() })),
  rules: z.array(
    z.object({ rule_id: z.string(), name: z.string(), matched: z.number(), duration_ms: z.number() }),
  ),
  error: z.string().nullable(),
  created_by: z.string().nullable(),
});
export type Batch = z.infer<typeof batchSchema>;

export const batchMatchSchema = z.object({
  number: z.number(),
  account_id: z.string(),
  account_number: z.number(),
  account: z.string(),
  host: z.string().nullable(),
  connection_id: z.string(),
  connection_number: z.number(),
  connection_name: z.string(),
  engine: z.string(),
  class_id: z.string(),
  class_number: z.number(),
  class_name: textSchema,
  color: z.string(),
  rule_id: z.string().nullable(),
  rule_number: z.number().nullable(),
  rule_name: z.string().nullable(),
  change: z.enum(['added', 'kept', 'removed']),
  reasons: z.array(z.string()),
  at: z.string(),
});
export type BatchMatch = z.infer<typeof batchMatchSchema>;

export const classificationEndpoints = defineEndpoints({
  classes: {
    method: 'GET',
    path: '/account-classes',
    access: 'view',
    summary: '账户分类，优先级高的在前 · Classes, the weightiest first',
    data: z.object({ classes: z.array(classSchema) }),
  },
  createClass: {
    method: 'POST',
    path: '/account-classes',
    access: 'scheduler:manage',
    summary: '添加分类 · Add a class',
    body: z.object(classFields).partial().required({ name: true }),
    data: classSchema,
  },
  updateClass: {
    method: 'PUT',
    path: '/account-classes/{id}',
    access: 'scheduler:manage',
    summary: '修改分类 · Change a class',
    params: idParamsSchema,
    body: z.object(classFields).partial(),
    data: classSchema,
  },
  removeClass: {
    method: 'DELETE',
    path: '/account-classes/{id}',
    access: 'scheduler:manage',
    summary: '删除分类；系统自带的不能删除 · Delete a class, not those that came with the product',
    params: idParamsSchema,
    data: z.object({}),
  },
  rules: {
    method: 'GET',
    path: '/account-rules',
    access: 'view',
    summary: '分类规则 · Rules',
    query: z.object({ class_id: z.string().max(100).optional() }),
    data: z.object({ rules: z.array(ruleSchema) }),
  },
  createRule: {
    method: 'POST',
    path: '/account-rules',
    access: 'scheduler:manage',
    summary: '添加规则 · Add a rule',
    body: z.object(ruleFields).partial({ is_active: true }),
    data: ruleSchema,
  },
  updateRule: {
    method: 'PUT',
    path: '/account-rules/{id}',
    access: 'scheduler:manage',
    summary: '修改规则 · Change a rule',
    params: idParamsSchema,
    body: z.object(ruleFields).partial(),
    data: ruleSchema,
  },
  removeRule: {
    method: 'DELETE',
    path: '/account-rules/{id}',
    access: 'scheduler:manage',
    summary: '删除规则 · Delete a rule',
    params: idParamsSchema,
    data: z.object({}),
  },
  words: {
    method: 'GET',
    path: '/account-rules/words',
    access: 'view',
    summary: '规则语言的词汇 · The words of the rule language',
    data: z.object({ words: z.array(ruleWordSchema), examples: z.array(z.string()) }),
  },
  check: {
    method: 'POST',
    path: '/account-rules/check',
    access: 'view',
    summary: '边写边查：表达式是否读得懂 · Whether an expression can be read, while it is typed',
    body: z.object({ expression: z.string().max(4000) }),
    data: z.object({
      valid: z.boolean(),
      problem: ruleProblemSchema.nullable(),
      formatted: z.string().nullable(),
      text: textSchema.nullable().describe('the rule in a sentence'),
    }),
  },
  preview: {
    method: 'POST',
    path: '/account-rules/preview',
    access: 'view',
    summary: '保存前试算：会匹配哪些账户 · Who would match, before it is saved',
    body: z.object({ expression: expressionSchema, limit: z.number().int().min(1).max(200).default(50) }),
    data: z.object({
      matched: z.number(),
      total: z.number(),
      warning: textSchema.nullable().describe('e.g. that it matches every account, or none'),
      accounts: z.array(z.object({ account: accountSchema, reasons: z.array(z.string()) })),
    }),
  },
  label: {
    method: 'POST',
    path: '/accounts/{id}/labels',
    access: 'scheduler:manage',
    summary: '人工归类，自动分类不会改动它 · Put an account into a class by hand, which batches leave alone',
    params: idParamsSchema,
    body: z.object({ class_id: z.string().max(100), note: z.string().max(1000).optional() }),
    data: accountSchema,
  },
  removeLabel: {
    method: 'DELETE',
    path: '/accounts/{id}/labels/{class_id}',
    access: 'scheduler:manage',
    summary: '取消人工归类 · Take a class given by hand back',
    params: idParamsSchema.extend({ class_id: z.string().min(1).max(100) }),
    data: accountSchema,
  },
  classify: {
    method: 'POST',
    path: '/account-batches',
    access: 'scheduler:manage',
    summary: '立即对全部账户分类 · Classify all accounts now',
    callsPerMinute: 20,
    body: z.object({}),
    data: batchSchema,
  },
  batches: {
    method: 'GET',
    path: '/account-batches',
    access: 'view',
    summary: '分类批次，最新在前 · Batches, newest first',
    query: pageQuerySchema.extend({
      kind: batchSchema.shape.kind.optional(),
      status: batchSchema.shape.status.optional(),
    }),
    data: z.object({ batches: z.array(batchSchema), total: z.number(), has_more: z.boolean() }),
  },
  batch: {
    method: 'GET',
    path: '/account-batches/{id}',
    access: 'view',
    summary: '批次详情 · One batch',
    params: idParamsSchema,
    data: batchSchema,
  },
  batchMatches: {
    method: 'GET',
    path: '/account-batches/{id}/matches',
    access: 'view',
    summary: '哪条规则匹配了谁、为什么 · Which rule matched whom, and why',
    params: idParamsSchema,
    query: pageQuerySchema.extend({
      rule_id: z.string().max(100).optional(),
      class_id: z.string().max(100).optional(),
      change: batchMatchSchema.shape.change.optional(),
      q: z.string().max(200).optional(),
    }),
    data: z.object({ matches: z.array(batchMatchSchema), total: z.number(), has_more: z.boolean() }),
  },
});
