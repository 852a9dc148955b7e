import type { Table as CollectedTable } from '@sextant/contract/tables';
import { Checkbox, Input, Select, Table, Tag, Tooltip } from 'antd';
import { Link } from 'react-router';
import { formatBytes, groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useScriptCategories, useTables } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import styles from './TablesPage.module.css';
import { tablesTexts } from './tables-texts.ts';

/** The collected tables; search, category and page stand in the address. */
export function TablesPage() {
  const t = useTexts(tablesTexts);
  const c = useTexts(collectTexts);
  const { q, page, values, show, query } = useListAddress(['category', 'failing', 'sort']);
  const failing = values.failing === 'true' ? 'true' : undefined;
  const sort = values.sort === 'updated' ? 'updated' : undefined;
  const tables = useTables({ ...query, category: values.category, failing, sort });
  const filtered = q !== '' || values.category !== undefined || failing !== undefined;
  const categories = useScriptCategories().data ?? [];
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  return (
    <PageFrame title={t('title')} description={t('description')}>
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchHint')}
          aria-label={c('search')}
          onChange={(event) => show({ q: event.target.value })}
        />
        <Select
          allowClear
          aria-label={c('category')}
          placeholder={c('allCategories')}
          value={values.category}
          options={categories.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(value?: string) => show({ category: value })}
        />
        <Select
          aria-label={t('order')}
          value={sort ?? 'name'}
          options={[
            { value: 'name', label: t('byName') },
            { value: 'updated', label: t('byUpdate') },
          ]}
          onChange={(value: string) => show({ sort: value === 'name' ? undefined : value })}
        />
        <Checkbox
          style={{ alignItems: 'center' }}
          checked={failing !== undefined}
          onChange={(event) => show({ failing: event.target.checked ? 'true' : undefined })}
        >
          {t('onlyFailing')}
        </Checkbox>
      </FilterBar>
      {tables.isPending && <PageSkeleton />}
      {tables.isError && <ErrorNotice error={tables.error} onRetry={() => void tables.refetch()} />}
      {tables.data && (
        <Table<CollectedTable>
          rowKey="name"
          size="middle"
          dataSource={tables.data.tables}
          loading={tables.isPlaceholderData}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: t(filtered ? 'noMatch' : 'empty') }}
          pagination={{
            current: page,
            pageSize,
            total: tables.data.total,
            showSizeChanger: false,
            showTotal: (count) => c('total', { count }),
            onChange: (next) => show({ page: next }),
          }}
          columns={[
            {
              title: t('name'),
              key: 'name',
              render: (_, { name, display_name, comment }) => (
                <div className={styles.name}>
                  <Link to={collectPaths.table(name)}>{display_name}</Link> <code>{name}</code>
                  {comment !== null && <div className={styles.comment}>{comment}</div>}
                </div>
              ),
            },
            {
              title: c('category'),
              dataIndex: 'category',
              render: (id: string | null) => (id === null ? '–' : (nameOf.get(id) ?? id)),
            },
            {
              title: t('rows'),
              dataIndex: 'rows_count',
              align: 'right',
              render: (rows: number) => groupDigits(String(rows)),
            },
            {
              title: t('size'),
              dataIndex: 'bytes',
              align: 'right',
              render: (bytes: number | null) => (bytes === null ? '–' : formatBytes(bytes)),
            },
            {
              title: t('updated'),
              dataIndex: 'last_updated_at',
              render: (time: string | null) => <Moment time={time} />,
            },
            {
              title: t('source'),
              dataIndex: 'script_id',
              render: (id: string | null) =>
                id === null ? '–' : <Link to={collectPaths.script(id)}>{id}</Link>,
            },
            {
              title: t('checks'),
              dataIndex: 'failed_checks',
              render: (failed: string[]) =>
                failed.length === 0 ? (
                  <Tag>{t('checksFine')}</Tag>
                ) : (
                  <Tooltip title={failed.join('\n')}>
                    <Tag color="error">{t('checksFailed', { count: failed.length })}</Tag>
                  </Tooltip>
                ),
            },
          ]}
        />
      )}
    </PageFrame>
  );
}
