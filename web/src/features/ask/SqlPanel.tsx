import { CaretRightOutlined, CodeOutlined, EditOutlined, PauseOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { workbenchPath, workbenchState } from '../../lib/workbench-link.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { LazySqlEditor } from '../../ui/sql-editor/LazySqlEditor.tsx';
import type { CatalogTable, SqlCatalog } from '../../ui/sql-editor/sql-catalog.ts';
import { useSchema } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import styles from './SqlPanel.module.css';

interface Props {
  sql: string;
  connection: Connection | null;
  running: boolean;
  onRun: (sql: string) => void;
  onStop: () => void;
}

/** The statement behind an answer: read it, or edit it and run it again. */
export function SqlPanel({ sql, connection, running, onRun, onStop }: Props) {
  const t = useTexts(askTexts);
  const navigate = useNavigate();
  const [draft, setDraft] = useState<string | null>(null);
  const schema = useSchema(draft === null ? null : (connection?.id ?? null));
  const catalog = useMemo((): SqlCatalog => {
    const tables = schema.data?.tables ?? [];
    const byTable = new Map(tables.map((table) => [table as CatalogTable, table]));
    return {
      tables,
      columnsOf: async (table) => byTable.get(table)?.columns ?? [],
      foreignKeysOf: async (table) => byTable.get(table)?.foreign_keys ?? [],
    };
  }, [schema.data]);
  const editing = draft !== null;
  const run = () => {
    if (draft !== null && draft.trim() !== '') onRun(draft);
  };
  return (
    <div>
      <div className={editing ? `${styles.editor} ${styles.editing}` : styles.editor}>
        <LazySqlEditor
          key={editing ? 'edit' : 'read'}
          value={draft ?? sql}
          readOnly={!editing}
          autoFocus={editing}
          driver={connection?.driver}
          catalog={catalog}
          label={t('sql')}
          onChange={editing ? setDraft : undefined}
          onRun={editing ? run : undefined}
          onCancel={editing ? () => setDraft(null) : undefined}
        />
      </div>
      <div className={styles.actions}>
        {editing ? (
          <>
            <Button size="small" type="primary" icon={<CaretRightOutlined />} loading={running} onClick={run}>
              {t('run')}
            </Button>
            {running && (
              <Button size="small" icon={<PauseOutlined />} onClick={onStop}>
                {t('stop')}
              </Button>
            )}
            <Button size="small" onClick={() => setDraft(null)}>
              {t('discard')}
            </Button>
            <span className={styles.hint}>{t('runHint')}</span>
          </>
        ) : (
          <>
            <Button
              size="small"
              icon={<EditOutlined />}
              disabled={connection === null}
              onClick={() => setDraft(sql)}
            >
              {t('edit')}
            </Button>
            <Button
              size="small"
              icon={<CodeOutlined />}
              disabled={connection === null}
              onClick={() => {
                const state = workbenchState({ sql, connectionId: connection?.id ?? null });
                void navigate(workbenchPath, { state });
              }}
            >
              {t('openInWorkbench')}
            </Button>
            <CopyButton text={sql} label={t('copySql')} />
          </>
        )}
      </div>
    </div>
  );
}
