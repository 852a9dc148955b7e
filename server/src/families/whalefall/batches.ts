import type { Batch, BatchMatch } from '@sextant/contract/classification';
import type { AccountFacts } from '@sextant/engines/account-facts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccountsService } from '../../features/accounts/accounts.service.ts';
import type { ClassificationService } from '../../features/classification/classification.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { permissionSchema, permissionsOf } from './account-permissions.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const typeSchema = z.enum(['manual', 'scheduled', 'api']);
const statusSchema = z.enum(['running', 'completed', 'failed']);

export const batchSchema = z.object({
  id: z.number().int(),
  batch_id: z.string(),
  batch_type: typeSchema,
  status: statusSchema,
  started_at: z.string(),
  completed_at: z.string().nullable(),
  total_accounts: z.number(),
  matched_accounts: z.number(),
  failed_accounts: z.number(),
  total_rules: z.number(),
  active_rules: z.number(),
  error_message: z.string().nullable(),
  batch_details: z.object({
    added: z.number(),
    removed: z.number(),
    steps: z.array(z.object({ name: z.string(), duration_ms: z.number() })),
    rules: z.array(z.object({ rule_name: z.string(), matched: z.number(), duration_ms: z.number() })),
  }),
  created_by: z.string().nullable(),
});

const matchSchema = z.object({
  assignment_id: z.number().int(),
  account_id: z.number().int(),
  account_name: z.string(),
  account_host: z.string().nullable(),
  instance_id: z.number().int(),
  instance_name: z.string(),
  instance_type: z.string(),
  classification_id: z.number().int(),
  classification_name: z.string(),
  rule_id: z.number().int().nullable(),
  rule_name: z.string().nullable(),
  matched_at: z.string(),
  confidence: z.number(),
  account_permissions: z.array(permissionSchema),
  matched_permissions: z.array(permissionSchema.omit({ granted: true })),
});

const paramsSchema = z.object({ batch_id: z.string().min(1).max(100).describe('编号或 uuid') });

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/batches',
    access: 'view',
    summary: '获取分类批次，最新的在前',
    query: pageQuerySchema([
      'id',
      'started_at',
      'completed_at',
      'status',
      'total_accounts',
      'matched_accounts',
    ]).extend({ batch_type: typeSchema.optional(), status: statusSchema.optional() }),
    data: pageSchema(batchSchema),
  },
  get: {
    method: 'GET',
    path: '/api/batches/{batch_id}',
    access: 'view',
    summary: '获取批次详情',
    params: paramsSchema,
    data: batchSchema,
  },
  matches: {
    method: 'GET',
    path: '/api/batches/{batch_id}/matches',
    access: 'view',
    summary: '获取批次匹配结果：哪条规则匹配了哪个账户、为什么',
    params: paramsSchema,
    query: pageQuerySchema(['id']),
    data: pageSchema(matchSchema),
  },
});

const originals = atOriginal('/account-classification', operations);
export const batchOperations = { ...operations, ...originals };

const sorts = {
  id: 'number',
  started_at: 'number',
  completed_at: 'ended_at',
  status: 'status',
  total_accounts: 'total_accounts',
  matched_accounts: 'matched_accounts',
} as const;

/** whalefall: `/api/batches`. */
export function registerBatches(
  app: FastifyInstance,
  { classification, accounts }: { classification: ClassificationService; accounts: AccountsService },
): void {
  const handlers: FamilyHandlers<typeof operations> = {
    async list({ query }) {
      const { batch_type: kind, status, search: q, sort = 'id', order } = query;
      const filter = { kind, status, q, sort: sorts[sort], order };
      const { batches, total } = await classification.batches(filter, rangeOf(query));
      return presentPage(batches.map(presentBatch), total, query);
    },
    get: async ({ params }) => presentBatch(await classification.batch(params.batch_id)),
    async matches({ principal, params, query }) {
      const { search: q, order } = query;
      const { matches, total } = await classification.batchMatches(
        principal,
        params.batch_id,
        { q, order, isMatch: true },
        rangeOf(query),
      );
      const facts = await accounts.factsOf(matches.map(({ account_id }) => account_id));
      return presentPage(
        matches.map((match) => presentMatch(match, facts.get(match.account_id))),
        total,
        query,
      );
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

/** A batch as the document has it. */
export function presentBatch(batch: Batch): z.infer<typeof batchSchema> {
  const { number, id, kind, ended_at, error, added, removed, steps, rules } = batch;
  return {
    ...batch,
    id: number,
    batch_id: id,
    batch_type: kind,
    started_at: presentTime(batch.started_at),
    completed_at: ended_at && presentTime(ended_at),
    error_message: error,
    batch_details: {
      added,
      removed,
      steps,
      rules: rules.map(({ name, matched, duration_ms }) => ({ rule_name: name, matched, duration_ms })),
    },
  };
}

/** A rule matches or does not, so that every match is certain. */
function presentMatch(match: BatchMatch, facts: AccountFacts | undefined): z.infer<typeof matchSchema> {
  return {
    assignment_id: match.number,
    account_id: match.account_number,
    account_name: match.account,
    account_host: match.host,
    instance_id: match.connection_number,
    instance_name: match.connection_name,
    instance_type: match.engine,
    classification_id: match.class_number,
    classification_name: match.class_name.zh,
    rule_id: match.rule_number,
    rule_name: match.rule_name,
    matched_at: presentTime(match.at),
    confidence: 1,
    account_permissions: facts ? permissionsOf(facts) : [],
    matched_permissions: match.reasons.map((reason) => ({
      category: 'rule',
      name: reason,
      description: match.rule_name ?? '',
    })),
  };
}
