import type { LogGroup } from '@sextant/contract/logs';
import { Select, Table } from 'antd';
import { Link } from 'react-router';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { TimeRange } from '../../ui/TimeRange.tsx';
import { EntryDrawer } from './EntryDrawer.tsx';
import styles from './ErrorsTab.module.css';
import { LevelTag } from './LevelTag.tsx';
import { logsPaths } from './logs-paths.ts';
import { useLogGroups, useLogModules } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import { useLogAddress } from './use-log-address.ts';

/** Errors and warnings that say the same, counted together; the newest of each opens. */
export function ErrorsTab() {
  const t = useTexts(logsTexts);
  const phone = usePhone();
  const address = useLogAddress();
  const modules = useLogModules();
  const { values, show, range, entry } = address;
  const groups = useLogGroups(range, values.module);
  return (
    <>
      <FilterBar>
        <TimeRange values={range} anyTime={t('anyTime')} onChange={show} />
        <Select
          allowClear
          showSearch
          aria-label={t('module')}
          placeholder={t('allModules')}
          value={values.module}
          options={modules.map((value) => ({ value, label: value }))}
          onChange={(module?: string) => show({ module })}
        />
      </FilterBar>
      {groups.isPending && <PageSkeleton />}
      {groups.isError && <ErrorNotice error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data && (
        <Table<LogGroup>
          rowKey="fingerprint"
          size="middle"
          dataSource={groups.data}
          loading={groups.isPlaceholderData}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          showHeader={!phone}
          locale={{ emptyText: t('noErrors') }}
          columns={
            phone
              ? [{ key: 'card', render: (_, group) => <What group={group} onOpen={show} full /> }]
              : [
                  {
                    title: t('level'),
                    dataIndex: 'level',
                    width: 80,
                    render: (_, { level }) => <LevelTag level={level} />,
                  },
                  {
                    title: t('message'),
                    key: 'message',
                    render: (_, group) => <What group={group} onOpen={show} />,
                  },
                  {
                    title: t('total'),
                    dataIndex: 'count',
                    align: 'right',
                    render: (count: number) => groupDigits(String(count)),
                  },
                  {
                    title: t('firstSeen'),
                    dataIndex: 'first_at',
                    render: (time: string) => <Moment time={time} />,
                  },
                  {
                    title: t('lastSeen'),
                    dataIndex: 'last_at',
                    render: (time: string) => <Moment time={time} />,
                  },
                ]
          }
        />
      )}
      <EntryDrawer id={entry} address={address} />
    </>
  );
}

interface WhatProps {
  group: LogGroup;
  onOpen: (change: { entry: number }) => void;
  /** On a phone everything stands in one column. */
  full?: boolean;
}

function What({ group, onOpen, full = false }: WhatProps) {
  const t = useTexts(logsTexts);
  const { message, module, level, count, last_id, last_at } = group;
  return (
    <div className={styles.what}>
      {last_id === null ? (
        <span>{message}</span>
      ) : (
        <button type="button" className={styles.open} onClick={() => onOpen({ entry: last_id })}>
          {message}
        </button>
      )}
      <div className={styles.facts}>
        {full && <LevelTag level={level} />}
        <span>{module}</span>
        {full && <span>{t('times', { count })}</span>}
        {full && <Moment time={last_at} />}
        <Link to={logsPaths.found({ level, module })}>{t('showEntries')}</Link>
      </div>
    </div>
  );
}
