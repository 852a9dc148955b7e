import type { Connection } from '@sextant/contract/connections';
import { knowledgeEndpoints, type SuggestedRelationship } from '@sextant/contract/knowledge';
import { type Relationship, schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { Button, Empty, Progress, Space, Table, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import {
  useChange,
  useConfirmedRemoval,
  useRelationships,
  useSuggestedRelationships,
} from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

function endText({ schema, table, columns }: Relationship['from']): string {
  return `${schema === null ? '' : `${schema}.`}${table}(${columns.join(', ')})`;
}

/** Relationships that hold, and those that only names and types speak for. */
export function RelationshipsTab({ connection }: { connection: Connection }) {
  const t = useTexts(knowledgeTexts);
  const relationships = useRelationships(connection.id);
  const suggested = useSuggestedRelationships(connection.id);
  const params = { id: connection.id };
  const mayEdit = suggested.data?.may_edit ?? false;
  const confirmRemoval = useConfirmedRemoval((relationship_id) =>
    call(schemaBrowserEndpoints.removeRelationship, { params: { ...params, relationship_id } }),
  );
  const error = relationships.error ?? suggested.error;
  const list = relationships.data?.relationships ?? [];
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void relationships.refetch()} />}
      {(suggested.data?.suggestions.length ?? 0) > 0 && (
        <Suggestions
          connection={connection}
          suggestions={suggested.data?.suggestions ?? []}
          mayEdit={mayEdit}
        />
      )}
      <p>
        <Link to={`/workbench/diagram/${connection.id}`}>{t('diagram')}</Link>
      </p>
      <Table<Relationship>
        rowKey={({ from, to }) => `${endText(from)}→${endText(to)}`}
        size="middle"
        loading={relationships.isPending}
        dataSource={list}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={t('noRelationships')} /> }}
        columns={[
          { title: t('from'), dataIndex: 'from', render: (end) => <code>{endText(end)}</code> },
          { title: t('to'), dataIndex: 'to', render: (end) => <code>{endText(end)}</code> },
          {
            title: t('origin'),
            dataIndex: 'origin',
            render: (origin: Relationship['origin']) => (
              <Tag color={origin === 'added' ? 'cyan' : undefined}>{t(`origin_${origin}`)}</Tag>
            ),
          },
          {
            title: '',
            key: 'actions',
            render: (_, { id, from, to }) =>
              mayEdit &&
              id !== null && (
                <Button
                  size="small"
                  type="text"
                  danger
                  onClick={() => confirmRemoval(id, `${endText(from)} → ${endText(to)}`)}
                >
                  {t('remove')}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

function Suggestions(props: {
  connection: Connection;
  suggestions: SuggestedRelationship[];
  mayEdit: boolean;
}) {
  const t = useTexts(knowledgeTexts);
  const textIn = useTextIn();
  const params = { id: props.connection.id };
  const confirm = useChange(({ from, to }: SuggestedRelationship) =>
    call(schemaBrowserEndpoints.addRelationship, { params, body: { from, to } }),
  );
  const dismiss = useChange(({ from, to }: SuggestedRelationship) =>
    call(knowledgeEndpoints.dismissSuggestion, { params, body: { from, to } }),
  );
  return (
    <section style={{ marginBottom: 24 }}>
      <h3>{t('suggested')}</h3>
      <Typography.Paragraph type="secondary">{t('suggestedText')}</Typography.Paragraph>
      <Table<SuggestedRelationship>
        rowKey={({ from, to }) => `${endText(from)}→${endText(to)}`}
        size="small"
        dataSource={props.suggestions}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: t('from'), dataIndex: 'from', render: (end) => <code>{endText(end)}</code> },
          { title: t('to'), dataIndex: 'to', render: (end) => <code>{endText(end)}</code> },
          {
            title: t('confidence'),
            dataIndex: 'confidence',
            render: (confidence: number, { reasons }) => (
              <>
                <Progress percent={Math.round(confidence * 100)} size="small" style={{ width: 140 }} />
                <div>{reasons.map(textIn).join(' · ')}</div>
              </>
            ),
          },
          {
            title: '',
            key: 'actions',
            render: (_, suggestion) =>
              props.mayEdit && (
                <Space>
                  <Button size="small" loading={confirm.isPending} onClick={() => confirm.mutate(suggestion)}>
                    {t('confirm')}
                  </Button>
                  <Button size="small" type="text" onClick={() => dismiss.mutate(suggestion)}>
                    {t('dismiss')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
    </section>
  );
}
