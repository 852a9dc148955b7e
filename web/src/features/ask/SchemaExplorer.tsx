import { ReloadOutlined, SearchOutlined } from '@ant-design/icons';
import { type Connection, connectionEndpoints, type SchemaTable } from '@sextant/contract/connections';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Skeleton } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useSchema } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import styles from './SchemaExplorer.module.css';
import { SchemaTableItem } from './SchemaTableItem.tsx';

const shownAtOnce = 200;
const openedBySearch = 5;

interface Props {
  connection: Connection | null;
  onInsert: (name: string) => void;
}

/** Tables, columns and comments of the chosen connection; a click puts a name into the question. */
export function SchemaExplorer({ connection, onInsert }: Props) {
  const t = useTexts(askTexts);
  const [search, setSearch] = useState('');
  const connectionId = connection?.id ?? null;
  const schema = useSchema(connectionId);
  const refresh = useRefreshSchema(connectionId);
  const needle = useDeferredValue(search.trim().toLowerCase());
  const found = useMemo(() => matching(schema.data?.tables ?? [], needle), [schema.data, needle]);
  const failed = refresh.error ?? schema.error;
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('searchSchema')}
          aria-label={t('searchSchema')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button
          type="text"
          icon={<ReloadOutlined />}
          loading={refresh.isPending}
          disabled={connectionId === null}
          aria-label={t('refreshSchema')}
          title={t('refreshSchema')}
          onClick={() => refresh.mutate()}
        />
      </div>
      <div className={styles.scroll}>
        {schema.isLoading && <Skeleton active title={false} paragraph={{ rows: 10 }} />}
        {failed !== null && <ErrorNotice error={failed} onRetry={() => refresh.mutate()} />}
        {connectionId === null && <p className={styles.empty}>{t('noConnection')}</p>}
        {schema.isSuccess && found.length === 0 && (
          <p className={styles.empty}>{needle === '' ? t('schemaEmpty') : t('schemaNone')}</p>
        )}
        {found.slice(0, shownAtOnce).map((table) => (
          <SchemaTableItem
            key={`${table.schema}.${table.name}`}
            table={table}
            needle={needle}
            opened={needle !== '' && found.length <= openedBySearch}
            onInsert={onInsert}
          />
        ))}
      </div>
    </div>
  );
}

function useRefreshSchema(connectionId: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(connectionEndpoints.schema, { params: { id: connectionId ?? '' }, query: { refresh: 'true' } }),
    onSuccess: (fresh) => client.setQueryData(queryKeys.schema(connectionId ?? ''), fresh),
  });
}

/** Tables whose name, comment or one of whose columns holds the searched text; names first. */
function matching(tables: SchemaTable[], needle: string): SchemaTable[] {
  if (needle === '') return tables;
  const holds = (...texts: (string | null)[]) => texts.some((text) => text?.toLowerCase().includes(needle));
  const byName = tables.filter(({ name, comment }) => holds(name, comment));
  const byColumn = tables.filter(
    (table) => !byName.includes(table) && table.columns.some(({ name, comment }) => holds(name, comment)),
  );
  return [...byName, ...byColumn];
}
