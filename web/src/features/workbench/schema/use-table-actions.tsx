import { useQueryClient } from '@tanstack/react-query';
import type { MenuProps } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { askDraftState, diagramPath } from '../../../lib/workbench-link.ts';
import { flavourOf, writtenName } from '../../../ui/sql-editor/dialects.ts';
import { useCopy } from '../../../ui/use-copy.ts';
import { panelTexts } from '../panel-texts.ts';
import type { Workbench } from '../use-workbench.ts';
import { DefinitionDrawer } from './DefinitionDrawer.tsx';
import { fetchTable, type TableAddress } from './schema-queries.ts';
import { fullName } from './schema-rows.ts';
import { selectStatement } from './select-statement.ts';

/** What the schema panel can do with a table or a column. */
export interface TableActions {
  preview: (table: TableAddress) => void;
  /** Puts a name into the editor, quoted where it must be. */
  insert: (name: string) => void;
  itemsOf: (table: TableAddress) => NonNullable<MenuProps['items']>;
  /** The drawer that an action may have opened; belongs into the page. */
  drawer: ReactNode;
}

/** The actions on tables of the shown tab's connection; `onDone` closes the panel where it covers the editor. */
export function useTableActions(workbench: Workbench, onDone: () => void): TableActions {
  const t = useTexts(panelTexts);
  const copy = useCopy();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [defined, setDefined] = useState<TableAddress | null>(null);
  const { connection, editors, editor } = workbench;
  const { naming } = flavourOf(connection?.driver);
  const written = (table: TableAddress) =>
    [table.schema, table.name]
      .filter((part) => part !== null)
      .map((part) => writtenName(part, naming))
      .join('.');
  const preview = (table: TableAddress) => {
    workbench.preview(table);
    onDone();
  };
  const select = async (table: TableAddress) => {
    if (connection === null) return;
    const details = await fetchTable(client, connection.id, table).catch(() => null);
    const sql = selectStatement(written(table), details?.columns ?? [], connection.driver);
    if (workbench.tab.sql.trim() === '') editor.current?.replaceAll(sql);
    else editors.open({ sql, connectionId: connection.id, name: table.name });
    onDone();
  };
  const ask = (table: TableAddress) => {
    if (connection === null) return;
    const question = t('askQuestion', { table: table.name });
    void navigate('/', { state: askDraftState(question, connection.id) });
  };
  const diagramOf = (table: TableAddress) => diagramPath(connection?.id ?? '', fullName(table));
  return {
    preview,
    insert: (name) => {
      editor.current?.insert(writtenName(name, naming));
      onDone();
    },
    itemsOf: (table) => [
      { key: 'preview', label: t('previewRows'), onClick: () => preview(table) },
      { key: 'select', label: t('selectStatement'), onClick: () => void select(table) },
      { key: 'definition', label: t('definition'), onClick: () => setDefined(table) },
      { key: 'diagram', label: t('diagram'), onClick: () => void navigate(diagramOf(table)) },
      {
        key: 'ask',
        label: t('askAbout'),
        onClick: () => ask(table),
      },
      { type: 'divider' },
      { key: 'copy', label: t('copyName'), onClick: () => void copy(written(table)) },
    ],
    drawer: defined !== null && connection !== null && (
      <DefinitionDrawer
        connection={connection}
        table={defined}
        onOpen={(sql) => {
          editors.open({ sql, connectionId: connection.id, name: defined.name });
          setDefined(null);
          onDone();
        }}
        onClose={() => setDefined(null)}
      />
    ),
  };
}
