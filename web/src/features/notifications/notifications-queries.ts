import { type Notification, notificationEndpoints } from '@sextant/contract/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

export const notificationsKey = ['notifications'] as const;
export const unreadKey = ['notifications', 'unread'] as const;

export function useUnreadCount(): number {
  const unread = useQuery({
    queryKey: unreadKey,
    queryFn: async ({ signal }) => (await call(notificationEndpoints.unreadCount, { signal })).unread_count,
    staleTime: 60_000,
  });
  return unread.data ?? 0;
}

export function useNotifications(query: { limit: number; offset?: number; unread?: 'true' }) {
  return useQuery({
    queryKey: [...notificationsKey, 'list', query],
    queryFn: ({ signal }) => call(notificationEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Marks some, or all when none are named, as read. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (some: readonly Notification[] | null) =>
      some === null
        ? call(notificationEndpoints.markAllRead)
        : call(notificationEndpoints.markRead, { body: { ids: some.map(({ id }) => id) } }),
    onSuccess: ({ unread_count }) => {
      client.setQueryData(unreadKey, unread_count);
      return client.invalidateQueries({ queryKey: [...notificationsKey, 'list'] });
    },
  });
}
