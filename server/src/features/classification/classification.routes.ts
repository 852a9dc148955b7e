import { classificationEndpoints } from '@sextant/contract/classification';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ClassificationService } from './classification.service.ts';
import { ruleProblem } from './rule-check.ts';
import { describeRule } from './rule-text.ts';
import { ruleExamples, ruleWords } from './rule-words.ts';

/** API v1: `/account-classes`, `/account-rules`, `/account-batches` and labels by hand. */
export function registerClassificationRoutes(app: FastifyInstance, service: ClassificationService): void {
  registerV1(app, classificationEndpoints, {
    classes: async () => ({ classes: await service.classes() }),
    createClass: ({ principal, body }) => service.createClass(principal, body),
    updateClass: ({ principal, params, body }) => service.updateClass(principal, params.id, body),
    async removeClass({ principal, params }) {
      await service.removeClass(principal, params.id);
      return {};
    },
    rules: async ({ query }) => ({ rules: await service.rules(query.class_id) }),
    createRule: ({ principal, body }) => service.createRule(principal, body),
    updateRule: ({ principal, params, body }) => service.updateRule(principal, params.id, body),
    async removeRule({ principal, params }) {
      await service.removeRule(principal, params.id);
      return {};
    },
    words: async () => ({ words: ruleWords(), examples: ruleExamples }),
    async check({ body }) {
      const problem = ruleProblem(body.expression);
      if (problem) return { valid: false, problem, formatted: null, text: null };
      return { valid: true, problem: null, ...describeRule(body.expression) };
    },
    preview: ({ principal, body }) => service.preview(principal, body.expression, body.limit),
    label: ({ principal, params, body }) =>
      service.label(principal, params.id, body.class_id, body.note ?? null),
    removeLabel: ({ principal, params }) => service.removeLabel(principal, params.id, params.class_id),
    classify: ({ principal }) => service.classify(principal),
    async batches({ query: { kind, status, limit, offset } }) {
      const { batches, total } = await service.batches({ kind, status }, { limit, offset });
      return { batches, total, has_more: offset + batches.length < total };
    },
    batch: ({ params }) => service.batch(params.id),
    async batchMatches({ principal, params, query: { rule_id, class_id, change, q, limit, offset } }) {
      const filter = { ruleId: rule_id, classId: class_id, change, q };
      const { matches, total } = await service.batchMatches(principal, params.id, filter, { limit, offset });
      return { matches, total, has_more: offset + matches.length < total };
    },
  });
}
