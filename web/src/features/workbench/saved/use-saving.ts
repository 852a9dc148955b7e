import type { SavedQuery } from '@sextant/contract/saved-queries';
import { App } from 'antd';
import { useState } from 'react';
import { ApiError } from '../../../lib/api-error.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useCopy } from '../../../ui/use-copy.ts';
import { useErrorMessage } from '../../../ui/use-error-message.ts';
import { seedOf } from '../editor/editor-tabs.ts';
import { parameterValue } from '../editor/parameters.ts';
import { panelTexts } from '../panel-texts.ts';
import type { Workbench } from '../use-workbench.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import { useSavedQueryActions } from './saved-queries.ts';
import { savedQueryLink } from './saved-query-link.ts';

export interface Saving {
  save: () => void;
  saveAs: () => void;
  copyLink: () => void;
  showVersions: () => void;
  pending: boolean;
  dialog: 'save' | 'versions' | null;
  closeDialog: () => void;
  /** Takes over what was saved into the tab. */
  onSaved: (query: SavedQuery) => void;
}

/** Saving the shown tab: a saved one at once, a new one by asking for its name, and what to do when two save. */
export function useSaving({ tab, editors, connection }: Workbench): Saving {
  const t = useTexts(panelTexts);
  const w = useTexts(workbenchTexts);
  const copy = useCopy();
  const showError = useErrorMessage();
  const { message, modal } = App.useApp();
  const [dialog, setDialog] = useState<Saving['dialog']>(null);
  const { update } = useSavedQueryActions();
  const onSaved = (query: SavedQuery) => {
    editors.update(tab.id, seedOf(query));
    void message.success(t('savedNow', { name: query.name, version: query.version }));
  };
  const store = (id: string, baseVersion: number | undefined) =>
    update.mutate(
      {
        id,
        sql: tab.sql,
        connection_id: connection?.id ?? null,
        named_params: Object.fromEntries(
          Object.entries(tab.parameters).map(([name, parameter]) => [name, parameterValue(parameter)]),
        ),
        base_version: baseVersion,
      },
      {
        onSuccess: onSaved,
        onError: (error) => {
          if (error instanceof ApiError && error.code === 'CONFLICT') askToOverwrite(id);
          else showError(error);
        },
      },
    );
  const askToOverwrite = (id: string) =>
    void modal.confirm({
      title: t('conflictTitle', { name: tab.name }),
      content: t('conflictBody'),
      okText: t('overwrite'),
      onOk: () => store(id, undefined),
    });
  return {
    save: () => {
      if (tab.sql.trim() === '') void message.info(w('nothingToRun'));
      else if (tab.saved?.canManage) store(tab.saved.id, tab.saved.version);
      else setDialog('save');
    },
    saveAs: () => setDialog('save'),
    copyLink: () => {
      if (tab.saved !== null) void copy(savedQueryLink(tab.saved.id), w('linkCopied'));
    },
    showVersions: () => setDialog('versions'),
    pending: update.isPending,
    dialog,
    closeDialog: () => setDialog(null),
    onSaved,
  };
}
