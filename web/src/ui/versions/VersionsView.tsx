import { type ReactNode, useMemo, useState } from 'react';
import { exactTime, relativeTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { defineTexts, useTexts } from '../../lib/texts.ts';
import { diffLines } from './line-diff.ts';
import styles from './VersionsView.module.css';

const texts = defineTexts('versions', {
  zh: {
    version: '第 {{version}} 版',
    current: '当前',
    comparedWith: '与第 {{version}} 版相比',
    firstVersion: '第一版',
    added: '增加',
    removed: '删除',
  },
  en: {
    version: 'Version {{version}}',
    current: 'current',
    comparedWith: 'Compared with version {{version}}',
    firstVersion: 'First version',
    added: 'added',
    removed: 'removed',
  },
});

/** A kept text; versions come newest first. */
interface TextVersion {
  version: number;
  author: string | null;
  created_at: string;
  text: string;
}

interface Props<V extends TextVersion> {
  versions: readonly V[];
  /** Buttons beside the comparison of the version that is looked at. */
  actionsOf?: (version: V, isCurrent: boolean) => ReactNode;
}

const signs = { same: ' ', added: '+', removed: '−' };

/** The versions of a text and what each changed from the one before. */
export function VersionsView<V extends TextVersion>({ versions, actionsOf }: Props<V>) {
  const t = useTexts(texts);
  const { language } = usePreferences();
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  const before = shown && versions[versions.indexOf(shown) + 1];
  const lines = useMemo(() => (shown ? diffLines(before?.text ?? '', shown.text) : []), [shown, before]);
  if (shown === undefined) return null;
  return (
    <div className={styles.columns}>
      <ul className={styles.list}>
        {versions.map(({ version, author, created_at }, at) => (
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
                {author !== null && `${author} · `}
                {relativeTime(created_at, language)}
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
          {actionsOf?.(shown, shown === versions[0])}
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
  );
}
