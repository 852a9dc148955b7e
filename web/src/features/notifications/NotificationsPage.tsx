import { Button, Pagination, Switch } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { NotificationList } from './NotificationList.tsx';
import { useMarkRead, useNotifications, useUnreadCount } from './notifications-queries.ts';
import { notificationsTexts } from './notifications-texts.ts';

/** All own notifications; page and filter stand in the address. */
export function NotificationsPage() {
  const t = useTexts(notificationsTexts);
  const { page, values, show, query } = useListAddress(['unread']);
  const onlyUnread = values.unread === 'true';
  const { limit, offset } = query;
  const notifications = useNotifications({ limit, offset, ...(onlyUnread && { unread: 'true' as const }) });
  const unread = useUnreadCount();
  const markRead = useMarkRead();
  return (
    <PageFrame
      title={t('title')}
      description={
        <>
          <Switch
            size="small"
            checked={onlyUnread}
            aria-label={t('onlyUnread')}
            onChange={(on) => show({ unread: on ? 'true' : undefined })}
          />{' '}
          {t('onlyUnread')}
        </>
      }
      actions={
        <Button disabled={unread === 0} loading={markRead.isPending} onClick={() => markRead.mutate(null)}>
          {t('markAll')}
        </Button>
      }
    >
      {notifications.isError && (
        <ErrorNotice error={notifications.error} onRetry={() => void notifications.refetch()} />
      )}
      {notifications.isPending && <PageSkeleton />}
      {notifications.data && (
        <>
          <NotificationList
            notifications={notifications.data.notifications}
            empty={t(onlyUnread ? 'noneUnread' : 'none')}
          />
          <Pagination
            align="end"
            hideOnSinglePage
            current={page}
            pageSize={pageSize}
            total={notifications.data.total}
            showSizeChanger={false}
            showTotal={(count) => t('total', { count })}
            onChange={(next) => show({ page: next })}
          />
        </>
      )}
    </PageFrame>
  );
}
