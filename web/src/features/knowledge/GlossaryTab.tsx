import { PlusOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import { knowledgeEndpoints, type Term, termKindSchema } from '@sextant/contract/knowledge';
import { Button, Empty, Input, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { useConfirmedRemoval, useTerms } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { TermDrawer } from './TermDrawer.tsx';

/** The words of people that no table has, and what they mean. */
export function GlossaryTab({ connection }: { connection: Connection }) {
  const t = useTexts(knowledgeTexts);
  const { q, page, values, query, show } = useListAddress(['kind']);
  const kind = termKindSchema.safeParse(values.kind).data;
  const terms = useTerms({ ...query, kind, connection_id: connection.id });
  const [edited, setEdited] = useState<Term | 'new' | null>(null);
  const confirmRemoval = useConfirmedRemoval((id) => call(knowledgeEndpoints.removeTerm, { params: { id } }));
  const isAdmin = terms.data?.may_edit_global ?? false;
  const mayAdd = terms.data?.may_edit ?? false;
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
        <Select
          allowClear
          aria-label={t('kind')}
          placeholder={t('kind')}
          style={{ minWidth: 110 }}
          value={kind}
          options={termKindSchema.options.map((value) => ({ value, label: t(`kind_${value}`) }))}
          onChange={(value) => show({ kind: value })}
        />
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('addTerm')}
          </Button>
        )}
      </FilterBar>
      {terms.isError && <ErrorNotice error={terms.error} onRetry={() => void terms.refetch()} />}
      <Table<Term>
        rowKey="id"
        size="middle"
        loading={terms.isPending}
        dataSource={terms.data?.terms ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={t(mayAdd ? 'emptyTerms' : 'emptyTermsRead')} /> }}
        pagination={{
          current: page,
          pageSize,
          total: terms.data?.total ?? 0,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: (next) => show({ page: next }),
        }}
        columns={[
          {
            title: t('term'),
            dataIndex: 'term',
            render: (name: string, { synonyms }) => (
              <Space wrap size={4}>
                <strong>{name}</strong>
                {synonyms.map((synonym) => (
                  <Tag key={synonym}>{synonym}</Tag>
                ))}
              </Space>
            ),
          },
          { title: t('kind'), dataIndex: 'kind', render: (value: Term['kind']) => t(`kind_${value}`) },
          {
            title: t('expression'),
            dataIndex: 'expression',
            render: (expression: string, { description }) => (
              <div style={{ maxWidth: 420, whiteSpace: 'normal' }}>
                <code>{expression}</code>
                {description !== '' && <div>{description}</div>}
              </div>
            ),
          },
          {
            title: t('scope'),
            dataIndex: 'connection_name',
            render: (name: string | null) => name ?? t('global'),
          },
          {
            title: t('updated'),
            dataIndex: 'updated_at',
            render: (time: string, { updated_by }) => (
              <>
                {updated_by} · <Moment time={time} />
              </>
            ),
          },
          {
            title: '',
            key: 'actions',
            render: (_, term) =>
              term.may_edit && (
                <Space>
                  <Button size="small" type="text" onClick={() => setEdited(term)}>
                    {t('edit')}
                  </Button>
                  <Button size="small" type="text" danger onClick={() => confirmRemoval(term.id, term.term)}>
                    {t('remove')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {edited !== null && (
        <TermDrawer
          term={edited === 'new' ? null : edited}
          connection={connection}
          mayBeGlobal={isAdmin}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
