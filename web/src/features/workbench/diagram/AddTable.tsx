import type { TableSummary } from '@sextant/contract/schema-browser';
import { Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useTableSearch } from '../schema/schema-queries.ts';
import { fullName } from '../schema/schema-rows.ts';
import styles from './Diagram.module.css';
import { diagramTexts } from './diagram-texts.ts';
import type { ShownTables } from './use-shown-tables.ts';

interface Props {
  connectionId: string;
  tables: readonly TableSummary[];
  shown: ShownTables;
  onAdd: (id: string) => void;
}

/** Finds a table among thousands, by the server's search, and brings it into the diagram. */
export function AddTable({ connectionId, tables, shown, onAdd }: Props) {
  const t = useTexts(diagramTexts);
  const [search, setSearch] = useState('');
  const words = useDebounced(search.trim());
  const found = useTableSearch(connectionId, words);
  const drawn = new Set(shown.nodes.map(({ id }) => id));
  const offered: readonly TableSummary[] = words === '' ? tables : (found.data?.tables ?? []);
  return (
    <Select<string>
      className={styles.search}
      aria-label={t('addTable')}
      placeholder={t('addTable')}
      value={null}
      loading={words !== '' && found.isFetching}
      showSearch={{ filterOption: false, searchValue: search, onSearch: setSearch }}
      notFoundContent={t('nothingToAdd')}
      popupMatchSelectWidth={360}
      options={offered
        .filter((table) => !drawn.has(fullName(table)))
        .map((table) => ({
          value: fullName(table),
          label: [fullName(table), table.comment].filter(Boolean).join('  '),
        }))}
      onSelect={(id) => {
        setSearch('');
        onAdd(id);
      }}
    />
  );
}
