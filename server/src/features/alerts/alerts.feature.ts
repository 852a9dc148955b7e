import type { Role } from '@sextant/contract/permissions';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { createAlertChannelsRepository } from './alert-channels.repository.ts';
import { type ChannelDoors, createAlertChannels } from './alert-channels.service.ts';
import { createAlertEngine } from './alert-engine.ts';
import { createAlertFinders } from './alert-finders.ts';
import { type AlertMessage, headline, plainLines } from './alert-message.ts';
import { createAlertRulesRepository } from './alert-rules.repository.ts';
import { createAlertRules } from './alert-rules.service.ts';
import { registerAlertRoutes } from './alerts.routes.ts';
import { createDeliveries } from './deliveries.ts';
import { createSmtp } from './smtp-settings.ts';

const lookEveryMs = 30_000;
const soonMs = 500;
const keptDays = 180;

/** Rules, alerts, channels and deliveries, wired. */
export async function createAlertsFeature(deps: {
  db: MetadataDatabase;
  secrets: SecretBox;
  egress: Egress;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  notifications: Pick<NotificationsService, 'notify'>;
  /** Rooms, which alerts are told in. */
  rooms: { find: ChannelDoors['findRoom']; tell(roomId: string, content: string): Promise<void> };
  /** Percent of the disk of the data folder; null where it cannot be told. */
  freeDisk: () => Promise<number | null>;
}) {
  const { db, secrets, egress, events, audit, logger, notifications, rooms, freeDisk } = deps;
  const rulesRepository = createAlertRulesRepository(db);
  const repository = createAlertChannelsRepository(db);
  const smtp = await createSmtp({ db, events, audit, logger, secrets, egress });
  const notify = (role: Role, message: AlertMessage) =>
    notifications.notify(
      { role },
      {
        kind: 'alert',
        title: { zh: headline(message, 'zh'), en: headline(message, 'en') },
        body: message.body,
        link: '/alerts',
      },
    );
  const channels = createAlertChannels({
    channels: repository,
    secrets,
    egress,
    smtp,
    doors: {
      notify,
      findRoom: rooms.find,
      postToRoom: (roomId, message) => rooms.tell(roomId, plainLines(message).join('\n')),
    },
    audit,
  });
  const deliveries = createDeliveries({ channels, repository, logger });
  const engine = createAlertEngine({
    rules: rulesRepository,
    channels: repository,
    finders: createAlertFinders({ db, freeDisk }),
    notifyAdmins: (message) => notify('admin', message),
    wakeDeliveries: deliveries.wake,
    logger,
  });
  const rules = createAlertRules({ rules: rulesRepository, channels, engine, audit, changed: lookSoon });
  let timer: NodeJS.Timeout | null = null;
  let soon: NodeJS.Timeout | null = null;
  let unsubscribe: (() => void)[] = [];
  let working: Promise<void> = Promise.resolve();

  function guard(work: () => Promise<void>): void {
    working = Promise.all([working, work()])
      .then(() => undefined)
      .catch((error: unknown) =>
        logger.error({ module: 'alerts', err: error }, 'alerts could not be checked'),
      );
  }

  /** Once for many events that come together. */
  function lookSoon(): void {
    soon ??= setTimeout(() => {
      soon = null;
      guard(engine.look);
    }, soonMs).unref();
  }

  async function look(): Promise<void> {
    await engine.look();
    const before = new Date(Date.now() - keptDays * 86_400_000).toISOString();
    await rulesRepository.removeResolvedBefore(before);
  }

  return {
    register(app: FastifyInstance): void {
      registerAlertRoutes(app, { rules, channels, deliveries: repository, smtp });
    },
    start(): void {
      timer = setInterval(() => guard(look), lookEveryMs).unref();
      unsubscribe = [
        events.subscribe('instance.status', lookSoon),
        events.subscribe('table.check_failed', lookSoon),
        events.subscribe('execution.changed', lookSoon),
        events.subscribe('account.changed', (change) => {
          if (change.becameSuperuser) guard(() => engine.report('new_superuser', newSuperuser(change)));
        }),
      ];
      deliveries.start();
    },
    async stop(): Promise<void> {
      for (const end of unsubscribe) end();
      if (timer) clearInterval(timer);
      if (soon) clearTimeout(soon);
      await working;
      await deliveries.stop();
    },
  };
}

function newSuperuser({ account, instanceName }: { account: string; instanceName: string }) {
  return {
    subject: `${account} · ${instanceName}`,
    title: {
      zh: `「${instanceName}」出现新的超级用户 ${account}`,
      en: `${account} is a new superuser of "${instanceName}"`,
    },
    body: {
      zh: '请核实这项授权是否符合预期；确认后在「告警」页手动解除。',
      en: 'Check whether this was intended, then resolve the alert by hand on the page Alerts.',
    },
  };
}
