import type { Execution } from '@sextant/contract/executions';
import { Link } from 'react-router';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { useAttention } from '../collect-queries.ts';
import { collectPaths } from '../paths.ts';
import { ListCard } from './ListCard.tsx';
import styles from './OverviewPage.module.css';
import { overviewTexts } from './overview-texts.ts';

const nameOf = (one: Execution) => one.task_name ?? one.script_id ?? one.task_type;

/** Tasks that failed last time with the reason, and what takes longest. */
export function AttentionCards({ days }: { days: number }) {
  const t = useTexts(overviewTexts);
  const { language } = usePreferences();
  const attention = useAttention(days);
  if (attention.isError)
    return <ErrorNotice error={attention.error} onRetry={() => void attention.refetch()} />;
  const known = attention.data !== undefined;
  return (
    <>
      <ListCard
        title={t('failing')}
        more={{ name: t('allFailed'), to: collectPaths.executionsOf({ status: 'failed' }) }}
        empty={known ? t('noneFailing') : null}
      >
        {(attention.data?.failing ?? []).map((one) => (
          <li key={one.id}>
            <div className={styles.name}>
              <Link to={collectPaths.executionsOf({ task_id: one.task_id ?? '' })}>{nameOf(one)}</Link>
              <div className={styles.why}>{one.error?.message}</div>
            </div>
            <Link to={collectPaths.execution(one.id)} className={styles.side}>
              <StatusTag status={one.status} /> <Moment time={one.ended_at ?? one.created_at} />
            </Link>
          </li>
        ))}
      </ListCard>
      <ListCard
        title={t('slowest')}
        more={{ name: t('allExecutions'), to: collectPaths.executions }}
        empty={known ? t('noneRan') : null}
      >
        {(attention.data?.slowest ?? []).map((one) => (
          <li key={one.id}>
            <div className={styles.name}>{nameOf(one)}</div>
            <span className={styles.side}>
              <Moment time={one.started_at} />
            </span>
            <Link to={collectPaths.execution(one.id)} className={styles.side}>
              {formatDuration((one.duration_seconds ?? 0) * 1000, language)}
            </Link>
          </li>
        ))}
      </ListCard>
    </>
  );
}
