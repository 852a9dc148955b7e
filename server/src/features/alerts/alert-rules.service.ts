import {
  type AlertKind,
  type AlertRule,
  alertKindSchema,
  type alertRuleChangesSchema,
  alertThresholds,
  type newAlertRuleSchema,
  severitySchema,
} from '@sextant/contract/alerts';
import type { z } from 'zod';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { AlertChannels } from './alert-channels.service.ts';
import type { AlertEngine } from './alert-engine.ts';
import type { AlertRow, AlertRulesRepository, RuleRow, RuleValues } from './alert-rules.repository.ts';

const ruleThing = { zh: '告警规则', en: 'Alert rule' };
const alertThing = { zh: '告警', en: 'Alert' };

/** The rules by which alerts are raised, and the alerts that people resolve by hand. */
export function createAlertRules(deps: {
  rules: AlertRulesRepository;
  channels: AlertChannels;
  engine: AlertEngine;
  audit: Audit;
  /** A rule is there or another than before: it is looked at soon. */
  changed: () => void;
}) {
  const { rules, channels, engine, audit, changed } = deps;

  async function get(id: string): Promise<RuleRow> {
    const row = await rules.rule(id);
    if (!row) throw notFound(ruleThing, id);
    return row;
  }

  /** What a rule raised ends with it, without a word to the channels. */
  async function endAlerts(id: string, by: string): Promise<void> {
    for (const alert of await rules.firing(id)) await rules.resolve(alert.id, by);
  }

  return {
    async list(): Promise<AlertRule[]> {
      const [rows, states] = await Promise.all([rules.rules(), rules.states()]);
      return rows.map((row) => present(row, states.get(row.id)));
    },
    alerts: rules.list,

    async create(principal: Principal, input: z.infer<typeof newAlertRuleSchema>): Promise<AlertRule> {
      await channels.requireKnown(input.channel_ids);
      const row = await rules.addRule({
        name: input.name,
        kind: input.kind,
        threshold: checkThreshold(input.kind, input.threshold ?? null),
        target: input.target,
        severity: input.severity,
        cooldown_minutes: input.cooldown_minutes,
        channel_ids: JSON.stringify([...new Set(input.channel_ids)]),
        is_active: input.is_active ? 1 : 0,
      });
      const after = describe(row);
      await audit.record(principal, {
        action: 'alert_rule.created',
        objectType: 'alert_rule',
        objectId: row.id,
        details: { name: row.name },
        after,
      });
      changed();
      return present(row, undefined);
    },

    async update(
      principal: Principal,
      id: string,
      input: z.infer<typeof alertRuleChangesSchema>,
    ): Promise<AlertRule> {
      const before = await get(id);
      if (input.channel_ids) await channels.requireKnown(input.channel_ids);
      const { threshold, channel_ids, is_active, name, target, severity, cooldown_minutes } = input;
      const changes: Partial<RuleValues> = {
        ...(name !== undefined && { name }),
        ...(target !== undefined && { target }),
        ...(severity !== undefined && { severity }),
        ...(cooldown_minutes !== undefined && { cooldown_minutes }),
        ...(threshold !== undefined && { threshold: checkThreshold(before.kind as AlertKind, threshold) }),
        ...(channel_ids !== undefined && { channel_ids: JSON.stringify([...new Set(channel_ids)]) }),
        ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
      };
      const row = await rules.updateRule(id, changes);
      if (!row) throw notFound(ruleThing, id);
      if (row.is_active === 0) await endAlerts(id, principal.username);
      await audit.record(principal, {
        action: 'alert_rule.updated',
        objectType: 'alert_rule',
        objectId: id,
        details: { name: row.name },
        before: describe(before),
        after: describe(row),
      });
      changed();
      return present(row, (await rules.states()).get(id));
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const row = await get(id);
      await endAlerts(id, principal.username);
      await rules.removeRule(id);
      await audit.record(principal, {
        action: 'alert_rule.deleted',
        objectType: 'alert_rule',
        objectId: id,
        details: { name: row.name },
        before: describe(row),
      });
    },

    async resolve(principal: Principal, id: string): Promise<AlertRow> {
      const alert = await rules.find(id);
      if (!alert) throw notFound(alertThing, id);
      const rule = alert.rule_id === null ? undefined : await rules.rule(alert.rule_id);
      const resolved = rule
        ? await engine.settle(rule, alert, principal.username)
        : await rules.resolve(id, principal.username);
      if (!resolved) {
        throw new AppError('CONFLICT', { zh: '这条告警已经解除', en: 'This alert is resolved already' });
      }
      await audit.record(principal, {
        action: 'alert.resolved',
        objectType: 'alert',
        objectId: id,
        details: { name: alert.rule_name, subject: alert.subject },
      });
      return resolved;
    },
  };
}

export type AlertRules = ReturnType<typeof createAlertRules>;

function checkThreshold(kind: AlertKind, threshold: number | null): number | null {
  const limits = alertThresholds[kind];
  if (threshold === null) return limits?.initial ?? null;
  if (limits && threshold >= limits.min && threshold <= limits.max) return threshold;
  throw invalid(
    'threshold',
    limits
      ? {
          zh: `阈值 ${threshold} 超出范围，应为 ${limits.min}–${limits.max}`,
          en: `The threshold ${threshold} is out of range: ${limits.min} to ${limits.max}`,
        }
      : { zh: '这种规则没有阈值，请留空', en: 'Rules of this kind have no threshold; leave it empty' },
  );
}

function describe(row: RuleRow): Record<string, unknown> {
  const { id, created_at, updated_at, channel_ids, ...rest } = row;
  return { ...rest, channel_ids: JSON.parse(channel_ids) as unknown };
}

function present(row: RuleRow, state: { firing: number; lastFiredAt: string } | undefined): AlertRule {
  return {
    id: row.id,
    name: row.name,
    kind: alertKindSchema.parse(row.kind),
    threshold: row.threshold,
    target: row.target,
    severity: severitySchema.parse(row.severity),
    cooldown_minutes: row.cooldown_minutes,
    channel_ids: JSON.parse(row.channel_ids) as string[],
    is_active: row.is_active === 1,
    firing: state?.firing ?? 0,
    last_fired_at: state?.lastFiredAt ?? null,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
