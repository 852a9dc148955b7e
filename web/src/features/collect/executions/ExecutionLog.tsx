import type { LogLine } from '@sextant/contract/executions';
import { useEffect, useRef } from 'react';
import { exactTime } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { collectTexts } from '../collect-texts.ts';
import styles from './ExecutionLog.module.css';

/** How near the end a reader must be for new lines to be scrolled to. */
const nearPixels = 40;

/** Log lines as they come; stays at the end unless the reader has scrolled up. */
export function ExecutionLog({
  lines,
}: {
  lines: readonly Pick<LogLine, 'number' | 'at' | 'level' | 'message'>[];
}) {
  const t = useTexts(collectTexts);
  const { language } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what is scrolled to
  useEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  const text = () => lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join('\n');
  return (
    <section className={styles.frame} aria-label={t('log')}>
      <header className={styles.head}>
        <span>{t('log')}</span>
        {lines.length > 0 && <CopyButton text={text} />}
      </header>
      <div
        ref={box}
        role="log"
        className={styles.lines}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < nearPixels;
        }}
      >
        {lines.length === 0 && <p className={styles.nothing}>{t('noLog')}</p>}
        {lines.map(({ number, at, level, message }) => (
          <div key={number} className={styles.line} data-level={level}>
            {at !== '' && (
              <time dateTime={at} title={exactTime(at, language)}>
                {clockOf(at)}
              </time>
            )}
            <span>{message}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** The time of day to the second, in the reader's zone. */
function clockOf(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
