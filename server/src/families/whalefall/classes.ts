import { type Class, classSchema } from '@sextant/contract/classification';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccountsService } from '../../features/accounts/accounts.service.ts';
import type { ClassificationService } from '../../features/classification/classification.service.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { batchSchema, presentBatch } from './batches.ts';
import { whalefallSpeaker } from './envelope.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const base = '/account-classification/api';
export const idSchema = z.coerce
  .number('须为整数编号')
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const paramsSchema = z.object({ id: idSchema });

const classOutSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  risk_level: classSchema.shape.risk_level,
  color: z.string(),
  priority: z.number(),
  is_system: z.boolean(),
  is_active: z.boolean(),
  rules_count: z.number(),
  accounts_count: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
const { description, risk_level, color, priority, is_active } = classSchema.shape;
const classInSchema = z.object({
  name: z.string().trim().min(1).max(100),
  ...z.object({ description, risk_level, color, priority, is_active }).partial().shape,
});

const assignmentSchema = z.object({
  id: z.string().describe('账户编号-分类编号'),
  account_id: z.number().int(),
  account_name: z.string(),
  account_host: z.string().nullable(),
  instance_id: z.number().int(),
  instance_name: z.string(),
  classification_id: z.number().int(),
  classification_name: z.string(),
  rule_id: z.number().int().nullable(),
  rule_name: z.string().nullable(),
  assignment_type: z.enum(['auto', 'manual']),
  assigned_by: z.string().nullable(),
  notes: z.string().nullable(),
  assigned_at: z.string(),
});
const pagingSchema = pageQuerySchema(['id']).pick({ page: true, per_page: true });

/** The original's operations that its document leaves out, at its own paths. */
export const classOperations = defineOperations({
  classes: {
    method: 'GET',
    path: `${base}/classifications`,
    access: 'view',
    summary: '账户分类，优先级高的在前',
    data: z.array(classOutSchema),
  },
  createClass: {
    method: 'POST',
    path: `${base}/classifications`,
    access: 'scheduler:manage',
    summary: '创建分类',
    status: 201,
    body: classInSchema,
    data: classOutSchema,
  },
  updateClass: {
    method: 'PUT',
    path: `${base}/classifications/{id}`,
    access: 'scheduler:manage',
    summary: '更新分类',
    params: paramsSchema,
    body: classInSchema.partial(),
    data: classOutSchema,
  },
  removeClass: {
    method: 'DELETE',
    path: `${base}/classifications/{id}`,
    access: 'scheduler:manage',
    summary: '删除分类；系统自带的不能删除',
    status: 204,
    params: paramsSchema,
  },
  assignments: {
    method: 'GET',
    path: `${base}/assignments`,
    access: 'view',
    summary: '账户的分类',
    query: pagingSchema.extend({ classification_id: idSchema.optional() }),
    data: pageSchema(assignmentSchema),
  },
  assign: {
    method: 'POST',
    path: `${base}/assign`,
    access: 'scheduler:manage',
    summary: '人工归类，自动分类不会改动它',
    message: '账户已归类',
    body: z.object({
      account_id: idSchema,
      classification_id: idSchema,
      notes: z.string().max(1000).optional(),
    }),
  },
  unassign: {
    method: 'DELETE',
    path: `${base}/assignments/{id}`,
    access: 'scheduler:manage',
    summary: '取消人工归类',
    status: 204,
    params: z.object({ id: z.string().regex(/^\d{1,9}-\d{1,9}$/, '须为 账户编号-分类编号，例如 12-3') }),
  },
  autoClassify: {
    method: 'POST',
    path: `${base}/auto-classify`,
    access: 'scheduler:manage',
    summary: '立即对全部账户分类',
    callsPerMinute: 20,
    data: batchSchema,
  },
});

/** whalefall: classes, and who has which. */
export function registerClasses(
  app: FastifyInstance,
  { classification, accounts }: { classification: ClassificationService; accounts: AccountsService },
): void {
  registerOperations(app, whalefallSpeaker, classOperations, {
    classes: async () => (await classification.classes()).map(presentClass),
    createClass: async ({ principal, body: { name, ...rest } }) =>
      presentClass(await classification.createClass(principal, { ...rest, name: { zh: name, en: name } })),
    async updateClass({ principal, params, body: { name, ...rest } }) {
      const { id } = await findClass(classification, params.id);
      const change = { ...rest, ...(name !== undefined && { name: { zh: name, en: name } }) };
      return presentClass(await classification.updateClass(principal, id, change));
    },
    async removeClass({ principal, params }) {
      await classification.removeClass(principal, (await findClass(classification, params.id)).id);
      return undefined;
    },
    async assignments({ principal, query }) {
      const { classification_id: number } = query;
      const classId = number === undefined ? undefined : (await findClass(classification, number)).id;
      const { rows, total } = await classification.labels(principal, classId, rangeOf(query));
      return presentPage(rows.map(presentAssignment), total, query);
    },
    async assign({ principal, body }) {
      const { id } = await accounts.get(principal, String(body.account_id));
      const { id: classId } = await findClass(classification, body.classification_id);
      await classification.label(principal, id, classId, body.notes ?? null);
      return undefined;
    },
    async unassign({ principal, params }) {
      const [account = '', classNumber] = params.id.split('-');
      const { id } = await accounts.get(principal, account);
      await classification.removeLabel(
        principal,
        id,
        (await findClass(classification, Number(classNumber))).id,
      );
      return undefined;
    },
    autoClassify: async ({ principal }) => presentBatch(await classification.classify(principal)),
  });
}

/** The class of an integer id; 404 when there is none. */
export async function findClass(classification: ClassificationService, number: number): Promise<Class> {
  const found = (await classification.classes()).find((one) => one.number === number);
  if (!found) throw notFound({ zh: '分类', en: 'Class' }, String(number));
  return found;
}

function presentClass({ number, name, ...rest }: Class): z.infer<typeof classOutSchema> {
  return {
    ...rest,
    id: number,
    name: name.zh,
    created_at: presentTime(rest.created_at),
    updated_at: presentTime(rest.updated_at),
  };
}

type LabelRow = Awaited<ReturnType<ClassificationService['labels']>>['rows'][number];

function presentAssignment(row: LabelRow): z.infer<typeof assignmentSchema> {
  return {
    id: `${row.account_number}-${row.class_number}`,
    account_id: row.account_number,
    account_name: row.account,
    account_host: row.host === '' ? null : row.host,
    instance_id: row.connection_number,
    instance_name: row.connection_name,
    classification_id: row.class_number,
    classification_name: row.class_name,
    rule_id: row.rule_number,
    rule_name: row.rule_name,
    assignment_type: row.source === 'manual' ? 'manual' : 'auto',
    assigned_by: row.assigned_by,
    notes: row.note,
    assigned_at: presentTime(row.assigned_at),
  };
}
