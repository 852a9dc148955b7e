import type { Batch } from '@sextant/contract/classification';
import { Table, Tag } from 'antd';
import { Link } from 'react-router';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { governPaths } from '../govern-paths.ts';
import { useBatches } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';

/** The times that all accounts were classified, newest first. */
export function BatchesTab() {
  const t = useTexts(classificationTexts);
  const { language } = usePreferences();
  const { page, show, query } = useListAddress([]);
  const batches = useBatches({ limit: query.limit, offset: query.offset });
  if (batches.isError) return <ErrorNotice error={batches.error} onRetry={() => void batches.refetch()} />;
  if (!batches.data) return <PageSkeleton />;
  return (
    <Table<Batch>
      rowKey="id"
      size="middle"
      dataSource={batches.data.batches}
      loading={batches.isPlaceholderData}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('noBatches') }}
      pagination={{
        current: page,
        pageSize,
        total: batches.data.total,
        showSizeChanger: false,
        onChange: (next) => show({ page: next }),
      }}
      columns={[
        {
          title: t('batch'),
          key: 'batch',
          render: (_, { id, number, kind }) => (
            <>
              <Link to={governPaths.batch(id)}>#{number}</Link> <Tag>{t(`kind_${kind}`)}</Tag>
            </>
          ),
        },
        { title: '', key: 'status', render: (_, { status }) => <StatusTag status={status} /> },
        {
          title: t('matchedAccounts'),
          key: 'matched',
          align: 'right',
          render: (_, one) => `${one.matched_accounts} / ${one.total_accounts}`,
        },
        { title: t('added'), dataIndex: 'added', align: 'right' },
        { title: t('removed'), dataIndex: 'removed', align: 'right' },
        {
          title: t('rules'),
          key: 'rules',
          align: 'right',
          render: (_, one) => `${one.active_rules} / ${one.total_rules}`,
        },
        {
          title: t('duration'),
          key: 'duration',
          align: 'right',
          render: (_, one) =>
            one.ended_at === null
              ? '–'
              : formatDuration(Date.parse(one.ended_at) - Date.parse(one.started_at), language),
        },
        { title: t('when'), key: 'when', render: (_, one) => <Moment time={one.started_at} /> },
        { title: t('who'), key: 'who', render: (_, one) => one.created_by ?? '–' },
      ]}
    />
  );
}
