import type { Activity } from '@sextant/contract/dashboard';
import { Button, Empty, Skeleton } from 'antd';
import { Link } from 'react-router';
import { auditAction } from '../../lib/audit-words.ts';
import { objectPath } from '../../lib/object-path.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import looks from './ActivityList.module.css';
import styles from './DashboardPage.module.css';
import { useActivities } from './dashboard-queries.ts';
import { dashboardTexts } from './dashboard-texts.ts';

/** What people did last: everybody for administrators, else the reader alone. */
export function ActivityList({ all }: { all: boolean }) {
  const t = useTexts(dashboardTexts);
  const found = useActivities();
  const activities = found.data?.pages.flatMap((page) => page.activities) ?? [];
  const title = t(all ? 'activities' : 'activitiesOwn');
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {all && <Link to="/audit">{t('allInAudit')}</Link>}
      </div>
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} />}
      {found.isSuccess && activities.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noActivities')} />
      )}
      <ul className={looks.list}>
        {activities.map((one) => (
          <ActivityItem key={one.id} activity={one} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          type="link"
          size="small"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </section>
  );
}

function ActivityItem({ activity }: { activity: Activity }) {
  const textIn = useTextIn();
  const { actor, action, object_type, object_id, object_name, at } = activity;
  const path = objectPath(object_type, object_id, action);
  return (
    <li>
      <span>
        <span className={looks.actor}>{actor}</span> {textIn(auditAction(action))}{' '}
        {object_name !== null &&
          object_name !== actor &&
          (path === null ? object_name : <Link to={path}>{object_name}</Link>)}
      </span>
      <Moment time={at} />
    </li>
  );
}
