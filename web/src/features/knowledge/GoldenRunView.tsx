import { ArrowLeftOutlined } from '@ant-design/icons';
import type { GoldenOutcome, GoldenSummary, GoldenVerdict } from '@sextant/contract/golden-questions';
import { Alert, Button, Space, Table } from 'antd';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useGoldenRun } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { shareText } from './share-text.ts';
import { VerdictTag } from './VerdictTag.tsx';

interface Props {
  connectionId: string;
  runId: string;
  onBack: () => void;
}

/** One run: its figures, what it fixed and broke, and every question with both statements. */
export function GoldenRunView({ connectionId, runId, onBack }: Props) {
  const t = useTexts(knowledgeTexts);
  const { language } = usePreferences();
  const run = useGoldenRun(connectionId, runId);
  if (run.isError) return <ErrorNotice error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) return <PageSkeleton />;
  const { number, status, model, summary, error, outcomes } = run.data;
  return (
    <>
      <Space wrap style={{ marginBottom: 16 }}>
        <Button type="text" icon={<ArrowLeftOutlined />} onClick={onBack}>
          {t('golden')}
        </Button>
        <h3 style={{ margin: 0 }}>{t('runTitle', { number })}</h3>
        <StatusTag status={status} />
        <span>{model === 'builtin' ? t('builtin') : model}</span>
      </Space>
      {error !== null && <Alert type="error" showIcon title={error} style={{ marginBottom: 16 }} />}
      {summary && <Summary summary={summary} />}
      <h3>{t('outcomes')}</h3>
      <Table<GoldenOutcome>
        rowKey="question_id"
        size="middle"
        dataSource={outcomes}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        expandable={{
          expandedRowRender: ({ gold_sql, sql, message }) => (
            <>
              {message !== null && <p>{message}</p>}
              {gold_sql !== null && <Statement title={t('goldSql')} sql={gold_sql} />}
              {sql !== null && <Statement title={t('given')} sql={sql} />}
            </>
          ),
        }}
        columns={[
          { title: t('question'), dataIndex: 'question' },
          { title: t('class'), dataIndex: 'class' },
          {
            title: t('before'),
            dataIndex: 'before',
            render: (verdict: GoldenVerdict | null) => verdict && <VerdictTag verdict={verdict} />,
          },
          {
            title: t('now'),
            dataIndex: 'verdict',
            render: (verdict: GoldenVerdict) => <VerdictTag verdict={verdict} />,
          },
          {
            title: t('took'),
            dataIndex: 'milliseconds',
            render: (milliseconds: number) => formatDuration(milliseconds, language),
          },
        ]}
      />
    </>
  );
}

function Statement({ title, sql }: { title: string; sql: string }) {
  return (
    <>
      <strong>{title}</strong>
      <pre style={{ whiteSpace: 'pre-wrap' }}>{sql}</pre>
    </>
  );
}

function Summary({ summary }: { summary: GoldenSummary }) {
  const t = useTexts(knowledgeTexts);
  const { fixed, broken, by_class: classes } = summary;
  const lists = [
    { type: 'error' as const, title: t('broken'), list: broken },
    { type: 'success' as const, title: t('fixed'), list: fixed },
  ];
  return (
    <>
      {lists.map(
        ({ type, title, list }) =>
          list.length > 0 && (
            <Alert
              key={type}
              type={type}
              showIcon
              style={{ marginBottom: 12 }}
              title={`${title} (${list.length})`}
              description={list.map((one) => <div key={one.question_id}>{one.question}</div>)}
            />
          ),
      )}
      <h3>{t('byClass')}</h3>
      <Table<GoldenSummary['by_class'][number]>
        rowKey="class"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={[...classes, { ...summary, class: '∑' }]}
        columns={[
          { title: t('class'), dataIndex: 'class', render: (name: string) => name || t('noClass') },
          {
            title: t('accuracy'),
            dataIndex: 'accuracy',
            render: (share, { right, questions }) => `${shareText(share)} (${right}/${questions})`,
          },
          { title: t('precision'), dataIndex: 'precision', render: shareText },
          { title: t('answered'), dataIndex: 'answered', render: shareText },
        ]}
      />
    </>
  );
}
