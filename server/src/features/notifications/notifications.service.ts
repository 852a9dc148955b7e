import type { KnownNotificationKind, Notification } from '@sextant/contract/notifications';
import { permissionsOfRole, type Role } from '@sextant/contract/permissions';
import type { Text } from '@sextant/contract/text';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { NotificationRow, NotificationsRepository } from './notifications.repository.ts';

/** Who is told: these users, or everybody who may do at least what the role may. */
export type NotificationTarget = { userIds: readonly string[] } | { role: Role };

export interface NotificationInput {
  kind: KnownNotificationKind | (string & {});
  title: Text;
  body: Text;
  /** A page of the web interface, such as `/executions/…`; null for none. */
  link: string | null;
}

const longestTitle = 300;
const longestBody = 2000;

/** What people are told while they look elsewhere, with its read state. */
export function createNotificationsService(deps: {
  notifications: NotificationsRepository;
  events: EventBus;
  logger: Logger;
}) {
  const { notifications, events, logger } = deps;

  async function tell(target: NotificationTarget, input: NotificationInput): Promise<void> {
    const userIds =
      'role' in target ? await notifications.userIdsOf(rolesFrom(target.role)) : [...new Set(target.userIds)];
    const batchId = await notifications.add(userIds, {
      kind: input.kind,
      title: JSON.stringify(shorten(input.title, longestTitle)),
      body: JSON.stringify(shorten(input.body, longestBody)),
      link: input.link,
    });
    if (batchId !== null) await events.publish('notification.added', { batchId });
  }

  async function markRead(userId: string, ids: readonly string[] | 'all'): Promise<number> {
    await notifications.markRead(userId, ids);
    await events.publish('notification.read', { userId });
    return notifications.unreadCount(userId);
  }

  return {
    /** Tells people something. It never throws: what it tells of has already happened; a failure is logged. */
    async notify(target: NotificationTarget, input: NotificationInput): Promise<void> {
      await tell(target, input).catch((error: unknown) =>
        logger.error({ module: 'notifications', kind: input.kind, err: error }, 'nobody could be notified'),
      );
    },
    list: notifications.list,
    unreadCount: notifications.unreadCount,
    batch: notifications.batch,
    unreadCounts: notifications.unreadCounts,
    markRead,

    /** Marks as read what leads to a page that the user has just seen; `linkStart` is how its links begin. */
    async markReadUnder(userId: string, linkStart: string): Promise<void> {
      if (await notifications.markReadUnder(userId, linkStart))
        await events.publish('notification.read', { userId });
    },
  };
}

export type NotificationsService = ReturnType<typeof createNotificationsService>;

/** A notification as v1 and the live events show it. */
export function presentNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: JSON.parse(row.title) as Text,
    body: JSON.parse(row.body) as Text,
    link: row.link,
    created_at: row.created_at,
    read_at: row.read_at,
  };
}

/** The role itself and those that may do all it may. */
function rolesFrom(role: Role): Role[] {
  const needed = permissionsOfRole[role];
  return (Object.keys(permissionsOfRole) as Role[]).filter((one) =>
    needed.every((permission) => permissionsOfRole[one].includes(permission)),
  );
}

function shorten({ zh, en }: Text, most: number): Text {
  const cut = (text: string) => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text);
  return { zh: cut(zh), en: cut(en) };
}
