import { notificationEndpoints } from '@sextant/contract/notifications';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { type NotificationsService, presentNotification } from './notifications.service.ts';

/** API v1: `/notifications`. */
export function registerNotificationRoutes(app: FastifyInstance, notifications: NotificationsService): void {
  registerV1(app, notificationEndpoints, {
    async list({ principal, query }) {
      const { rows, total } = await notifications.list(principal.userId, query);
      return {
        notifications: rows.map(presentNotification),
        total,
        unread_count: await notifications.unreadCount(principal.userId),
        has_more: query.offset + rows.length < total,
      };
    },
    unreadCount: async ({ principal }) => ({
      unread_count: await notifications.unreadCount(principal.userId),
    }),
    markRead: async ({ principal, body }) => ({
      unread_count: await notifications.markRead(principal.userId, body.ids),
    }),
    markAllRead: async ({ principal }) => ({
      unread_count: await notifications.markRead(principal.userId, 'all'),
    }),
  });
}
