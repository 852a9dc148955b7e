import type { AlertKind, Severity } from '@sextant/contract/alerts';
import { alertThresholds } from '@sextant/contract/alerts';
import type { Text } from '@sextant/contract/text';
import type { Logger } from '../../platform/log/logger.ts';
import type { AlertChannelsRepository } from './alert-channels.repository.ts';
import type { Finder, Finding } from './alert-finders.ts';
import type { AlertMessage } from './alert-message.ts';
import type { AlertRow, AlertRulesRepository, RuleRow } from './alert-rules.repository.ts';

export type NotifyAdmins = (message: AlertMessage) => Promise<void>;

/**
 * Raises an alert when a rule begins to find something and resolves it when it no longer does. Several processes may
 * look at once: the store lets one of them raise and one of them resolve.
 */
export function createAlertEngine(deps: {
  rules: AlertRulesRepository;
  channels: AlertChannelsRepository;
  finders: Partial<Record<AlertKind, Finder>>;
  notifyAdmins: NotifyAdmins;
  wakeDeliveries: () => void;
  logger: Logger;
}) {
  const { rules, channels, finders, notifyAdmins, wakeDeliveries, logger } = deps;
  let looking: Promise<void> | null = null;

  async function tell(rule: RuleRow, alert: AlertRow, event: 'fired' | 'resolved'): Promise<void> {
    const message = messageOf(alert, event);
    const ids = new Set(JSON.parse(rule.channel_ids) as string[]);
    const chosen = (await channels.channels()).filter(({ id, is_active }) => ids.has(id) && is_active === 1);
    await rules.markTold(alert.id);
    if (ids.size === 0) await notifyAdmins(message);
    await channels.addDeliveries(
      chosen.map(({ id, name }) => ({
        alert_id: alert.id,
        channel_id: id,
        channel_name: name,
        event,
        message: JSON.stringify(message),
      })),
    );
    wakeDeliveries();
  }

  async function raise(rule: RuleRow, finding: Finding): Promise<void> {
    const alert = await rules.raise({
      rule_id: rule.id,
      rule_name: rule.name,
      kind: rule.kind,
      severity: rule.severity,
      subject: finding.subject,
      title: JSON.stringify(finding.title),
      body: JSON.stringify(finding.body),
      fired_at: new Date().toISOString(),
    });
    if (!alert) return;
    logger.warn({ module: 'alerts', rule: rule.name, subject: finding.subject }, finding.title.en);
    const told = await rules.lastTold(rule.id, finding.subject, alert.id);
    const quietUntil = told === null ? 0 : Date.parse(told) + rule.cooldown_minutes * 60_000;
    if (Date.now() >= quietUntil) await tell(rule, alert, 'fired');
  }

  async function settle(rule: RuleRow, alert: AlertRow, by: string | null): Promise<AlertRow | undefined> {
    const resolved = await rules.resolve(alert.id, by);
    if (resolved && resolved.was_told === 1) await tell(rule, resolved, 'resolved');
    return resolved;
  }

  async function look(rule: RuleRow): Promise<void> {
    const finder = finders[rule.kind as AlertKind];
    if (!finder) return;
    const threshold = rule.threshold ?? alertThresholds[rule.kind as AlertKind]?.initial ?? 0;
    const found = await finder({ threshold, target: rule.target });
    const subjects = new Set(found.map(({ subject }) => subject));
    const firing = await rules.firing(rule.id);
    const known = new Set(firing.map(({ subject }) => subject));
    for (const finding of found) if (!known.has(finding.subject)) await raise(rule, finding);
    for (const alert of firing) if (!subjects.has(alert.subject)) await settle(rule, alert, null);
  }

  async function lookAtAll(): Promise<void> {
    for (const rule of await rules.rules()) {
      if (rule.is_active === 0) continue;
      await look(rule).catch((error: unknown) =>
        logger.error({ module: 'alerts', rule: rule.name, err: error }, 'a rule could not be checked'),
      );
    }
  }

  return {
    /** Looks at all rules; who asks while that goes on waits for its end. */
    look(): Promise<void> {
      looking ??= lookAtAll().finally(() => {
        looking = null;
      });
      return looking;
    },

    /** Something happened that no state shows later: its alerts fire until somebody resolves them. */
    async report(kind: AlertKind, finding: Finding): Promise<void> {
      for (const rule of await rules.rules()) {
        if (rule.kind !== kind || rule.is_active === 0) continue;
        if (!finding.subject.toLowerCase().includes(rule.target.toLowerCase())) continue;
        await raise(rule, finding);
      }
    },

    settle,
    messageOf,
  };
}

export type AlertEngine = ReturnType<typeof createAlertEngine>;

function messageOf(alert: AlertRow, event: 'fired' | 'resolved'): AlertMessage {
  return {
    event,
    kind: alert.kind as AlertKind,
    severity: alert.severity as Severity,
    subject: alert.subject,
    title: JSON.parse(alert.title) as Text,
    body: JSON.parse(alert.body) as Text,
    at: event === 'fired' ? alert.fired_at : (alert.resolved_at ?? alert.fired_at),
  };
}
