import { useEffect, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { LazySqlEditor } from '../../../ui/sql-editor/LazySqlEditor.tsx';
import type { Workbench } from '../use-workbench.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import styles from './EditorArea.module.css';
import { FindingsLine } from './FindingsLine.tsx';
import { useFindings } from './use-findings.ts';
import { useSqlCatalog } from './use-sql-catalog.ts';

/** The text of the shown tab. Tabs that were visited keep their editor, and with it what can be undone. */
export function EditorArea({ workbench }: { workbench: Workbench }) {
  const t = useTexts(workbenchTexts);
  const phone = usePhone();
  const { editors, tab: shown, connection, editor } = workbench;
  const catalog = useSqlCatalog(connection?.id ?? null);
  const findings = useFindings(connection?.id ?? null, connection?.driver, shown.sql);
  const visited = useVisited(shown.id);
  const keys = {
    'Shift-Mod-Enter': workbench.runAll,
    'Shift-Alt-f': workbench.format,
  };
  return (
    <div className={styles.area}>
      <div className={styles.editors}>
        {editors.tabs
          .filter(({ id }) => visited.has(id))
          .map((tab) => {
            const isShown = tab.id === shown.id;
            return (
              <div key={tab.id} className={styles.editor} hidden={!isShown}>
                <LazySqlEditor
                  filling
                  wrapping={phone}
                  value={tab.sql}
                  label={t('editor')}
                  placeholder={t('placeholder')}
                  cursor={tab.cursor}
                  driver={connection?.driver}
                  catalog={catalog}
                  diagnostics={isShown ? findings : undefined}
                  keys={keys}
                  handle={isShown ? editor : undefined}
                  autoFocus={isShown}
                  onChange={(sql) => editors.update(tab.id, { sql })}
                  onCursor={(cursor) => editors.update(tab.id, { cursor })}
                  onRun={workbench.run}
                  onCancel={workbench.stop}
                />
              </div>
            );
          })}
      </div>
      <FindingsLine findings={findings} tab={shown} onGo={(from, to) => editor.current?.select(from, to)} />
    </div>
  );
}

/** The ids of the tabs that were shown since the page opened. */
function useVisited(id: string): ReadonlySet<string> {
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set([id]));
  useEffect(() => setVisited((before) => (before.has(id) ? before : new Set([...before, id]))), [id]);
  return visited.has(id) ? visited : new Set([...visited, id]);
}
