import type { LogEntry } from '@sextant/contract/logs';
import { exactTime, formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { localeOf } from '../../lib/texts.ts';
import { contextLine } from './context-line.ts';
import { LevelTag } from './LevelTag.tsx';
import styles from './LogRows.module.css';

/** Log entries, each of which opens. */
export function LogRows({ entries, onOpen }: { entries: LogEntry[]; onOpen: (entry: LogEntry) => void }) {
  const { language } = usePreferences();
  const clock = new Intl.DateTimeFormat(localeOf(language), {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hour12: false,
  });
  return (
    <ul className={styles.rows}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <button type="button" className={styles.row} onClick={() => onOpen(entry)}>
            <time dateTime={entry.at} title={exactTime(entry.at, language)}>
              {clock.format(new Date(entry.at))}
            </time>
            <LevelTag level={entry.level} />
            <span className={styles.module}>{entry.module}</span>
            <span className={styles.message}>
              {entry.message} <span className={styles.context}>{contextLine(entry.context)}</span>
            </span>
            <span className={styles.user}>{entry.user}</span>
            <span className={styles.took}>
              {entry.duration_ms !== null && formatDuration(entry.duration_ms, language)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
