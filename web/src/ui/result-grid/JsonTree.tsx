import { useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import styles from './CellViewer.module.css';
import { gridTexts } from './grid-texts.ts';

const shownAtOnce = 200;
const openDepth = 2;

interface Props {
  name?: string;
  value: unknown;
  depth?: number;
}

/** A parsed JSON value whose objects and lists fold; long lists come in pieces. */
export function JsonTree({ name, value, depth = 0 }: Props) {
  const t = useTexts(gridTexts);
  const [limit, setLimit] = useState(shownAtOnce);
  const [open, setOpen] = useState(depth < openDepth);
  const label = name === undefined ? null : <span className={styles.key}>{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={styles.leaf}>
        {label}
        <span className={typeof value === 'string' ? styles.text : styles.figure}>
          {JSON.stringify(value)}
        </span>
      </div>
    );
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  const summary = list ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details className={styles.branch} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className={styles.count}>{summary}</span>
      </summary>
      {open &&
        entries
          .slice(0, limit)
          .map(([key, item]) => <JsonTree key={key} name={key} value={item} depth={depth + 1} />)}
      {open && entries.length > limit && (
        <button type="button" className={styles.more} onClick={() => setLimit(limit + shownAtOnce)}>
          {t('moreItems', { count: Math.min(shownAtOnce, entries.length - limit) })}
        </button>
      )}
    </details>
  );
}
