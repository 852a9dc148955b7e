import { KeyOutlined, LinkOutlined, RightOutlined } from '@ant-design/icons';
import type { SchemaTable } from '@sextant/contract/connections';
import { useEffect, useState } from 'react';
import { compactNumber } from '../../lib/format-number.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { askTexts } from './ask-texts.ts';
import styles from './SchemaExplorer.module.css';

interface Props {
  table: SchemaTable;
  /** The searched text in lower case; columns that hold it are marked. */
  needle: string;
  opened: boolean;
  onInsert: (name: string) => void;
}

export function SchemaTableItem({ table, needle, opened, onInsert }: Props) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const [open, setOpen] = useState(opened);
  useEffect(() => setOpen(opened), [opened]);
  const facts = [
    table.kind === 'view' ? t('viewKind') : null,
    table.row_count === null
      ? null
      : t('rowEstimate', { count: table.row_count }).replace(/\d+/, compactNumber(table.row_count, language)),
  ].filter((fact) => fact !== null);
  const targetOf = (column: string) =>
    table.foreign_keys.find((key) => key.columns.includes(column))?.references;
  return (
    <div className={styles.table}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-label={table.name}
          onClick={() => setOpen(!open)}
        >
          <RightOutlined rotate={open ? 90 : 0} />
        </button>
        <button
          type="button"
          className={styles.name}
          title={[t('insertName', { name: table.name }), table.comment, ...facts].filter(Boolean).join('\n')}
          onClick={() => onInsert(table.name)}
        >
          {table.name} {table.comment && <span className={styles.comment}>{table.comment}</span>}
        </button>
      </div>
      {open && (
        <ul className={styles.columns}>
          {facts.length > 0 && <li className={styles.facts}>{facts.join(' · ')}</li>}
          {table.columns.map((column) => {
            const target = targetOf(column.name);
            const hit =
              needle !== '' && `${column.name} ${column.comment ?? ''}`.toLowerCase().includes(needle);
            return (
              <li key={column.name}>
                <button
                  type="button"
                  className={hit ? `${styles.column} ${styles.hit}` : styles.column}
                  title={[t('insertName', { name: column.name }), column.comment].filter(Boolean).join('\n')}
                  onClick={() => onInsert(column.name)}
                >
                  <span className={styles.columnName}>
                    {column.name} {column.comment && <span className={styles.comment}>{column.comment}</span>}
                  </span>
                  {column.primary && <KeyOutlined aria-label={t('primaryKey')} title={t('primaryKey')} />}
                  {target && (
                    <LinkOutlined
                      aria-label={t('references', { target })}
                      title={t('references', { target })}
                    />
                  )}
                  <span className={styles.type}>{column.type.toLowerCase()}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
