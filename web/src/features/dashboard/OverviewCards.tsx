import type { Overview } from '@sextant/contract/dashboard';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { compactNumber, groupDigits } from '../../lib/format-number.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { historyPath } from '../../lib/workbench-link.ts';
import styles from './DashboardPage.module.css';
import { dashboardTexts } from './dashboard-texts.ts';

const skeletons = 8;

/** The figures that matter; each leads to the page it counts. */
export function OverviewCards({ overview }: { overview: Overview | undefined }) {
  if (overview === undefined) {
    return (
      <div className={styles.cards} aria-busy="true">
        {Array.from({ length: skeletons }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
          <div key={at} className={styles.card}>
            <Skeleton active title={{ width: 80 }} paragraph={{ rows: 2 }} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <div className={styles.cards}>
      <Cards {...overview} />
    </div>
  );
}

function Cards({ alerts, instances, tasks, executions, tables, questions, queries, users, logs }: Overview) {
  const t = useTexts(dashboardTexts);
  const { language } = usePreferences();
  const seesAlerts = useMay('scheduler:manage');
  const short = (value: number) => compactNumber(value, language);
  return (
    <>
      <Card
        name={t('alerts')}
        value={alerts.firing}
        isBad={alerts.firing > 0}
        to={seesAlerts ? '/alerts?state=firing' : null}
      >
        {t(alerts.firing === 0 ? 'alertsNone' : 'alertsSome')}
      </Card>
      <Card
        name={t('instances')}
        value={instances.total}
        to={instances.down > 0 ? '/govern/instances?health=down' : '/govern/instances'}
      >
        {t('instancesUp', { count: instances.up })} ·{' '}
        <Bad when={instances.down > 0}>{t('instancesDown', { count: instances.down })}</Bad>
        {instances.unknown > 0 && ` · ${t('instancesUnknown', { count: instances.unknown })}`}
      </Card>
      <Card
        name={t('executions')}
        value={executions.total}
        to={executions.failed > 0 ? '/collect/executions?status=failed' : '/collect/executions'}
      >
        {t('executionsCompleted', { figure: short(executions.completed) })} ·{' '}
        <Bad when={executions.failed > 0}>{t('executionsFailed', { figure: short(executions.failed) })}</Bad>
        {executions.running > 0 && ` · ${t('executionsRunning', { count: executions.running })}`}
        {executions.pending > 0 && ` · ${t('waiting', { count: executions.pending })}`}
      </Card>
      <Card name={t('tasks')} value={tasks.active} to="/collect/tasks">
        {t('tasksText', { total: short(tasks.total) })}
      </Card>
      <Card name={t('tables')} value={tables.total} to="/collect/tables">
        <span title={groupDigits(String(tables.rows))}>{t('tablesText', { rows: short(tables.rows) })}</span>
        {tables.failing_checks > 0 && (
          <Bad when> · {t('failingChecks', { count: tables.failing_checks })}</Bad>
        )}
      </Card>
      <Card name={t('questions')} value={questions.last_day} to="/">
        {t('questionsText', { total: short(questions.total) })}
      </Card>
      <Card name={t('queries')} value={queries.last_day} to={historyPath}>
        {t('queriesText', { total: short(queries.total) })}
      </Card>
      {users && (
        <Card name={t('users')} value={users.active} to="/settings/users">
          {t('usersText', { total: short(users.total) })}
        </Card>
      )}
      {logs && (
        <Card
          name={t('logs')}
          value={logs.errors}
          isBad={logs.errors > 0}
          to="/logs?level=error%2Cfatal&range=24h"
        >
          {t('logsText', { today: short(logs.today) })}
        </Card>
      )}
    </>
  );
}

interface CardProps {
  name: string;
  value: number;
  isBad?: boolean;
  /** Null where the reader may not go. */
  to: string | null;
  children: ReactNode;
}

function Card({ name, value, isBad = false, to, children }: CardProps) {
  const { language } = usePreferences();
  const content = (
    <>
      <span className={styles.name}>{name}</span>
      <span
        className={styles.figure}
        data-tone={isBad ? 'bad' : undefined}
        title={groupDigits(String(value))}
      >
        {compactNumber(value, language)}
      </span>
      <span className={styles.note}>{children}</span>
    </>
  );
  if (to === null) return <div className={styles.card}>{content}</div>;
  return (
    <Link className={styles.card} to={to}>
      {content}
    </Link>
  );
}

function Bad({ when, children }: { when: boolean; children: ReactNode }) {
  return <span data-tone={when ? 'bad' : undefined}>{children}</span>;
}
