import {
  type Alert,
  alertEndpoints,
  alertKindSchema,
  type Delivery,
  deliverySchema,
  severitySchema,
} from '@sextant/contract/alerts';
import type { Language, Text } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { AlertChannelsRepository, DeliveryRow } from './alert-channels.repository.ts';
import { type AlertChannels, describeFailure } from './alert-channels.service.ts';
import { type AlertMessage, testMessage } from './alert-message.ts';
import type { AlertRow } from './alert-rules.repository.ts';
import type { AlertRules } from './alert-rules.service.ts';
import type { Smtp } from './smtp-settings.ts';

const sent: Text = { zh: '已发送，请查收', en: 'It was sent; see whether it arrived' };

/** API v1: `/alerts`. */
export function registerAlertRoutes(
  app: FastifyInstance,
  deps: { rules: AlertRules; channels: AlertChannels; deliveries: AlertChannelsRepository; smtp: Smtp },
): void {
  const { rules, channels, deliveries, smtp } = deps;
  registerV1(app, alertEndpoints, {
    async list({ query, language }) {
      const { state, kind, rule_id: ruleId, limit, offset } = query;
      const { rows, total } = await rules.alerts({ state, kind, ruleId, limit, offset });
      return {
        alerts: rows.map((row) => presentAlert(row, language)),
        total,
        has_more: offset + rows.length < total,
      };
    },
    resolve: async ({ principal, params, language }) =>
      presentAlert(await rules.resolve(principal, params.id), language),
    rules: async () => ({ rules: await rules.list() }),
    createRule: ({ principal, body }) => rules.create(principal, body),
    updateRule: ({ principal, params, body }) => rules.update(principal, params.id, body),
    async removeRule({ principal, params }) {
      await rules.remove(principal, params.id);
      return {};
    },
    channels: async () => ({ channels: (await channels.list()).map(channels.present) }),
    createChannel: async ({ principal, body }) => channels.present(await channels.create(principal, body)),
    updateChannel: async ({ principal, params, body }) =>
      channels.present(await channels.update(principal, params.id, body)),
    async removeChannel({ principal, params }) {
      await channels.remove(principal, params.id);
      return {};
    },
    async testChannel({ params, language }) {
      const { isOk, error } = await channels.test(params.id);
      return { is_ok: isOk, message: (error ?? sent)[language] };
    },
    smtp: async () => ({ smtp: await smtp.get() }),
    updateSmtp: async ({ principal, body }) => ({ smtp: await smtp.update(principal, body) }),
    async testSmtp({ body, language }) {
      const error = await smtp.send([body.recipient], testMessage()).then(
        () => null,
        (failure: unknown) => describeFailure(failure),
      );
      return { is_ok: error === null, message: (error ?? sent)[language] };
    },
    async deliveries({ query, language }) {
      const { alert_id: alertId, status, limit, offset } = query;
      const { rows, total } = await deliveries.list({ alertId, status, limit, offset });
      return {
        deliveries: rows.map((row) => presentDelivery(row, language)),
        total,
        has_more: offset + rows.length < total,
      };
    },
  });
}

function presentAlert(row: AlertRow, language: Language): Alert {
  return {
    id: row.id,
    rule_id: row.rule_id,
    rule_name: row.rule_name,
    kind: alertKindSchema.parse(row.kind),
    severity: severitySchema.parse(row.severity),
    subject: row.subject,
    title: (JSON.parse(row.title) as Text)[language],
    body: (JSON.parse(row.body) as Text)[language],
    state: row.state === 'firing' ? 'firing' : 'resolved',
    fired_at: row.fired_at,
    resolved_at: row.resolved_at,
    resolved_by: row.resolved_by,
  };
}

function presentDelivery(row: DeliveryRow, language: Language): Delivery {
  const { title } = JSON.parse(row.message) as AlertMessage;
  return {
    id: row.id,
    alert_id: row.alert_id,
    alert_title: title[language],
    channel_id: row.channel_id,
    channel_name: row.channel_name,
    event: deliverySchema.shape.event.parse(row.event),
    status: deliverySchema.shape.status.parse(row.status),
    attempts: row.attempts,
    error: row.error,
    created_at: row.created_at,
    next_at: row.next_at,
    sent_at: row.sent_at,
  };
}
