import { PlayCircleOutlined, PlusOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import {
  type GoldenQuestion,
  type GoldenSettings,
  type GoldenVerdict,
  goldenQuestionEndpoints,
} from '@sextant/contract/golden-questions';
import { Button, Empty, Input, Select, Space, Switch, Table } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useModels } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { GoldenDrawer } from './GoldenDrawer.tsx';
import { GoldenRuns } from './GoldenRuns.tsx';
import { GoldenRunView } from './GoldenRunView.tsx';
import {
  useChange,
  useConfirmedRemoval,
  useGoldenQuestions,
  useGoldenSettings,
} from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { VerdictTag } from './VerdictTag.tsx';

/** Questions whose answer is known, and the runs that prove them. */
export function GoldenTab({ connection }: { connection: Connection }) {
  const t = useTexts(knowledgeTexts);
  const params = { id: connection.id };
  const { q, page, values, query, show } = useListAddress(['run']);
  const questions = useGoldenQuestions(connection.id, query);
  const [edited, setEdited] = useState<GoldenQuestion | 'new' | null>(null);
  const confirmRemoval = useConfirmedRemoval((question_id) =>
    call(goldenQuestionEndpoints.remove, { params: { ...params, question_id } }),
  );
  const mayEdit = questions.data?.may_edit ?? false;
  if (values.run) {
    return (
      <GoldenRunView
        connectionId={connection.id}
        runId={values.run}
        onBack={() => show({ run: undefined })}
      />
    );
  }
  return (
    <>
      {mayEdit && <RunBar connectionId={connection.id} canRun={(questions.data?.total ?? 0) > 0} />}
      <FilterBar>
        <Input.Search
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          value={q}
          onChange={(event) => show({ q: event.target.value })}
        />
        {mayEdit && (
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('addGolden')}
          </Button>
        )}
      </FilterBar>
      {questions.isError && <ErrorNotice error={questions.error} onRetry={() => void questions.refetch()} />}
      <Table<GoldenQuestion>
        rowKey="id"
        size="middle"
        loading={questions.isPending}
        dataSource={questions.data?.questions ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={t('emptyGolden')} /> }}
        expandable={{
          rowExpandable: ({ gold_sql }) => gold_sql !== null,
          expandedRowRender: ({ gold_sql }) => <pre style={{ whiteSpace: 'pre-wrap' }}>{gold_sql}</pre>,
        }}
        pagination={{
          current: page,
          pageSize,
          total: questions.data?.total ?? 0,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: (next) => show({ page: next }),
        }}
        columns={[
          {
            title: t('question'),
            dataIndex: 'question',
            render: (question: string, { gold_sql }) => (
              <>
                {question}
                {gold_sql === null && <div>{t('unanswerable')}</div>}
              </>
            ),
          },
          { title: t('class'), dataIndex: 'class', render: (name: string) => name || t('noClass') },
          {
            title: t('lastVerdict'),
            dataIndex: 'last_verdict',
            render: (verdict: GoldenVerdict | null) => verdict && <VerdictTag verdict={verdict} />,
          },
          {
            title: '',
            key: 'actions',
            render: (_, question) =>
              mayEdit && (
                <Space>
                  <Button size="small" type="text" onClick={() => setEdited(question)}>
                    {t('edit')}
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    danger
                    onClick={() => confirmRemoval(question.id, question.question)}
                  >
                    {t('remove')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      <GoldenRuns connectionId={connection.id} mayStop={mayEdit} onOpen={(run) => show({ run })} />
      {edited !== null && (
        <GoldenDrawer
          question={edited === 'new' ? null : edited}
          connectionId={connection.id}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function RunBar({ connectionId, canRun }: { connectionId: string; canRun: boolean }) {
  const t = useTexts(knowledgeTexts);
  const params = { id: connectionId };
  const settings = useGoldenSettings(connectionId);
  const models = useModels();
  const save = useChange((body: GoldenSettings) =>
    call(goldenQuestionEndpoints.saveSettings, { params, body }),
  );
  const start = useChange(
    (model_id: string) => call(goldenQuestionEndpoints.start, { params, body: { model_id } }),
    t('runStarted'),
  );
  const current = settings.data ?? { is_automatic: false, model_id: 'builtin' };
  return (
    <Space wrap style={{ marginBottom: 16 }}>
      <Button
        type="primary"
        icon={<PlayCircleOutlined />}
        disabled={!canRun}
        loading={start.isPending}
        onClick={() => start.mutate(current.model_id)}
      >
        {t('run')}
      </Button>
      <Select
        aria-label={t('model')}
        style={{ minWidth: 160 }}
        value={current.model_id}
        options={[
          { value: 'default', label: t('defaultModel') },
          ...(models.data ?? []).map(({ id, name, provider }) => ({
            value: provider === 'builtin' ? 'builtin' : id,
            label: name,
          })),
        ]}
        onChange={(model_id) => save.mutate({ ...current, model_id })}
      />
      <span>
        <Switch
          aria-label={t('automatic')}
          checked={current.is_automatic}
          loading={save.isPending}
          onChange={(is_automatic) => save.mutate({ ...current, is_automatic })}
        />{' '}
        {t('automatic')}
      </span>
    </Space>
  );
}
