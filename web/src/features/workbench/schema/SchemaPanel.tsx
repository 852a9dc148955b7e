import { ApartmentOutlined, ReloadOutlined, SearchOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Input, Skeleton } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { diagramPath } from '../../../lib/workbench-link.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import panel from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import { SchemaTableItem } from './SchemaTableItem.tsx';
import { type TableAddress, useRefreshTables, useTableSearch, useTables } from './schema-queries.ts';
import { type SchemaRow, schemaRows, tableKey } from './schema-rows.ts';
import type { TableActions } from './use-table-actions.tsx';
import { ValueIndexLine } from './ValueIndexLine.tsx';

const rowPixels = 28;
const overscan = 12;

interface Props {
  connection: Connection | null;
  actions: TableActions;
}

/** The tables of a connection: thousands of them without loading columns, searched by the server. */
export function SchemaPanel({ connection, actions }: Props) {
  const t = useTexts(panelTexts);
  const [search, setSearch] = useState('');
  const words = useDebounced(search.trim());
  const connectionId = connection?.id ?? null;
  const tables = useTables(connectionId);
  const found = useTableSearch(connectionId, words);
  const refresh = useRefreshTables(connectionId);
  const searching = words !== '';
  const shown = searching ? found.data?.tables : tables.data?.tables;
  const failed = refresh.error ?? (searching ? found.error : tables.error);
  const total = searching ? found.data?.total : tables.data?.tables.length;
  return (
    <div className={panel.panel}>
      <div className={panel.top}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('searchTables')}
          aria-label={t('searchTables')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Link to={diagramPath(connectionId ?? '')}>
          <Button
            type="text"
            icon={<ApartmentOutlined />}
            disabled={connectionId === null}
            aria-label={t('wholeDiagram')}
            title={t('wholeDiagram')}
          />
        </Link>
        <Button
          type="text"
          icon={<ReloadOutlined />}
          loading={refresh.isPending}
          disabled={connectionId === null}
          aria-label={t('refresh')}
          title={t('refresh')}
          onClick={() => refresh.mutate()}
        />
      </div>
      {connectionId === null && <p className={panel.empty}>{t('noConnection')}</p>}
      {failed !== null && (
        <div className={panel.skeleton}>
          <ErrorNotice error={failed} onRetry={() => refresh.mutate()} />
        </div>
      )}
      {failed === null && connectionId !== null && shown === undefined && (
        <Skeleton active title={false} paragraph={{ rows: 10 }} className={panel.skeleton} />
      )}
      {failed === null && connection !== null && shown !== undefined && (
        <ValueIndexLine connection={connection} />
      )}
      {shown?.length === 0 && <p className={panel.empty}>{searching ? t('noneFound') : t('noTables')}</p>}
      {shown !== undefined && shown.length > 0 && connectionId !== null && (
        <>
          <div className={panel.count}>
            {t(searching ? 'foundCount' : 'tableCount', {
              count: total ?? 0,
              figure: groupDigits(String(total ?? 0)),
            })}
          </div>
          <TableList
            key={connectionId}
            rows={schemaRows(shown)}
            connectionId={connectionId}
            actions={actions}
          />
        </>
      )}
    </div>
  );
}

interface ListProps {
  rows: SchemaRow[];
  connectionId: string;
  actions: TableActions;
}

function TableList({ rows, connectionId, actions }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    getItemKey: (at) => keys[at] ?? at,
    overscan,
  });
  const toggle = (table: TableAddress) => {
    const next = new Set(open);
    if (!next.delete(tableKey(table))) next.add(tableKey(table));
    setOpen(next);
  };
  return (
    <div ref={scroller} className={panel.scroll}>
      <div style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                style={{
                  position: 'absolute',
                  insetInline: 0,
                  top: 0,
                  transform: `translateY(${start}px)`,
                }}
              >
                {row.kind === 'schema' ? (
                  <div className={panel.count} style={{ paddingTop: 6 }}>
                    {row.name}
                  </div>
                ) : (
                  <SchemaTableItem
                    connectionId={connectionId}
                    table={row.table}
                    found={row.columns}
                    open={open.has(tableKey(row.table))}
                    onToggle={() => toggle(row.table)}
                    actions={actions}
                  />
                )}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function keyOf(row: SchemaRow): string {
  return row.kind === 'schema' ? `schema ${row.name}` : `table ${tableKey(row.table)}`;
}
