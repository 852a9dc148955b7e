import { Button, Skeleton } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { NotificationList } from './NotificationList.tsx';
import styles from './NotificationPanel.module.css';
import { useMarkRead, useNotifications, useUnreadCount } from './notifications-queries.ts';
import { notificationsTexts } from './notifications-texts.ts';

const shown = 10;

/** The newest notifications under the bell. */
export function NotificationPanel({ onFollow }: { onFollow: () => void }) {
  const t = useTexts(notificationsTexts);
  const notifications = useNotifications({ limit: shown });
  const unread = useUnreadCount();
  const markRead = useMarkRead();
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>{t('title')}</strong>
        <Button type="link" size="small" disabled={unread === 0} onClick={() => markRead.mutate(null)}>
          {t('markAll')}
        </Button>
      </header>
      <div className={styles.list}>
        {notifications.isError && <ErrorNotice error={notifications.error} />}
        {notifications.isPending && <Skeleton active title={false} />}
        {notifications.data && (
          <NotificationList
            notifications={notifications.data.notifications}
            empty={t('none')}
            onFollow={onFollow}
          />
        )}
      </div>
      <footer className={styles.foot}>
        <Link to="/notifications" onClick={onFollow}>
          {t('all')}
        </Link>
      </footer>
    </div>
  );
}
