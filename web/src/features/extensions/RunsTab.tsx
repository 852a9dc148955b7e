import { type ExtensionRun, resultTypeSchema } from '@sextant/contract/extensions';
import { Button, Drawer, Table } from 'antd';
import { useState } from 'react';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useExtensionRun, useExtensionRuns } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';
import { RunView } from './RunView.tsx';

const pageSize = 20;

/** What the extension was run for before; one run with its result opens at the side. */
export function RunsTab({ id }: { id: string }) {
  const t = useTexts(extensionsTexts);
  const { language } = usePreferences();
  const phone = usePhone();
  const [page, setPage] = useState(1);
  const [shown, setShown] = useState<string | null>(null);
  const runs = useExtensionRuns(id, { limit: pageSize, offset: (page - 1) * pageSize });
  const run = useExtensionRun(shown);
  if (runs.isError) return <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <PageSkeleton />;
  return (
    <>
      <Table<ExtensionRun>
        rowKey="execution_id"
        size="middle"
        dataSource={runs.data.runs}
        loading={runs.isPlaceholderData}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('noRuns') }}
        pagination={{
          current: page,
          pageSize,
          total: runs.data.total,
          showSizeChanger: false,
          showTotal: (count) => t('total', { count }),
          onChange: setPage,
        }}
        columns={[
          { title: t('state'), key: 'state', render: (_, { status }) => <StatusTag status={status} /> },
          { title: t('when'), dataIndex: 'created_at', render: (time: string) => <Moment time={time} /> },
          { title: t('who'), dataIndex: 'user', render: (user: string | null) => user ?? '–' },
          {
            title: t('took'),
            dataIndex: 'duration_seconds',
            align: 'right',
            render: (seconds: number | null) =>
              seconds === null ? '–' : formatDuration(seconds * 1000, language),
          },
          {
            title: t('kind'),
            dataIndex: 'result_type',
            render: (type: unknown) => {
              const known = resultTypeSchema.safeParse(type).data;
              return known === undefined ? '–' : t(`type_${known}`);
            },
          },
          {
            title: '',
            key: 'show',
            render: (_, { execution_id }) => (
              <Button type="link" size="small" onClick={() => setShown(execution_id)}>
                {t('show')}
              </Button>
            ),
          },
        ]}
      />
      <Drawer
        open={shown !== null}
        size={phone ? '100%' : 860}
        title={t('tabRuns')}
        onClose={() => setShown(null)}
      >
        {run.isError && <ErrorNotice error={run.error} />}
        {run.data ? <RunView run={run.data} /> : <PageSkeleton />}
      </Drawer>
    </>
  );
}
