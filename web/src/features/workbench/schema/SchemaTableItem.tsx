import { KeyOutlined, LinkOutlined, MoreOutlined, RightOutlined } from '@ant-design/icons';
import type { FoundTable, TableSummary } from '@sextant/contract/schema-browser';
import { Button, Dropdown, Skeleton } from 'antd';
import { compactNumber } from '../../../lib/format-number.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import panel from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import styles from './SchemaTableItem.module.css';
import { type TableAddress, useTable } from './schema-queries.ts';
import { fullName } from './schema-rows.ts';
import type { TableActions } from './use-table-actions.tsx';

interface Props {
  connectionId: string;
  table: TableSummary;
  /** Columns that the search found. */
  found: FoundTable['columns'];
  open: boolean;
  onToggle: () => void;
  actions: TableActions;
}

/** A table; opened it shows columns, keys and indexes, which are read then. */
export function SchemaTableItem({ connectionId, table, found, open, onToggle, actions }: Props) {
  const t = useTexts(panelTexts);
  const { language } = usePreferences();
  const facts = [
    table.kind === 'view' ? t('view') : null,
    t('columnCount', { count: table.columns_count }),
    table.row_count === null ? null : t('rowEstimate', { count: compactNumber(table.row_count, language) }),
  ].filter((fact) => fact !== null);
  return (
    <div>
      <div className={panel.row}>
        <button
          type="button"
          className={panel.toggle}
          aria-expanded={open}
          aria-label={fullName(table)}
          onClick={onToggle}
        >
          <RightOutlined rotate={open ? 90 : 0} />
        </button>
        <button
          type="button"
          className={panel.name}
          title={[fullName(table), table.comment, facts.join(' · ')].filter(Boolean).join('\n')}
          onClick={onToggle}
          onDoubleClick={() => actions.preview(table)}
        >
          {table.name} {table.comment && <span className={panel.comment}>{table.comment}</span>}
        </button>
        <Dropdown trigger={['click']} menu={{ items: actions.itemsOf(table) }}>
          <Button
            type="text"
            size="small"
            className={panel.menu}
            icon={<MoreOutlined />}
            aria-label={t('menuOf', { name: table.name })}
          />
        </Dropdown>
      </div>
      {!open &&
        found.map((column) => (
          <button
            key={column.name}
            type="button"
            className={styles.column}
            title={t('insertName', { name: column.name })}
            onClick={() => actions.insert(column.name)}
          >
            <ColumnName name={column.name} comment={column.comment} />
            <span className={styles.type}>{column.type.toLowerCase()}</span>
          </button>
        ))}
      {open && <TableDetails connectionId={connectionId} table={table} facts={facts} actions={actions} />}
    </div>
  );
}

interface DetailsProps {
  connectionId: string;
  table: TableAddress;
  facts: string[];
  actions: TableActions;
}

function TableDetails({ connectionId, table, facts, actions }: DetailsProps) {
  const t = useTexts(panelTexts);
  const details = useTable(connectionId, table);
  if (details.isPending)
    return <Skeleton active title={false} paragraph={{ rows: 3 }} className={styles.loading} />;
  if (details.isError) return <ErrorNotice error={details.error} onRetry={() => void details.refetch()} />;
  const { columns, foreign_keys: keys, indexes } = details.data;
  const targetOf = (name: string) => {
    const key = keys.find((one) => one.columns.includes(name));
    return key && `${key.references}.${key.referenced_columns[key.columns.indexOf(name)] ?? ''}`;
  };
  return (
    <div className={styles.details}>
      <div className={styles.facts}>{facts.join(' · ')}</div>
      {columns.map((column) => {
        const target = targetOf(column.name);
        const reference = target && t('references', { target });
        return (
          <button
            key={column.name}
            type="button"
            className={styles.column}
            title={[t('insertName', { name: column.name }), column.comment].filter(Boolean).join('\n')}
            onClick={() => actions.insert(column.name)}
          >
            <ColumnName name={column.name} comment={column.comment} />
            {column.primary && <KeyOutlined aria-label={t('primaryKey')} title={t('primaryKey')} />}
            {reference && <LinkOutlined aria-label={reference} title={reference} />}
            <span className={styles.type} title={column.nullable ? t('nullable') : undefined}>
              {column.type.toLowerCase()}
              {column.nullable && '?'}
            </span>
          </button>
        );
      })}
      {indexes.length > 0 && <div className={styles.facts}>{t('indexes')}</div>}
      {indexes.map((index) => (
        <div key={index.name} className={styles.index} title={index.name}>
          <span className={styles.columnName}>{index.columns.join(', ')}</span>
          {index.unique && <span className={styles.type}>{t('unique')}</span>}
        </div>
      ))}
    </div>
  );
}

function ColumnName({ name, comment }: { name: string; comment: string | null }) {
  return (
    <span className={styles.columnName}>
      {name} {comment && <span className={panel.comment}>{comment}</span>}
    </span>
  );
}
