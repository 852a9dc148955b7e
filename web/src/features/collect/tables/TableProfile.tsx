import type { Cell } from '@sextant/contract/chart';
import type { DataOf } from '@sextant/contract/endpoint';
import { tableEndpoints } from '@sextant/contract/tables';
import { useQuery } from '@tanstack/react-query';
import { Progress, Table, Tag } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { collectKeys } from '../collect-queries.ts';
import styles from './TableProfile.module.css';
import { tablesTexts } from './tables-texts.ts';

type Profile = DataOf<typeof tableEndpoints.profile>;
type Column = Profile['columns'][number];

const shownCharacters = 40;

/** What each column of a table holds: empty and distinct values, the least and the most, the most frequent. */
export function TableProfile({ name }: { name: string }) {
  const t = useTexts(tablesTexts);
  const profile = useQuery({
    queryKey: [...collectKeys.tables, 'profile', name],
    queryFn: ({ signal }) => call(tableEndpoints.profile, { params: { name }, signal }),
  });
  if (profile.isError) return <ErrorNotice error={profile.error} onRetry={() => void profile.refetch()} />;
  if (!profile.data) return <PageSkeleton />;
  const { rows_count: all, sampled_rows: sampled, columns } = profile.data;
  const figures = { all: groupDigits(String(all)), sampled: groupDigits(String(sampled)) };
  return (
    <>
      <p className={styles.note}>{t(sampled < all ? 'profileSample' : 'profileAll', figures)}</p>
      <Table<Column>
        rowKey="name"
        size="small"
        dataSource={columns}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('column'), dataIndex: 'name', fixed: 'start' },
          { title: t('type'), dataIndex: 'type', render: (type: string) => <Tag>{type}</Tag> },
          {
            title: t('nulls'),
            dataIndex: 'nulls',
            render: (nulls: number) => <Share part={nulls} whole={sampled} />,
          },
          {
            title: t('distinct'),
            dataIndex: 'distinct',
            align: 'right',
            render: (count: number | null) => (count === null ? '–' : groupDigits(String(count))),
          },
          { title: t('least'), dataIndex: 'min', render: short },
          { title: t('most'), dataIndex: 'max', render: short },
          {
            title: t('frequent'),
            dataIndex: 'top',
            render: (top: Column['top']) => (
              <span className={styles.top}>
                {top.filter(isFrequent).map(({ value, count }) => (
                  <span key={String(value)} title={String(value)}>
                    {short(value)} <b>{groupDigits(String(count))}</b>
                  </span>
                ))}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

/** Where each value comes once none is frequent. */
function isFrequent({ count }: Column['top'][number]): boolean {
  return count > 1;
}

function Share({ part, whole }: { part: number; whole: number }) {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return (
    <span className={styles.share} title={groupDigits(String(part))}>
      <Progress percent={percent} showInfo={false} size="small" status="normal" />
      {percent > 0 && percent < 1 ? '<1' : Math.round(percent)}%
    </span>
  );
}

function short(value: Cell): string {
  if (value === null) return '–';
  const text = String(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
