import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { textSchema } from './text.ts';

export const privilegeLevelSchema = z.enum([
  'server',
  'database',
  'schema',
  'table',
  'column',
  'sequence',
  'routine',
  'tablespace',
  'other',
]);
export type PrivilegeLevel = z.infer<typeof privilegeLevelSchema>;

/** One right that an account has in effect, of its own or through a role. */
export const privilegeSchema = z.object({
  level: privilegeLevelSchema,
  object: z.string().nullable().describe('`shop`, `shop.orders`, `shop.orders.price`; null for the server'),
  privilege: z.string().describe('in capitals, as the engine calls it; expanded, never `ALL`'),
  grantable: z.boolean().describe('may be passed on'),
  via: z.string().nullable().describe('the role or group it comes through; null when granted to the account'),
});
export type Privilege = z.infer<typeof privilegeSchema>;

/** From harmless to all; as in `LoginRights` of the engines. */
export const gradeSchema = z.enum(['reader', 'writer', 'owner', 'administrator', 'unknown']);
export type Grade = z.infer<typeof gradeSchema>;

/** A class that an account carries, and why. */
export const accountClassSchema = z.object({
  class_id: z.string(),
  code: z.string(),
  name: textSchema,
  color: z.string(),
  priority: z.number(),
  source: z.enum(['rule', 'manual']),
  rule_id: z.string().nullable(),
  rule_name: z.string().nullable(),
  reasons: z.array(z.string()).describe('the parts of the rule that held, with what made them true'),
  note: z.string().nullable(),
  assigned_at: z.string(),
  assigned_by: z.string().nullable(),
});
export type AccountClass = z.infer<typeof accountClassSchema>;

export const accountKindSchema = z.enum(['user', 'role']);
export const accountStateSchema = z.enum(['present', 'removed']);

const roleGrantSchema = z.object({
  name: z.string(),
  via: z.string().nullable().describe('the role through which it is held; null when granted directly'),
  can_grant: z.boolean(),
});

export const accountSchema = z.object({
  id: z.string(),
  number: z.number(),
  connection_id: z.string(),
  connection_number: z.number(),
  connection_name: z.string(),
  engine: z.string(),
  name: z.string(),
  host: z.string().nullable(),
  label: z.string().describe('name, with the host part where the engine has one'),
  kind: accountKindSchema,
  is_system: z.boolean(),
  is_superuser: z.boolean(),
  is_locked: z.boolean(),
  can_login: z.boolean(),
  grade: gradeSchema,
  roles: z.array(z.string()),
  privileges_count: z.number(),
  expires_at: z.string().nullable(),
  password_changed_at: z.string().nullable(),
  last_login_at: z.string().nullable().describe('null where the engine does not keep it'),
  classes: z.array(accountClassSchema),
  state: accountStateSchema,
  problem: textSchema.nullable().describe('what of the account could not be read the last time'),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  changed_at: z.string().nullable(),
  removed_at: z.string().nullable(),
});
export type Account = z.infer<typeof accountSchema>;

export const accountDetailSchema = accountSchema.extend({
  role_grants: z.array(roleGrantSchema),
  capabilities: z.array(z.string()).describe('SUPERUSER, GRANT, ACCOUNTS, FILES, REPLICATION, …'),
  privileges: z.array(privilegeSchema),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('what only this engine knows, e.g. `plugin`, `connection_limit`, `default_database`'),
});
export type AccountDetail = z.infer<typeof accountDetailSchema>;

export const accountChangeKindSchema = z.enum([
  'account_added',
  'account_removed',
  'account_returned',
  'privilege_granted',
  'privilege_revoked',
  'role_granted',
  'role_revoked',
  'superuser_gained',
  'superuser_lost',
  'locked',
  'unlocked',
  'password_changed',
  'attribute_changed',
]);
export type AccountChangeKind = z.infer<typeof accountChangeKindSchema>;

