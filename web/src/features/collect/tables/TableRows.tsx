import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import type { Cell } from '@sextant/contract/chart';
import { type TableColumn, tableEndpoints } from '@sextant/contract/tables';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { formatCell, isNumberColumn } from '../../../lib/format-cell.ts';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { collectKeys } from '../collect-queries.ts';
import { TableFilters } from './TableFilters.tsx';
import styles from './TableRows.module.css';
import { tablesTexts } from './tables-texts.ts';
import { rowsPerPage, useTableView } from './use-table-view.ts';

interface Row {
  at: number;
  cells: Cell[];
}

/** The rows of a table page by page, sorted and filtered by the server. */
export function TableRows({ name, columns }: { name: string; columns: TableColumn[] }) {
  const t = useTexts(tablesTexts);
  const view = useTableView();
  const rows = useQuery({
    queryKey: [...collectKeys.tables, 'rows', name, view.query],
    queryFn: ({ signal }) => call(tableEndpoints.rows, { params: { name }, query: view.query, signal }),
    placeholderData: keepPreviousData,
  });
  const page = rows.data;
  const shown = page?.columns ?? columns;
  return (
    <>
      <TableFilters columns={columns} filters={view.filters} onChange={view.filterBy} />
      {rows.isPending && <PageSkeleton />}
      {rows.isError && <ErrorNotice error={rows.error} onRetry={() => void rows.refetch()} />}
      {page && (
        <>
          <Table<Row>
            rowKey="at"
            size="small"
            className={styles.table}
            dataSource={page.rows.map((cells, at) => ({ at, cells }))}
            columns={columnsOf(shown, view.sort, view.order, t('keyColumn'))}
            loading={rows.isPlaceholderData}
            pagination={false}
            scroll={{ x: 'max-content', y: 'max(280px, calc(100vh - 400px))' }}
            locale={{ emptyText: t('nothingHere') }}
            onChange={(_, __, sorter, { action }) => {
              if (action !== 'sort' || Array.isArray(sorter)) return;
              const chosen =
                sorter.order === undefined || sorter.order === null ? undefined : sorter.columnKey;
              view.sortBy(
                chosen === undefined ? undefined : String(chosen),
                sorter.order === 'descend' ? 'desc' : 'asc',
              );
            }}
          />
          <Pager
            before={view.pagesBefore}
            count={page.rows.length}
            total={page.total}
            next={page.next_cursor}
            onBack={view.goBack}
            onNext={view.goOn}
          />
        </>
      )}
    </>
  );
}

function columnsOf(
  columns: readonly TableColumn[],
  sort: string | undefined,
  order: 'asc' | 'desc',
  keyWord: string,
): TableColumnsType<Row> {
  return columns.map((column, at) => ({
    key: column.name,
    title: (
      <span className={styles.head}>
        {column.name}
        <small>
          {column.type}
          {column.is_key && ` · ${keyWord}`}
        </small>
      </span>
    ),
    align: isNumberColumn(column) ? 'right' : undefined,
    sorter: true,
    sortOrder: sort === column.name ? (order === 'desc' ? 'descend' : 'ascend') : null,
    render: (_, { cells }) => <CellText cell={cells[at] ?? null} column={column} />,
  }));
}

function CellText({ cell, column }: { cell: Cell; column: TableColumn }) {
  if (cell === null) return <span className={styles.null}>NULL</span>;
  const text = formatCell(cell, column);
  return (
    <span className={styles.cell} title={text.length > 40 ? text : undefined}>
      {text}
    </span>
  );
}

interface PagerProps {
  before: number;
  count: number;
  total: number;
  next: string | null;
  onBack: () => void;
  onNext: (cursor: string) => void;
}

function Pager({ before, count, total, next, onBack, onNext }: PagerProps) {
  const t = useTexts(tablesTexts);
  const from = before * rowsPerPage + 1;
  const figure = (value: number) => groupDigits(String(value));
  return (
    <div className={styles.pager}>
      <span>
        {count > 0 && t('range', { from: figure(from), to: figure(from + count - 1), total: figure(total) })}
      </span>
      <Button
        icon={<LeftOutlined />}
        disabled={before === 0}
        aria-label={t('previous')}
        title={t('previous')}
        onClick={onBack}
      />
      <Button
        icon={<RightOutlined />}
        disabled={next === null}
        aria-label={t('following')}
        title={t('following')}
        onClick={() => next !== null && onNext(next)}
      />
    </div>
  );
}
