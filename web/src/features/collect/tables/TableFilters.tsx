import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { type TableColumn, type TableFilter, tableFilterSchema } from '@sextant/contract/tables';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { collectTexts } from '../collect-texts.ts';
import styles from './TableFilters.module.css';
import { tablesTexts } from './tables-texts.ts';

interface Props {
  columns: readonly TableColumn[];
  filters: readonly TableFilter[];
  onChange: (filters: TableFilter[]) => void;
}

type Op = TableFilter['op'];
const ops = tableFilterSchema.shape.op.options;
const takesValue = (op: Op) => op !== 'is_null' && op !== 'not_null';

/** Conditions that rows must meet; they hold once applied. */
export function TableFilters({ columns, filters, onChange }: Props) {
  const t = useTexts(tablesTexts);
  const c = useTexts(collectTexts);
  const [draft, setDraft] = useState<TableFilter[]>([...filters]);
  const change = (at: number, values: Partial<TableFilter>) =>
    setDraft(draft.map((one, index) => (index === at ? { ...one, ...values } : one)));
  const apply = (next: readonly TableFilter[]) => onChange(next.filter(isComplete).map(plain));
  const removeAt = (at: number) => {
    const next = draft.filter((_, index) => index !== at);
    setDraft(next);
    apply(next);
  };
  const first = columns[0]?.name;
  return (
    <form
      className={styles.filters}
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      {draft.map(({ column, op, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity
        <div key={at} className={styles.filter}>
          <Select
            showSearch
            aria-label={t('filterColumn')}
            value={column}
            popupMatchSelectWidth={false}
            options={columns.map(({ name }) => ({ value: name, label: name }))}
            onChange={(next) => change(at, { column: next })}
          />
          <Select<Op>
            aria-label={t('filterOp')}
            value={op}
            popupMatchSelectWidth={false}
            options={ops.map((one) => ({ value: one, label: t(`op_${one}`) }))}
            onChange={(next) => change(at, { op: next })}
          />
          {takesValue(op) && (
            <Input
              aria-label={t('filterValue')}
              value={value === undefined ? '' : String(value)}
              onChange={(event) => change(at, { value: event.target.value })}
            />
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={c('remove')}
            onClick={() => removeAt(at)}
          />
        </div>
      ))}
      {first !== undefined && (
        <Button
          icon={<PlusOutlined />}
          onClick={() => setDraft([...draft, { column: first, op: 'contains', value: '' }])}
        >
          {t('addFilter')}
        </Button>
      )}
      {draft.length > 0 && (
        <Button type="primary" htmlType="submit">
          {t('applyFilters')}
        </Button>
      )}
    </form>
  );
}

function isComplete({ op, value }: TableFilter): boolean {
  return !takesValue(op) || (value !== undefined && value !== '');
}

function plain({ column, op, value }: TableFilter): TableFilter {
  return takesValue(op) ? { column, op, value } : { column, op };
}
