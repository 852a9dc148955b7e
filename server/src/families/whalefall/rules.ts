import { type Rule, ruleSchema } from '@sextant/contract/classification';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ClassificationService } from '../../features/classification/classification.service.ts';
import { fromRuleDocument, type RuleDocument } from '../../features/classification/rule-document.ts';
import { toRuleDocument } from '../../features/classification/to-rule-document.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations, WithMessage } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { findClass, idSchema } from './classes.ts';
import { whalefallSpeaker } from './envelope.ts';

const path = '/account-classification/api/rules';
const paramsSchema = z.object({ id: idSchema });

const documentSchema = z.looseObject({ type: z.string(), operator: z.enum(['AND', 'OR']).optional() });
const ruleOutSchema = z.object({
  id: z.number().int(),
  classification_id: z.number().int(),
  rule_name: z.string(),
  db_type: z.string().nullable(),
  rule_expression: documentSchema.nullable().describe('原来的 JSON；规则说得更多时为 null'),
  expression: z.string().describe('规则语言'),
  matched_accounts_count: z.number().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
const ruleInSchema = z.object({
  classification_id: idSchema,
  rule_name: ruleSchema.shape.name,
  rule_expression: z.union([documentSchema, z.string().min(1).max(4000)]).describe('原来的 JSON，或规则语言'),
  is_active: z.boolean().optional(),
});

/** The rules of classes, which the original's document leaves out, at its own path. */
export const ruleOperations = defineOperations({
  list: {
    method: 'GET',
    path,
    access: 'view',
    summary: '分类规则',
    query: z.object({ classification_id: idSchema.optional() }),
    data: z.array(ruleOutSchema),
  },
  create: {
    method: 'POST',
    path,
    access: 'scheduler:manage',
    summary: '创建规则；rule_expression 为原来的 JSON 或规则语言',
    status: 201,
    body: ruleInSchema,
    data: ruleOutSchema,
  },
  update: {
    method: 'PUT',
    path: `${path}/{id}`,
    access: 'scheduler:manage',
    summary: '更新规则',
    params: paramsSchema,
    body: ruleInSchema.partial(),
    data: ruleOutSchema,
  },
  remove: {
    method: 'DELETE',
    path: `${path}/{id}`,
    access: 'scheduler:manage',
    summary: '删除规则',
    status: 204,
    params: paramsSchema,
  },
});

/** whalefall: the rules of classes, in the original's JSON as far as it can say them. */
export function registerRules(app: FastifyInstance, classification: ClassificationService): void {
  async function ruleOf(number: number): Promise<Rule> {
    const found = (await classification.rules()).find((one) => one.number === number);
    if (!found) throw notFound({ zh: '规则', en: 'Rule' }, String(number));
    return found;
  }

  async function presentRule(rule: Rule): Promise<z.infer<typeof ruleOutSchema>> {
    const owner = (await classification.classes()).find(({ id }) => id === rule.class_id);
    return ruleView(rule, owner?.number ?? 0);
  }

  /** The rule with what of its document could not be said. */
  async function told(rule: Rule, message: string, left: readonly string[]) {
    return new WithMessage(await presentRule(rule), [message, ...left].join('；'));
  }

  registerOperations(app, whalefallSpeaker, ruleOperations, {
    async list({ query: { classification_id: number } }) {
      const classes = new Map((await classification.classes()).map((one) => [one.id, one.number]));
      const classId = number === undefined ? undefined : (await findClass(classification, number)).id;
      return (await classification.rules(classId)).map((rule) =>
        ruleView(rule, classes.get(rule.class_id) ?? 0),
      );
    },
    async create({ principal, body }) {
      const { expression, left } = readExpression(body.rule_expression);
      const rule = await classification.createRule(principal, {
        class_id: (await findClass(classification, body.classification_id)).id,
        name: body.rule_name,
        expression,
        ...(body.is_active !== undefined && { is_active: body.is_active }),
      });
      return told(rule, '规则创建成功', left);
    },
    async update({ principal, params, body }) {
      const { id } = await ruleOf(params.id);
      const { classification_id: classNumber, rule_name: name, rule_expression: written, is_active } = body;
      const { expression, left } =
        written === undefined ? { expression: undefined, left: [] } : readExpression(written);
      const rule = await classification.updateRule(principal, id, {
        ...(classNumber !== undefined && { class_id: (await findClass(classification, classNumber)).id }),
        ...(name !== undefined && { name }),
        ...(expression !== undefined && { expression }),
        ...(is_active !== undefined && { is_active }),
      });
      return told(rule, '规则更新成功', left);
    },
    async remove({ principal, params }) {
      await classification.removeRule(principal, (await ruleOf(params.id)).id);
      return undefined;
    },
  });
}

function readExpression(written: RuleDocument | string): { expression: string; left: string[] } {
  if (typeof written === 'string') return { expression: written, left: [] };
  const translated = fromRuleDocument(written);
  if (translated) return { ...translated, left: translated.left.map(({ zh }) => zh) };
  throw invalid('rule_expression', {
    zh: `「${written.type}」规则里没有可用的条件：一条空规则会匹配所有账户`,
    en: `The rule "${written.type}" has no condition that can be used; an empty one would match everybody`,
  });
}

function ruleView(rule: Rule, classNumber: number): z.infer<typeof ruleOutSchema> {
  const document = toRuleDocument(rule.expression);
  return {
    id: rule.number,
    classification_id: classNumber,
    rule_name: rule.name,
    db_type: document?.type.replace(/_permissions$/, '') ?? null,
    rule_expression: document as z.infer<typeof documentSchema> | null,
    expression: rule.expression,
    matched_accounts_count: rule.matched_count,
    is_active: rule.is_active,
    created_at: presentTime(rule.created_at),
    updated_at: presentTime(rule.updated_at),
  };
}
