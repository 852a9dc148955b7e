import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';

export const alertKindSchema = z.enum([
  'instance_down',
  'new_superuser',
  'task_failed',
  'table_stale',
  'check_failed',
  'disk_low',
  'error_rate',
]);
export type AlertKind = z.infer<typeof alertKindSchema>;

export const severitySchema = z.enum(['info', 'warning', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

/** What the threshold of a kind means, for forms; kinds without one fire as soon as they see something. */
export const alertThresholds: Record<
  AlertKind,
  { unit: 'failures' | 'hours' | 'percent' | 'per_minute'; initial: number; min: number; max: number } | null
> = {
  instance_down: { unit: 'failures', initial: 1, min: 1, max: 100 },
  new_superuser: null,
  task_failed: { unit: 'failures', initial: 1, min: 1, max: 100 },
  table_stale: { unit: 'hours', initial: 48, min: 1, max: 8760 },
  check_failed: null,
  disk_low: { unit: 'percent', initial: 10, min: 1, max: 99 },
  error_rate: { unit: 'per_minute', initial: 10, min: 1, max: 1_000_000 },
};

export const alertRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: alertKindSchema,
  threshold: z.number().nullable(),
  /** Part of the name of what it watches; empty for everything. */
  target: z.string(),
  severity: severitySchema,
  cooldown_minutes: z.number(),
  channel_ids: z.array(z.string()),
  is_active: z.boolean(),
  firing: z.number().describe('how many of its alerts fire now'),
  last_fired_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

const ruleFieldsSchema = z.object({
  name: z.string().trim().min(1).max(100),
  threshold: z.number().min(0).max(1_000_000).nullable().optional().describe('the kind’s own when left out'),
  target: z.string().trim().max(200).default(''),
  severity: severitySchema.default('warning'),
  cooldown_minutes: z.number().int().min(0).max(10_080).default(30),
  channel_ids: z.array(z.string().max(100)).max(20).default([]),
  is_active: z.boolean().default(true),
});

export const newAlertRuleSchema = ruleFieldsSchema.extend({ kind: alertKindSchema });
export const alertRuleChangesSchema = z
  .object({
    name: ruleFieldsSchema.shape.name,
    threshold: z.number().min(0).max(1_000_000).nullable(),
    target: z.string().trim().max(200),
    severity: severitySchema,
    cooldown_minutes: z.number().int().min(0).max(10_080),
    channel_ids: z.array(z.string().max(100)).max(20),
    is_active: z.boolean(),
  })
  .partial();

export const alertSchema = z.object({
  id: z.string(),
  rule_id: z.string().nullable(),
  rule_name: z.string(),
  kind: alertKindSchema,
  severity: severitySchema,
  subject: z.string().describe('what it is about, e.g. the name of a connection'),
  title: z.string(),
  body: z.string(),
  state: z.enum(['firing', 'resolved']),
  fired_at: z.string(),
  resolved_at: z.string().nullable(),
  resolved_by: z.string().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

export const webhookFormatSchema = z.enum(['dingtalk', 'feishu', 'wecom', 'json']);
export type WebhookFormat = z.infer<typeof webhookFormatSchema>;

const emailChannelSchema = z.object({
  kind: z.literal('email'),
  recipients: z.array(z.email()).min(1).max(50),
});
const webhookChannelSchema = z.object({
  kind: z.literal('webhook'),
  format: webhookFormatSchema,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .describe('kept encrypted, for it is a secret itself'),
  secret: z
    .string()
    .max(500)
    .optional()
    .describe('signs the calls of DingTalk and Feishu, and of plain JSON'),
});
const notificationChannelSchema = z.object({
  kind: z.literal('notification'),
  role: z.enum(['admin', 'operator', 'user']).default('admin'),
});
const roomChannelSchema = z.object({ kind: z.literal('room'), room_id: z.string().min(1).max(100) });

export const channelTargetSchema = z.discriminatedUnion('kind', [
  notificationChannelSchema,
  roomChannelSchema,
  emailChannelSchema,
  webhookChannelSchema,
]);
export type ChannelTarget = z.infer<typeof channelTargetSchema>;
export const channelKindSchema = z.enum(['notification', 'room', 'email', 'webhook']);

export const alertChannelSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: channelKindSchema,
  is_active: z.boolean(),
  recipients: z.array(z.string()).nullable(),
  role: z.string().nullable(),
  room_id: z.string().nullable(),
  format: webhookFormatSchema.nullable(),
  host: z.string().nullable().describe('where a webhook goes; the rest of its URL is secret'),
  has_secret: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type AlertChannel = z.infer<typeof alertChannelSchema>;

export const channelInputSchema = z.object({
  name: z.string().trim().min(1).max(100),
  is_active: z.boolean().default(true),
  target: channelTargetSchema.describe('left out when changing: stays as it is'),
});

export const smtpSettingsSchema = z.object({
  host: z.string(),
  port: z.number(),
  security: z.enum(['none', 'starttls', 'tls']),
  username: z.string(),
  has_password: z.boolean(),
  sender: z.string(),
});
export type SmtpSettings = z.infer<typeof smtpSettingsSchema>;

export const smtpInputSchema = z.object({
  host: z.string().trim().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  security: smtpSettingsSchema.shape.security,
  username: z.string().max(200).default(''),
  password: z.string().max(500).optional().describe('the stored one when left out'),
  sender: z.email(),
});

export const deliverySchema = z.object({
  id: z.string(),
  alert_id: z.string().nullable(),
  alert_title: z.string().nullable(),
  channel_id: z.string().nullable(),
  channel_name: z.string(),
  event: z.enum(['fired', 'resolved', 'test']),
  status: z.enum(['pending', 'sending', 'sent', 'failed']),
  attempts: z.number(),
  error: z.string().nullable(),
  created_at: z.string(),
  next_at: z.string().nullable(),
  sent_at: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

const testResultSchema = z.object({ is_ok: z.boolean(), message: z.string() });

export const alertEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/alerts',
    access: 'scheduler:manage',
    summary: '告警，新的在前 · Alerts, newest first',
    query: pageQuerySchema.extend({
      state: alertSchema.shape.state.optional(),
      kind: alertKindSchema.optional(),
      rule_id: z.string().max(100).optional(),
    }),
    data: z.object({ alerts: z.array(alertSchema), total: z.number(), has_more: z.boolean() }),
  },
  resolve: {
    method: 'POST',
    path: '/alerts/{id}/resolve',
    access: 'scheduler:manage',
    summary: '手动解除告警 · Resolve by hand',
    params: idParamsSchema,
    data: alertSchema,
  },
  rules: {
    method: 'GET',
    path: '/alerts/rules',
    access: 'scheduler:manage',
    summary: '告警规则 · Rules',
    data: z.object({ rules: z.array(alertRuleSchema) }),
  },
  createRule: {
    method: 'POST',
    path: '/alerts/rules',
    access: 'admin',
    summary: '新建规则 · Create a rule',
    body: newAlertRuleSchema,
    data: alertRuleSchema,
  },
  updateRule: {
    method: 'PUT',
    path: '/alerts/rules/{id}',
    access: 'admin',
    summary: '修改规则 · Change a rule',
    params: idParamsSchema,
    body: alertRuleChangesSchema,
    data: alertRuleSchema,
  },
  removeRule: {
    method: 'DELETE',
    path: '/alerts/rules/{id}',
    access: 'admin',
    summary: '删除规则 · Delete a rule; its alerts stay in the history',
    params: idParamsSchema,
    data: z.object({}),
  },
  channels: {
    method: 'GET',
    path: '/alerts/channels',
    access: 'admin',
    summary: '通知渠道 · Channels',
    data: z.object({ channels: z.array(alertChannelSchema) }),
  },
  createChannel: {
    method: 'POST',
    path: '/alerts/channels',
    access: 'admin',
    summary: '新建渠道 · Create a channel',
    body: channelInputSchema,
    data: alertChannelSchema,
  },
  updateChannel: {
    method: 'PUT',
    path: '/alerts/channels/{id}',
    access: 'admin',
    summary: '修改渠道 · Change a channel',
    params: idParamsSchema,
    body: z.object({
      name: channelInputSchema.shape.name.optional(),
      is_active: z.boolean().optional(),
      target: channelTargetSchema.optional(),
    }),
    data: alertChannelSchema,
  },
  removeChannel: {
    method: 'DELETE',
    path: '/alerts/channels/{id}',
    access: 'admin',
    summary: '删除渠道 · Delete a channel',
    params: idParamsSchema,
    data: z.object({}),
  },
  testChannel: {
    method: 'POST',
    path: '/alerts/channels/{id}/test',
    access: 'admin',
    summary: '发送一条测试消息 · Send a test message now',
    params: idParamsSchema,
    callsPerMinute: 20,
    data: testResultSchema,
  },
  smtp: {
    method: 'GET',
    path: '/alerts/smtp',
    access: 'admin',
    summary: '邮件服务器 · The mail server; null until it is set',
    data: z.object({ smtp: smtpSettingsSchema.nullable() }),
  },
  updateSmtp: {
    method: 'PUT',
    path: '/alerts/smtp',
    access: 'admin',
    summary: '设置邮件服务器 · Set the mail server',
    body: smtpInputSchema,
    data: z.object({ smtp: smtpSettingsSchema.nullable() }),
  },
  testSmtp: {
    method: 'POST',
    path: '/alerts/smtp/test',
    access: 'admin',
    summary: '发送测试邮件 · Send a test mail with the stored settings',
    body: z.object({ recipient: z.email() }),
    callsPerMinute: 20,
    data: testResultSchema,
  },
  deliveries: {
    method: 'GET',
    path: '/alerts/deliveries',
    access: 'admin',
    summary: '发送记录 · What was sent, newest first',
    query: pageQuerySchema.extend({
      alert_id: z.string().max(100).optional(),
      status: deliverySchema.shape.status.optional(),
    }),
    data: z.object({ deliveries: z.array(deliverySchema), total: z.number(), has_more: z.boolean() }),
  },
});
