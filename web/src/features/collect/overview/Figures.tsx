import type { DataOf } from '@sextant/contract/endpoint';
import type { executionEndpoints } from '@sextant/contract/executions';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { useSchedulerState } from '../collect-queries.ts';
import { collectPaths } from '../paths.ts';
import styles from './OverviewPage.module.css';
import { overviewTexts } from './overview-texts.ts';

/** The figures above everything else, each leading to what it counts. */
export function Figures({ stats }: { stats: DataOf<typeof executionEndpoints.stats> }) {
  const t = useTexts(overviewTexts);
  const { language } = usePreferences();
  const scheduler = useSchedulerState().data;
  const ended = stats.success_count + stats.failed_count > 0;
  return (
    <dl className={`${styles.card} ${styles.figures}`}>
      <Figure name={t('executions')} to={collectPaths.executions}>
        {groupDigits(String(stats.total_count))}
      </Figure>
      <Figure name={t('successRate')} to={collectPaths.executionsOf({ status: 'failed' })}>
        {ended ? `${Math.round(stats.success_rate * 10) / 10}%` : '–'}
      </Figure>
      <Figure name={t('averageTime')}>
        {stats.average_seconds === null ? '–' : formatDuration(stats.average_seconds * 1000, language)}
      </Figure>
      <Figure name={t('underWay')} to={collectPaths.executionsOf({ status: 'running' })}>
        {stats.running_count} / {stats.pending_count}
      </Figure>
      <Figure name={t('activeTasks')} to={collectPaths.tasksView({ is_active: 'true' })}>
        {scheduler?.active_tasks ?? '–'}
      </Figure>
      <Figure name={t('nextRun')} to={collectPaths.tasksView({ view: 'week' })}>
        <Moment time={scheduler?.next_fire_at ?? null} />
      </Figure>
    </dl>
  );
}

function Figure({ name, to, children }: { name: string; to?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{to === undefined ? children : <Link to={to}>{children}</Link>}</dd>
    </div>
  );
}
