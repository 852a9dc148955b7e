import { BellOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useLive } from '../../lib/live.ts';
import { useTexts } from '../../lib/texts.ts';
import styles from './NotificationBell.module.css';
import { notificationsKey, unreadKey, useUnreadCount } from './notifications-queries.ts';
import { notificationsTexts } from './notifications-texts.ts';

const Panel = lazy(async () => ({ default: (await import('./NotificationPanel.tsx')).NotificationPanel }));

const mostShown = 99;

/** The bell of the header with the number of unread notifications, kept up to date as they come. */
export function NotificationBell() {
  const t = useTexts(notificationsTexts);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const unread = useUnreadCount();
  useLive((frame) => {
    if (frame.type === 'ready') client.setQueryData(unreadKey, frame.unread_notifications);
    if (frame.type !== 'notification' && frame.type !== 'notifications_read') return;
    client.setQueryData(unreadKey, frame.unread_count);
    void client.invalidateQueries({ queryKey: [...notificationsKey, 'list'] });
  });
  const label = unread > 0 ? t('unread', { count: unread }) : t('title');
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      popupRender={() => (
        <div className={styles.popup}>
          <Suspense fallback={<Skeleton active title={false} />}>
            <Panel onFollow={() => setOpen(false)} />
          </Suspense>
        </div>
      )}
    >
      <Button
        type="text"
        aria-label={label}
        title={label}
        icon={
          <span className={styles.bell}>
            <BellOutlined />
            {unread > 0 && (
              <span className={styles.count}>{unread > mostShown ? `${mostShown}+` : unread}</span>
            )}
          </span>
        }
      />
    </Dropdown>
  );
}
