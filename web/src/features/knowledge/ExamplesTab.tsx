import type { Connection } from '@sextant/contract/connections';
import { goldenQuestionEndpoints } from '@sextant/contract/golden-questions';
import { knowledgeEndpoints, type VerifiedExample } from '@sextant/contract/knowledge';
import { Button, Empty, Form, Input, Space, Switch, Table } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { useChange, useConfirmedRemoval, useExamples } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

/** Questions with the SQL that people found right. */
export function ExamplesTab({ connection }: { connection: Connection }) {
  const t = useTexts(knowledgeTexts);
  const { q, page, query, show } = useListAddress([]);
  const examples = useExamples({ ...query, connection_id: connection.id });
  const [edited, setEdited] = useState<VerifiedExample | null>(null);
  const confirmRemoval = useConfirmedRemoval((id) =>
    call(knowledgeEndpoints.removeExample, { params: { id } }),
  );
  const share = useChange(({ id, is_shared }: VerifiedExample) =>
    call(knowledgeEndpoints.updateExample, { params: { id }, body: { is_shared: !is_shared } }),
  );
  const makeGolden = useChange(
    ({ id }: VerifiedExample) =>
      call(goldenQuestionEndpoints.add, { params: { id: connection.id }, body: { example_id: id } }),
    t('madeGolden'),
  );
  return (
    <>
      <FilterBar>
        <Input.Search
          allowClear
          aria-label={t('search')}
          placeholder={t('search')}
          value={q}
          onChange={(event) => show({ q: event.target.value })}
        />
      </FilterBar>
      {examples.isError && <ErrorNotice error={examples.error} onRetry={() => void examples.refetch()} />}
      <Table<VerifiedExample>
        rowKey="id"
        size="middle"
        loading={examples.isPending}
        dataSource={examples.data?.examples ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={t('emptyExamples')} /> }}
        expandable={{ expandedRowRender: ({ sql }) => <pre style={{ whiteSpace: 'pre-wrap' }}>{sql}</pre> }}
        pagination={{
          current: page,
          pageSize,
          total: examples.data?.total ?? 0,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: (next) => show({ page: next }),
        }}
        columns={[
          { title: t('question'), dataIndex: 'question' },
          {
            title: t('shared'),
            dataIndex: 'is_shared',
            render: (shared: boolean, example) =>
              example.may_share ? (
                <Switch
                  size="small"
                  aria-label={t('share')}
                  checked={shared}
                  onChange={() => share.mutate(example)}
                />
              ) : (
                t(shared ? 'sharedAll' : 'sharedMine')
              ),
          },
          {
            title: t('by'),
            dataIndex: 'created_by',
            render: (name: string, { updated_at }) => (
              <>
                {name} · <Moment time={updated_at} />
              </>
            ),
          },
          {
            title: '',
            key: 'actions',
            render: (_, example) =>
              example.may_edit && (
                <Space>
                  {example.may_share && (
                    <Button size="small" type="text" onClick={() => makeGolden.mutate(example)}>
                      {t('toGolden')}
                    </Button>
                  )}
                  <Button size="small" type="text" onClick={() => setEdited(example)}>
                    {t('edit')}
                  </Button>
                  <Button
                    size="small"
                    type="text"
                    danger
                    onClick={() => confirmRemoval(example.id, example.question)}
                  >
                    {t('remove')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {edited !== null && <ExampleDrawer example={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function ExampleDrawer({ example, onClose }: { example: VerifiedExample; onClose: () => void }) {
  const t = useTexts(knowledgeTexts);
  const [form] = Form.useForm<{ question: string; sql: string }>();
  const save = useChange(
    (body: { question: string; sql: string }) =>
      call(knowledgeEndpoints.updateExample, { params: { id: example.id }, body }),
    t('saved'),
  );
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values) save.mutate(values, { onSuccess: onClose });
  };
  const rules = [{ required: true, whitespace: true, message: t('required') }];
  return (
    <FormDrawer
      title={t('editExample')}
      saving={save.isPending}
      onSave={() => void submit()}
      onClose={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={example}>
        <Form.Item name="question" label={t('question')} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="sql" label={t('sql')} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 6 }} style={{ fontFamily: 'monospace' }} />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
