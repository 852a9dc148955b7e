import type { Connection } from '@sextant/contract/connections';
import { workbenchEndpoints } from '@sextant/contract/workbench';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type RefObject, useRef } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { flavourOf } from '../../ui/sql-editor/dialects.ts';
import type { SqlEditorHandle } from '../../ui/sql-editor/editor-handle.ts';
import type { SqlStatement } from '../../ui/sql-editor/sql-statements.ts';
import { parametersIn } from '../../ui/sql-editor/sql-tokens.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import type { EditorTab } from './editor/editor-tabs.ts';
import { valuesOf } from './editor/parameters.ts';
import { type EditorTabsHandle, useEditorTabs } from './editor/use-editor-tabs.ts';
import type { RunRequest, RunResult } from './results/run-result.ts';
import { explainStatement, previewTable, runStatements } from './results/run-statements.ts';
import { stopRun } from './results/run-store.ts';
import type { TableAddress } from './schema/schema-queries.ts';
import { useConnectionOf } from './use-connection-of.ts';
import { workbenchTexts } from './workbench-texts.ts';

/** The shown tab with its connection, and everything that can be done with it. */
export interface Workbench {
  editors: EditorTabsHandle;
  tab: EditorTab;
  connections: Connection[];
  connection: Connection | null;
  editor: RefObject<SqlEditorHandle | null>;
  run: () => void;
  runAll: () => void;
  runAgain: (result: RunResult, maxRows?: number) => void;
  explain: () => void;
  stop: () => void;
  format: () => void;
  formatting: boolean;
  preview: (table: TableAddress) => void;
  /** Opens a statement in a tab of its own and runs it. */
  openAndRun: (sql: string, connectionId: string) => void;
}

export function useWorkbench(): Workbench & { ready: boolean; error: Error | null } {
  const t = useTexts(workbenchTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const editors = useEditorTabs();
  const tab = editors.active;
  const { connections, connection, ready, error } = useConnectionOf(tab);
  const editor = useRef<SqlEditorHandle | null>(null);
  const { format, formatting } = useFormat(editor, connection?.id ?? null);
  const withStatements = (statements: SqlStatement[] | undefined, act: (requests: RunRequest[]) => void) => {
    if (connection === null) return;
    const requests = (statements ?? []).map((one) => requestOf(one, tab, connection));
    if (requests.length === 0) void message.info(t('nothingToRun'));
    else act(requests);
  };
  const runIn = (requests: RunRequest[]) => void runStatements(client, tab.id, requests);
  return {
    editors,
    tab,
    connections,
    connection,
    ready,
    error,
    editor,
    run: () => withStatements(editor.current?.chosen(), runIn),
    runAll: () => withStatements(editor.current?.statements(), runIn),
    runAgain: (result, maxRows = result.maxRows) => runIn([{ ...result, maxRows }]),
    explain: () =>
      withStatements(
        editor.current?.chosen().slice(0, 1),
        ([request]) => request && void explainStatement(client, tab.id, request),
      ),
    stop: () => stopRun(tab.id),
    format,
    formatting,
    preview: (table) => connection && void previewTable(client, tab.id, connection.id, table),
    openAndRun: (sql, connectionId) => {
      const id = editors.open({ sql, connectionId });
      const request = { connectionId, sql, from: 0, parameters: {}, maxRows: tab.maxRows };
      void runStatements(client, id, [request]);
    },
  };
}

function requestOf({ sql, from }: SqlStatement, tab: EditorTab, connection: Connection): RunRequest {
  const names = parametersIn(sql, flavourOf(connection.driver).dialect);
  const parameters = valuesOf(names, tab.parameters);
  return { connectionId: connection.id, sql, from, parameters, maxRows: tab.maxRows };
}

/** Formats the whole text, as one step that can be undone. */
function useFormat(editor: RefObject<SqlEditorHandle | null>, connectionId: string | null) {
  const showError = useErrorMessage();
  const formatting = useMutation({
    mutationFn: (sql: string) =>
      call(workbenchEndpoints.format, { params: { id: connectionId ?? '' }, body: { sql } }),
    onSuccess: ({ sql }) => editor.current?.replaceAll(sql),
    onError: showError,
  });
  return {
    formatting: formatting.isPending,
    format: () => {
      const sql = editor.current?.text() ?? '';
      if (connectionId !== null && sql.trim() !== '') formatting.mutate(sql);
    },
  };
}