export const accountChangeSchema = z.object({
  number: z.number(),
  at: z.string(),
  account_id: z.string().nullable(),
  connection_id: z.string(),
  connection_name: z.string(),
  engine: z.string(),
  account: z.string(),
  kind: accountChangeKindSchema,
  text: textSchema,
  details: z.record(z.string(), z.unknown()),
  session_id: z.string().nullable(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

/** How well the last synchronisation of a connection went; `partial` and `failed` delete nothing that is known. */
export const accountSyncSchema = z.object({
  connection_id: z.string(),
  status: z.enum(['never', 'complete', 'partial', 'failed', 'unsupported']),
  at: z.string().nullable(),
  last_complete_at: z.string().nullable(),
  duration_ms: z.number().nullable(),
  accounts: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  unreadable: z.number(),
  problems: z.array(textSchema).describe('each names what is missing and the grant or step that helps'),
});
export type AccountSync = z.infer<typeof accountSyncSchema>;

export const remedyKindSchema = z.enum(['lock', 'unlock', 'reduce']);
export const remedySchema = z.object({
  kind: remedyKindSchema,
  class_id: z.string().nullable(),
  account: z.string(),
  statements: z.array(z.string()).describe('one statement each; empty when there is nothing to do'),
  script: z.string().describe('the statements with the comments of a person who reads them first'),
  remaining: z.array(textSchema).describe('what the script leaves, and why'),
  can_run: z.boolean(),
  confirm: z.string().describe('what must be typed to run it'),
});
export type Remedy = z.infer<typeof remedySchema>;

/** Tells people when an account changes. */
const noticeFields = {
  name: z.string().trim().min(1).max(100),
  kinds: z.array(accountChangeKindSchema).min(1),
  expression: z.string().max(4000).describe('of the rule language; empty for every account'),
  recipients: z.enum(['administrators', 'owner']),
  is_active: z.boolean(),
};
export const accountNoticeSchema = z.object({ id: z.string(), ...noticeFields });
export type AccountNotice = z.infer<typeof accountNoticeSchema>;

const accountFilters = {
  q: z.string().max(200).optional().describe('part of name, host or connection'),
  connection_id: z.string().max(100).optional(),
  engine: z.string().max(40).optional(),
  class_id: z.string().max(100).optional(),
  kind: accountKindSchema.optional(),
  grade: gradeSchema.optional(),
  is_superuser: flagSchema.optional(),
  is_locked: flagSchema.optional(),
  is_system: flagSchema.optional(),
  state: accountStateSchema.optional(),
  expires_within_days: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .optional()
    .describe('whose password or account runs out until then, or has'),
  sort: z.enum(['name', 'connection', 'grade', 'changed_at', 'last_login_at', 'privileges']).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
};

const changeFilters = {
  q: z
    .string()
    .max(200)
    .optional()
    .describe('part of the words of the change, the account or the connection'),
  connection_id: z.string().max(100).optional(),
  account_id: z.string().max(100).optional(),
  kind: accountChangeKindSchema.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};

export const accountEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/accounts',
    access: 'view',
    summary: '所有实例的账户 · Accounts across instances',
    query: pageQuerySchema.extend(accountFilters),
    data: z.object({ accounts: z.array(accountSchema), total: z.number(), has_more: z.boolean() }),
  },
  export: {
    method: 'GET',
    path: '/accounts/export',
    access: 'view',
    summary: '导出账户为 CSV · Accounts as CSV',
    query: z.object(accountFilters),
    raw: 'download',
  },
  statistics: {
    method: 'GET',
    path: '/accounts/statistics',
    access: 'view',
    summary: '账户统计 · Accounts counted by engine, instance and class',
    data: z.object({
      total: z.number(),
      active: z.number(),
      locked: z.number(),
      superusers: z.number(),
      removed: z.number(),
      unclassified: z.number(),
      classified_by_rules: z.number(),
      engines: z.array(z.object({ engine: z.string(), total: z.number(), locked: z.number() })),
      connections: z.array(
        z.object({
          connection_id: z.string(),
          connection_number: z.number(),
          name: z.string(),
          engine: z.string(),
          host: z.string().nullable(),
          total: z.number(),
          locked: z.number(),
        }),
      ),
      classes: z.array(
        z.object({ class_id: z.string(), name: textSchema, color: z.string(), count: z.number() }),
      ),
    }),
  },
  get: {
    method: 'GET',
    path: '/accounts/{id}',
    access: 'view',
    summary: '账户详情与全部有效权限 · One account with all it may do',
    params: idParamsSchema,
    data: accountDetailSchema,
  },
  changes: {
    method: 'GET',
    path: '/account-changes',
    access: 'view',
    summary: '账户与权限的变更，最新在前 · What changed, newest first',
    query: pageQuerySchema.extend(changeFilters),
    data: z.object({ changes: z.array(accountChangeSchema), total: z.number(), has_more: z.boolean() }),
  },
  syncState: {
    method: 'GET',
    path: '/connections/{id}/accounts/sync',
    access: 'view',
    summary: '上次同步账户的结果 · How the last synchronisation went',
    params: idParamsSchema,
    data: accountSyncSchema,
  },
  sync: {
    method: 'POST',
    path: '/connections/{id}/accounts/sync',
    access: 'update',
    summary: '立即同步一个实例的账户 · Synchronise the accounts of one instance now',
    callsPerMinute: 60,
    params: idParamsSchema,
    data: accountSyncSchema,
  },
  remedy: {
    method: 'GET',
    path: '/accounts/{id}/remedy',
    access: 'view',
    summary:
      '锁定、解锁或收回权限的脚本，只显示不执行 · The script that locks or reduces an account, shown only',
    params: idParamsSchema,
    query: z.object({
      kind: remedyKindSchema,
      class_id: z.string().max(100).optional().describe('for `reduce`: what this class allows stays'),
    }),
    data: remedySchema,
  },
  applyRemedy: {
    method: 'POST',
    path: '/accounts/{id}/remedy',
    access: 'admin',
    summary: '执行脚本；须输入账户名确认，前后状态写入审计 · Run it, confirmed by the account’s typed name',
    callsPerMinute: 30,
    params: idParamsSchema,
    body: z.object({
      kind: remedyKindSchema,
      class_id: z.string().max(100).nullable().optional(),
      confirm: z.string().max(500).describe('`confirm` of the remedy, typed'),
      statements: z.array(z.string()).describe('what was shown; refused when it would be others by now'),
    }),
    data: z.object({
      ran: z.number(),
      account: accountDetailSchema,
      changes: z.array(textSchema).describe('what the synchronisation right after it found'),
    }),
  },
  notices: {
    method: 'GET',
    path: '/account-notices',
    access: 'view',
    summary: '账户变更的通知规则 · Who is told of which changes',
    data: z.object({ notices: z.array(accountNoticeSchema) }),
  },
  createNotice: {
    method: 'POST',
    path: '/account-notices',
    access: 'admin',
    summary: '添加通知规则 · Add a rule of notifications',
    body: z.object(noticeFields).partial({ expression: true, recipients: true, is_active: true }),
    data: accountNoticeSchema,
  },
  updateNotice: {
    method: 'PUT',
    path: '/account-notices/{id}',
    access: 'admin',
    summary: '修改通知规则 · Change a rule of notifications',
    params: idParamsSchema,
    body: z.object(noticeFields).partial(),
    data: accountNoticeSchema,
  },
  removeNotice: {
    method: 'DELETE',
    path: '/account-notices/{id}',
    access: 'admin',
    summary: '删除通知规则 · Delete a rule of notifications',
    params: idParamsSchema,
    data: z.object({}),
  },
});
