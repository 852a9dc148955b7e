import type { Batch } from '@sextant/contract/classification';
import { Alert, Space, Table } from 'antd';
import { useParams } from 'react-router';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { Figures } from '../Figures.tsx';
import { ruleName } from '../rule-name.ts';
import { BatchMatches } from './BatchMatches.tsx';
import styles from './BatchPage.module.css';
import { useBatch } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';

/** One batch: what it counted, how long each step and rule took, and which rule matched whom and why. */
export function BatchPage() {
  const t = useTexts(classificationTexts);
  const { batchId = '' } = useParams();
  const batch = useBatch(batchId);
  if (!batch.data) {
    return (
      <PageFrame title={t('batch')}>
        {batch.isError ? (
          <ErrorNotice error={batch.error} onRetry={() => void batch.refetch()} />
        ) : (
          <PageSkeleton />
        )}
      </PageFrame>
    );
  }
  const one = batch.data;
  return (
    <PageFrame
      title={t('batchTitle', { number: one.number })}
      description={
        <Space wrap>
          <StatusTag status={one.status} />
          <span>{t(`kind_${one.kind}`)}</span>
          <span>{one.created_by}</span>
          <Moment time={one.started_at} />
        </Space>
      }
    >
      {one.error !== null && <Alert type="error" showIcon title={one.error} style={{ marginBottom: 16 }} />}
      <Figures
        label={t('batch')}
        figures={[
          { name: t('total'), value: one.total_accounts },
          { name: t('matchedAccounts'), value: one.matched_accounts },
          { name: t('added'), value: one.added },
          { name: t('removed'), value: one.removed },
          {
            name: t('failed'),
            value: one.failed_accounts,
            tone: one.failed_accounts > 0 ? 'error' : undefined,
          },
        ]}
      />
      <Times batch={one} />
      <h3>{t('matches')}</h3>
      <BatchMatches batch={one} />
    </PageFrame>
  );
}

function Times({ batch }: { batch: Batch }) {
  const t = useTexts(classificationTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const took = (milliseconds: number) => formatDuration(milliseconds, language);
  return (
    <div className={styles.times}>
      <Table<Batch['rules'][number]>
        rowKey="rule_id"
        size="small"
        dataSource={batch.rules}
        pagination={batch.rules.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
        columns={[
          { title: t('rule'), key: 'rule', render: (_, { name }) => ruleName(name, language) },
          { title: t('matches'), dataIndex: 'matched', align: 'right' },
          {
            title: t('duration'),
            key: 'duration',
            align: 'right',
            render: (_, { duration_ms: duration }) => took(duration),
          },
        ]}
      />
      <Table<Batch['steps'][number]>
        rowKey="name"
        size="small"
        dataSource={batch.steps}
        pagination={false}
        columns={[
          { title: t('step'), key: 'step', render: (_, { text }) => textIn(text) },
          {
            title: t('duration'),
            key: 'duration',
            align: 'right',
            render: (_, { duration_ms: duration }) => took(duration),
          },
        ]}
      />
    </div>
  );
}
