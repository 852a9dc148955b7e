import type { TableSummary } from '@sextant/contract/schema-browser';
import { Alert, Button, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useTable } from '../schema/schema-queries.ts';
import { fullName } from '../schema/schema-rows.ts';
import type { Ends } from './diagram-graph.ts';
import { useChangeRelationships } from './diagram-queries.ts';
import { diagramTexts } from './diagram-texts.ts';
import styles from './RelationshipPanel.module.css';

interface ChosenEnd {
  table: TableSummary | null;
  columns: string[];
}

interface Props {
  connectionId: string;
  tables: readonly TableSummary[];
  onClose: () => void;
}

const nothing: ChosenEnd = { table: null, columns: [] };

/** Adds a relationship without drawing it; the only way to add one over several columns. */
export function RelationshipForm({ connectionId, tables, onClose }: Props) {
  const t = useTexts(diagramTexts);
  const [from, setFrom] = useState(nothing);
  const [to, setTo] = useState(nothing);
  const [tried, setTried] = useState(false);
  const { add } = useChangeRelationships(connectionId);
  const problem = problemOf(from, to);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const ends = endsOf(from, to);
    if (problem === null && ends !== null) add.mutate(ends, { onSuccess: onClose });
  };
  return (
    <form className={styles.form} aria-label={t('addRelationship')} onSubmit={submit}>
      <EndFields connectionId={connectionId} tables={tables} name={t('from')} end={from} onChange={setFrom} />
      <EndFields connectionId={connectionId} tables={tables} name={t('to')} end={to} onChange={setTo} />
      {tried && problem !== null && <Alert type="warning" showIcon title={t(problem)} />}
      {add.isError && <ErrorNotice error={add.error} />}
      <div className={styles.buttons}>
        <Button type="primary" size="small" htmlType="submit" loading={add.isPending}>
          {t('add')}
        </Button>
        <Button type="text" size="small" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function problemOf(from: ChosenEnd, to: ChosenEnd) {
  if (from.table === null || to.table === null) return 'chooseTable';
  if (from.columns.length === 0 || to.columns.length === 0) return 'chooseColumns';
  return from.columns.length === to.columns.length ? null : 'unequalColumns';
}

function endsOf(from: ChosenEnd, to: ChosenEnd): Ends | null {
  if (from.table === null || to.table === null) return null;
  return {
    from: { schema: from.table.schema, table: from.table.name, columns: from.columns },
    to: { schema: to.table.schema, table: to.table.name, columns: to.columns },
  };
}

interface EndProps {
  connectionId: string;
  tables: readonly TableSummary[];
  name: string;
  end: ChosenEnd;
  onChange: (end: ChosenEnd) => void;
}

function EndFields({ connectionId, tables, name, end, onChange }: EndProps) {
  const t = useTexts(diagramTexts);
  return (
    <fieldset>
      <legend>{name}</legend>
      <Select
        size="small"
        showSearch
        aria-label={`${name} ${t('table')}`}
        placeholder={t('table')}
        value={end.table === null ? null : fullName(end.table)}
        options={tables.map((table) => ({ value: fullName(table), label: fullName(table) }))}
        onChange={(id) =>
          onChange({ table: tables.find((table) => fullName(table) === id) ?? null, columns: [] })
        }
      />
      {end.table !== null && (
        <ColumnField
          key={fullName(end.table)}
          connectionId={connectionId}
          table={end.table}
          label={`${name} ${t('columns')}`}
          columns={end.columns}
          onChange={(columns) => onChange({ ...end, columns })}
        />
      )}
    </fieldset>
  );
}

interface ColumnProps {
  connectionId: string;
  table: TableSummary;
  label: string;
  columns: string[];
  onChange: (columns: string[]) => void;
}

function ColumnField({ connectionId, table, label, columns, onChange }: ColumnProps) {
  const t = useTexts(diagramTexts);
  const [open, setOpen] = useState(false);
  const details = useTable(connectionId, table);
  if (details.isError) return <ErrorNotice error={details.error} onRetry={() => void details.refetch()} />;
  return (
    <Select
      size="small"
      mode="multiple"
      aria-label={label}
      placeholder={t('columns')}
      loading={details.isPending}
      value={columns}
      options={details.data?.columns.map(({ name, comment }) => ({
        value: name,
        label: [name, comment].filter(Boolean).join('  '),
      }))}
      optionLabelProp="value"
      onChange={onChange}
      open={open}
      onOpenChange={setOpen}
      // Mostly one column is all; left open, the list would take another one when Tab leaves the field.
      onSelect={() => setOpen(false)}
    />
  );
}
