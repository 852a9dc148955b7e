import type { SavedQuery } from '@sextant/contract/saved-queries';
import { App, Button, Drawer, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { exactTime, relativeTime } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { panelTexts } from '../panel-texts.ts';
import { diffLines } from './line-diff.ts';
import { useSavedQueryActions, useVersions } from './saved-queries.ts';
import styles from './VersionsDrawer.module.css';

interface Props {
  id: string;
  name: string;
  canManage: boolean;
  onRestored: (query: SavedQuery) => void;
  onClose: () => void;
}

const signs = { same: ' ', added: '+', removed: '−' };

/** The versions of a saved query, what each changed, and the way back to it. */
export function VersionsDrawer({ id, name, canManage, onRestored, onClose }: Props) {
  const t = useTexts(panelTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const phone = usePhone();
  const versions = useVersions(id);
  const { update } = useSavedQueryActions();
  const [chosen, setChosen] = useState<number | null>(null);
  const all = versions.data ?? [];
  const shown = all.find(({ version }) => version === chosen) ?? all[0];
  const before = shown && all[all.indexOf(shown) + 1];
  const lines = useMemo(() => (shown ? diffLines(before?.sql ?? '', shown.sql) : []), [shown, before]);
  const restore = () => {
    if (shown === undefined) return;
    update.mutate(
      { id, sql: shown.sql, named_params: shown.named_params },
      {
        onSuccess: (query) => {
          void message.success(t('restored', { version: shown.version }));
          onRestored(query);
          onClose();
        },
      },
    );
  };
  return (
    <Drawer open size={phone ? '100%' : 860} title={t('versionsOf', { name })} onClose={onClose}>
      {versions.isPending && <Skeleton active />}
      {versions.isError && <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />}
      {update.isError && <ErrorNotice error={update.error} />}
      {shown !== undefined && (
        <div className={styles.columns}>
          <ul className={styles.list}>
            {all.map(({ version, author, created_at }, at) => (
              <li key={version}>
                <button
                  type="button"
                  className={version === shown.version ? `${styles.version} ${styles.shown}` : styles.version}
                  aria-pressed={version === shown.version}
                  onClick={() => setChosen(version)}
                >
                  <span>
                    {t('version', { version })}
                    {at === 0 && <span className={styles.faint}> {t('current')}</span>}
                  </span>
                  <span className={styles.faint} title={exactTime(created_at, language)}>
                    {author} · {relativeTime(created_at, language)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className={styles.diff}>
            <div className={styles.head}>
              <span>
                {before === undefined ? t('firstVersion') : t('comparedWith', { version: before.version })}
              </span>
              {canManage && shown !== all[0] && (
                <Button size="small" loading={update.isPending} onClick={restore}>
                  {t('restore')}
                </Button>
              )}
            </div>
            <pre className={styles.text}>
              {lines.map(({ kind, text }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
                <div key={at} className={styles[kind]}>
                  <span className={styles.sign} title={kind === 'same' ? undefined : t(kind)}>
                    {signs[kind]}
                  </span>
                  {text}
                </div>
              ))}
            </pre>
          </div>
        </div>
      )}
    </Drawer>
  );
}
