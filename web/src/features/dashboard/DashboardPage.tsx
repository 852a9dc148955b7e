import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { ActivityList } from './ActivityList.tsx';
import styles from './DashboardPage.module.css';
import { DayCharts } from './DayCharts.tsx';
import { useOverview } from './dashboard-queries.ts';
import { dashboardTexts } from './dashboard-texts.ts';
import { OverviewCards } from './OverviewCards.tsx';
import { SystemState } from './SystemState.tsx';

/** How everything is doing, on one page. */
export function DashboardPage() {
  const t = useTexts(dashboardTexts);
  const isAdmin = useMay('admin');
  const overview = useOverview();
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        overview.data && (
          <span className={styles.note}>
            {t('updated')} <Moment time={overview.data.at} />
          </span>
        )
      }
    >
      {overview.isError && <ErrorNotice error={overview.error} onRetry={() => void overview.refetch()} />}
      <OverviewCards overview={overview.data} />
      <div className={styles.columns}>
        <DayCharts />
        <div className={styles.stack}>
          <SystemState />
          <ActivityList all={isAdmin} />
        </div>
      </div>
    </PageFrame>
  );
}
