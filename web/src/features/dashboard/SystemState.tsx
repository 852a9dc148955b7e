import type { SystemStatus } from '@sextant/contract/dashboard';
import { Progress, Skeleton } from 'antd';
import { Fragment, type ReactNode } from 'react';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './DashboardPage.module.css';
import { useSystemStatus } from './dashboard-queries.ts';
import { dashboardTexts } from './dashboard-texts.ts';
import looks from './SystemState.module.css';
import { useSpan } from './use-span.ts';

const databaseNames = { sqlite: 'SQLite', postgresql: 'PostgreSQL' };
const tightPercent = 90;
const slowLoopMs = 200;

/** The machine, the process, the metadata database and the queue. */
export function SystemState() {
  const t = useTexts(dashboardTexts);
  const status = useSystemStatus();
  return (
    <section className={styles.panel} aria-label={t('status')}>
      <div className={styles.head}>
        <h2>{t('status')}</h2>
        <span>{t('statusText')}</span>
      </div>
      {status.isError && <ErrorNotice error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && <Skeleton active title={false} paragraph={{ rows: 9 }} />}
      {status.data && (
        <>
          <Meters status={status.data} />
          <Facts status={status.data} />
        </>
      )}
    </section>
  );
}

function Meters({ status: { cpu_percent, memory, disk } }: { status: SystemStatus }) {
  const t = useTexts(dashboardTexts);
  const ofTotal = ({ used, total }: { used: number; total: number }) =>
    t('ofTotal', { used: formatBytes(used), total: formatBytes(total) });
  const meters: [name: string, percent: number, text: string][] = [
    [t('cpu'), cpu_percent, `${cpu_percent}%`],
    [t('memory'), memory.percent, ofTotal(memory)],
  ];
  if (disk) meters.push([t('disk'), disk.percent, ofTotal(disk)]);
  return (
    <div className={looks.meters}>
      {meters.map(([name, percent, text]) => (
        <Fragment key={name}>
          <span>{name}</span>
          <Progress
            percent={percent}
            showInfo={false}
            size="small"
            aria-label={name}
            status={percent >= tightPercent ? 'exception' : 'normal'}
          />
          <span>{text}</span>
        </Fragment>
      ))}
    </div>
  );
}

function Facts({ status }: { status: SystemStatus }) {
  const t = useTexts(dashboardTexts);
  const span = useSpan();
  const { database, queue, event_loop: loop, log } = status;
  const kind = databaseNames[database.kind];
  const lost = log.dropped + log.failed > 0;
  return (
    <dl className={looks.facts}>
      <Fact name={t('process')}>
        {t('processText', {
          memory: formatBytes(status.process.memory_bytes),
          cpu: status.process.cpu_percent,
        })}
      </Fact>
      <Fact name={t('database')} isBad={!database.is_healthy}>
        {database.is_healthy
          ? t('databaseText', { kind, ms: database.response_ms })
          : t('databaseDown', { kind })}
        {database.size_bytes !== null && ` · ${formatBytes(database.size_bytes)}`}
      </Fact>
      <Fact name={t('queue')}>
        {t('queueText', { running: queue.running, pending: queue.pending })}
        {queue.oldest_pending_seconds !== null &&
          ` · ${t('oldest', { time: span(queue.oldest_pending_seconds) })}`}
      </Fact>
      <Fact name={t('loop')} isBad={loop.p99_ms >= slowLoopMs}>
        {t('loopText', { mean: rounded(loop.mean_ms), p99: rounded(loop.p99_ms) })}
      </Fact>
      <Fact name={t('log')} isBad={lost}>
        {t('logText', { waiting: log.waiting })}
        {lost && ` · ${t('logLost', { dropped: log.dropped, failed: log.failed })}`}
      </Fact>
      <Fact name={t('uptime')}>{span(status.uptime_seconds)}</Fact>
      <Fact name={t('version')}>{status.version}</Fact>
    </dl>
  );
}

function Fact({ name, isBad = false, children }: { name: string; isBad?: boolean; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-tone={isBad ? 'bad' : undefined}>{children}</dd>
    </>
  );
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
