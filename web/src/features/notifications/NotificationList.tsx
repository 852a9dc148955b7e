import type { Notification } from '@sextant/contract/notifications';
import { Badge, Empty } from 'antd';
import { Link } from 'react-router';
import { useTextIn } from '../../lib/texts.ts';
import { Moment } from '../../ui/Moment.tsx';
import styles from './NotificationList.module.css';
import { useMarkRead } from './notifications-queries.ts';

interface Props {
  notifications: readonly Notification[];
  empty: string;
  onFollow?: () => void;
}

/** Notifications with their links; following one marks it as read. */
export function NotificationList({ notifications, empty, onFollow }: Props) {
  const textIn = useTextIn();
  const markRead = useMarkRead();
  if (notifications.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />;
  return (
    <ul className={styles.list}>
      {notifications.map((one) => {
        const isUnread = one.read_at === null;
        const follow = () => {
          if (isUnread) markRead.mutate([one]);
          onFollow?.();
        };
        const text = (
          <>
            <span className={styles.title}>
              {isUnread && <Badge status="processing" />}
              {textIn(one.title)}
            </span>
            <span className={styles.body}>{textIn(one.body)}</span>
            <span className={styles.time}>
              <Moment time={one.created_at} />
            </span>
          </>
        );
        return (
          <li key={one.id} className={isUnread ? styles.unread : undefined}>
            {one.link === null ? (
              <button type="button" className={styles.item} onClick={follow}>
                {text}
              </button>
            ) : (
              <Link to={one.link} className={styles.item} onClick={follow}>
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
