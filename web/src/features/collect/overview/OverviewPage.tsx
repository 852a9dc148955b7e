import { Segmented } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { statusTexts } from '../../../ui/status-texts.ts';
import { useExecutionStats } from '../collect-queries.ts';
import { AttentionCards } from './AttentionCards.tsx';
import { ComingCard } from './ComingCard.tsx';
import { DayBars } from './DayBars.tsx';
import { Figures } from './Figures.tsx';
import styles from './OverviewPage.module.css';
import { overviewTexts } from './overview-texts.ts';
import { TableCards } from './TableCards.tsx';

const spans = [7, 30, 90];

/** How collecting goes: the last days in figures, what fails, what comes next, and the state of the tables. */
export function OverviewPage() {
  const t = useTexts(overviewTexts);
  const statusName = useTexts(statusTexts);
  const { values, show } = useListAddress(['days']);
  const days = spans.find((one) => String(one) === values.days) ?? 30;
  const stats = useExecutionStats(days);
  const ofDays = stats.data?.days ?? [];
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <Segmented
          aria-label={t('span')}
          value={days}
          options={spans.map((value) => ({ value, label: t('lastDays', { figure: value }) }))}
          onChange={(next) => show({ days: next === 30 ? undefined : next })}
        />
      }
    >
      {stats.isPending && <PageSkeleton />}
      {stats.isError && <ErrorNotice error={stats.error} onRetry={() => void stats.refetch()} />}
      {stats.data && (
        <>
          <Figures stats={stats.data} />
          <div className={styles.pair}>
            <div className={styles.card}>
              <DayBars
                label={t('executions')}
                days={ofDays.map(({ day }) => day)}
                parts={[
                  {
                    name: statusName('completed'),
                    look: 'success',
                    values: ofDays.map((one) => one.success_count),
                  },
                  {
                    name: statusName('failed'),
                    look: 'error',
                    values: ofDays.map((one) => one.failed_count - one.timeout_count),
                  },
                  {
                    name: statusName('timeout'),
                    look: 'warning',
                    values: ofDays.map((one) => one.timeout_count),
                  },
                  {
                    name: statusName('cancelled'),
                    look: 'faint',
                    values: ofDays.map((one) => one.cancelled_count),
                  },
                ]}
              />
            </div>
            <div className={styles.card}>
              <DayBars
                label={t('rows')}
                days={ofDays.map(({ day }) => day)}
                parts={[{ name: t('rows'), look: 'plain', values: ofDays.map((one) => one.rows_count) }]}
              />
            </div>
          </div>
        </>
      )}
      <div className={styles.pair}>
        <AttentionCards days={days} />
        <ComingCard />
        <TableCards />
      </div>
    </PageFrame>
  );
}
