import { MoreOutlined, SearchOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import { type QueryRunRecord, queryRunSchema } from '@sextant/contract/query-runs';
import { Button, Dropdown, Input, type MenuProps, Select, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { groupDigits } from '../../../lib/format-number.ts';
import { exactTime, formatDuration, relativeTime } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useCopy } from '../../../ui/use-copy.ts';
import { useErrorMessage } from '../../../ui/use-error-message.ts';
import panel from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import styles from './HistoryPanel.module.css';
import { useForgetRun, useQueryRuns } from './query-runs.ts';

interface Props {
  connections: Connection[];
  onOpen: (sql: string, connectionId: string) => void;
  onRun: (sql: string, connectionId: string) => void;
}

/** What the person has run, newest first; more comes while scrolling. */
export function HistoryPanel({ connections, onOpen, onRun }: Props) {
  const t = useTexts(panelTexts);
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<QueryRunRecord['status']>();
  const [connectionId, setConnectionId] = useState<string>();
  const words = useDebounced(search.trim());
  const runs = useQueryRuns({ words, connectionId, status });
  const all = runs.data?.pages.flatMap((page) => page.query_runs) ?? [];
  const filtered = words !== '' || status !== undefined || connectionId !== undefined;
  return (
    <div className={panel.panel}>
      <div className={panel.top}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('searchHistory')}
          aria-label={t('searchHistory')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className={panel.top}>
        <Select
          allowClear
          size="small"
          className={panel.half}
          placeholder={t('allStatuses')}
          aria-label={t('allStatuses')}
          value={status}
          options={queryRunSchema.shape.status.options.map((value) => ({
            value,
            label: t(`status_${value}`),
          }))}
          onChange={setStatus}
        />
        <Select
          allowClear
          size="small"
          className={panel.half}
          placeholder={t('allConnections')}
          aria-label={t('allConnections')}
          value={connectionId}
          options={connections.map(({ id, name }) => ({ value: id, label: name }))}
          popupMatchSelectWidth={false}
          onChange={setConnectionId}
        />
      </div>
      <div className={panel.scroll}>
        {runs.isPending && <Skeleton active title={false} className={panel.skeleton} />}
        {runs.isError && <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />}
        {runs.isSuccess && all.length === 0 && (
          <p className={panel.empty}>{filtered ? t('noHistoryFound') : t('noHistory')}</p>
        )}
        {all.map((run) => (
          <RunItem
            key={run.id}
            run={run}
            onOpen={() => onOpen(run.sql, run.connection_id)}
            onRun={() => onRun(run.sql, run.connection_id)}
          />
        ))}
        {runs.hasNextPage && <LoadMore key={all.length} onReach={() => void runs.fetchNextPage()} />}
      </div>
    </div>
  );
}

/** Calls once when it comes into sight. */
function LoadMore({ onReach }: { onReach: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const reach = useRef(onReach);
  reach.current = onReach;
  useEffect(() => {
    if (mark.current === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach.current());
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={mark} className={panel.skeleton}>
      <Skeleton active title={false} paragraph={{ rows: 2 }} />
    </div>
  );
}

function RunItem({ run, onOpen, onRun }: { run: QueryRunRecord; onOpen: () => void; onRun: () => void }) {
  const t = useTexts(panelTexts);
  const copy = useCopy();
  const { language } = usePreferences();
  const mayForget = useMay('delete');
  const forget = useForgetRun();
  const showError = useErrorMessage();
  const gone = run.connection_name === null;
  const items: MenuProps['items'] = [
    { key: 'open', label: t('openInTab'), onClick: onOpen },
    { key: 'run', label: t('rerun'), disabled: gone, onClick: onRun },
    { key: 'copy', label: t('copySql'), onClick: () => void copy(run.sql) },
    ...(mayForget
      ? [
          {
            key: 'forget',
            label: t('forget'),
            danger: true,
            onClick: () => forget.mutate(run.id, { onError: showError }),
          },
        ]
      : []),
  ];
  const facts = [
    run.connection_name ?? t('goneConnection'),
    run.source === 'workbench' ? null : t(`source_${run.source}`),
    run.rows_count === null
      ? null
      : t('rowsOf', { count: run.rows_count, figure: groupDigits(String(run.rows_count)) }),
    formatDuration(run.duration_ms, language),
  ];
  return (
    <div className={`${panel.row} ${styles.run}`}>
      <button
        type="button"
        className={styles.open}
        title={[run.error, run.sql.slice(0, 1000)].filter(Boolean).join('\n\n')}
        onClick={onOpen}
      >
        <span className={styles.sql}>{run.sql.slice(0, 300)}</span>
        <span className={styles.facts}>
          <span className={`${styles.status} ${styles[run.status]}`}>{t(`status_${run.status}`)}</span>
          <span title={exactTime(run.created_at, language)}>{relativeTime(run.created_at, language)}</span>
          {facts
            .filter((fact) => fact !== null)
            .map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
        </span>
      </button>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button
          type="text"
          size="small"
          className={panel.menu}
          icon={<MoreOutlined />}
          aria-label={t('runMenu')}
        />
      </Dropdown>
    </div>
  );
}
