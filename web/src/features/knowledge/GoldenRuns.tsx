import { executionEndpoints } from '@sextant/contract/executions';
import type { GoldenRun } from '@sextant/contract/golden-questions';
import { Button, Empty, Space, Table, Tag } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useChange, useGoldenRuns } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { shareText } from './share-text.ts';

/** The runs of a connection, newest first, with what each fixed and broke. */
export function GoldenRuns(props: {
  connectionId: string;
  mayStop: boolean;
  onOpen: (runId: string) => void;
}) {
  const t = useTexts(knowledgeTexts);
  const stop = useChange(
    (id: string) => call(executionEndpoints.cancel, { params: { id } }),
    t('runStopped'),
  );
  const runs = useGoldenRuns(props.connectionId);
  return (
    <section>
      <h3>{t('runs')}</h3>
      {runs.isError && <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />}
      <Table<GoldenRun>
        rowKey="id"
        size="middle"
        loading={runs.isPending}
        dataSource={runs.data?.runs ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={t('noRuns')} /> }}
        columns={[
          {
            title: '#',
            dataIndex: 'number',
            render: (number: number, { id }) => (
              <Button type="link" size="small" onClick={() => props.onOpen(id)}>
                {t('runTitle', { number })}
              </Button>
            ),
          },
          {
            title: t('runState'),
            dataIndex: 'status',
            render: (status, { execution_id: execution }) => (
              <Space size={4}>
                <StatusTag status={status} />
                {props.mayStop && status === 'running' && execution !== null && (
                  <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(execution)}>
                    {t('stopRun')}
                  </Button>
                )}
              </Space>
            ),
          },
          {
            title: t('model'),
            dataIndex: 'model',
            render: (model: string) => (model === 'builtin' ? t('builtin') : model),
          },
          {
            title: t('accuracy'),
            dataIndex: 'summary',
            render: (summary: GoldenRun['summary']) =>
              summary && `${shareText(summary.accuracy)} (${summary.right}/${summary.questions})`,
          },
          {
            title: t('precision'),
            key: 'precision',
            render: (_, { summary }) => summary && shareText(summary.precision),
          },
          {
            title: t('answered'),
            key: 'answered',
            render: (_, { summary }) => summary && shareText(summary.answered),
          },
          {
            title: t('changes'),
            key: 'changes',
            render: (_, { summary }) =>
              summary && (
                <Space size={4}>
                  {summary.fixed.length > 0 && (
                    <Tag color="success">{t('fixedCount', { count: summary.fixed.length })}</Tag>
                  )}
                  {summary.broken.length > 0 && (
                    <Tag color="error">{t('brokenCount', { count: summary.broken.length })}</Tag>
                  )}
                </Space>
              ),
          },
          {
            title: t('started'),
            dataIndex: 'created_at',
            render: (time: string, { reason, started_by }) => (
              <>
                {t(`reason_${reason}`)} · {started_by} · <Moment time={time} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
