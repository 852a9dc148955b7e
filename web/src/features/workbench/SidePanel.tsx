import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import { HistoryPanel } from './history/HistoryPanel.tsx';
import styles from './SidePanel.module.css';
import { SavedPanel } from './saved/SavedPanel.tsx';
import { fetchSavedQuery } from './saved/saved-queries.ts';
import { SchemaPanel } from './schema/SchemaPanel.tsx';
import type { TableActions } from './schema/use-table-actions.tsx';
import { type PanelSection, panelSections, type SidePanelState } from './use-side-panel.ts';
import type { Workbench } from './use-workbench.ts';
import { workbenchTexts } from './workbench-texts.ts';

interface Props {
  workbench: Workbench;
  tableActions: TableActions;
  side: SidePanelState;
  /** Closes the panel where it covers the editor. */
  onDone: () => void;
}

/** Schema, saved queries and history beside the editor. */
export function SidePanel({ workbench, tableActions, side, onDone }: Props) {
  const t = useTexts(workbenchTexts);
  const showError = useErrorMessage();
  const client = useQueryClient();
  const { section, setSection } = side;
  const { editors, connection, connections, tab } = workbench;
  const openSaved = async (id: string) => {
    try {
      editors.openSaved(await fetchSavedQuery(client, id));
      onDone();
    } catch (error) {
      showError(error);
    }
  };
  return (
    <aside className={styles.panel} aria-label={t('panel')}>
      <div className={styles.sections}>
        <Segmented<PanelSection>
          block
          size="small"
          aria-label={t('panel')}
          value={section}
          options={panelSections.map((value) => ({ value, label: t(value) }))}
          onChange={setSection}
        />
      </div>
      <div className={styles.section}>
        {section === 'schema' && <SchemaPanel connection={connection} actions={tableActions} />}
        {section === 'saved' && (
          <SavedPanel currentId={tab.saved?.id ?? null} onOpen={(id) => void openSaved(id)} />
        )}
        {section === 'history' && (
          <HistoryPanel
            connections={connections}
            onOpen={(sql, connectionId) => {
              editors.open({ sql, connectionId });
              onDone();
            }}
            onRun={(sql, connectionId) => {
              workbench.openAndRun(sql, connectionId);
              onDone();
            }}
          />
        )}
      </div>
    </aside>
  );
}
