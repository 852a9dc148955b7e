import { defineTexts } from '../../lib/texts.ts';

export const notificationsTexts = defineTexts('notifications', {
  zh: {
    title: '通知',
    unread: '{{count}} 条未读通知',
    none: '没有通知',
    noneUnread: '没有未读通知',
    markAll: '全部标为已读',
    all: '全部通知',
    onlyUnread: '只看未读',
    total: '共 {{count}} 条',
  },
  en: {
    title: 'Notifications',
    unread: '{{count}} unread notifications',
    unread_one: '{{count}} unread notification',
    none: 'No notifications',
    noneUnread: 'Nothing unread',
    markAll: 'Mark all as read',
    all: 'All notifications',
    onlyUnread: 'Unread only',
    total: '{{count}} notifications',
    total_one: '{{count}} notification',
  },
});
