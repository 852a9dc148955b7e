import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import styles from './ResultPane.module.css';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';
import { useElapsed } from './use-elapsed.ts';

/** How many rows in what time, and whether more are coming. */
export function RunFacts({ result }: { result: RunResult }) {
  const t = useTexts(resultTexts);
  const { language } = usePreferences();
  const elapsed = useElapsed(result.startedAt, result.endedAt);
  const { status, kind, seconds } = result;
  const rows = groupDigits(String(result.rows.length));
  const server =
    seconds === null ? undefined : t('serverTook', { time: formatDuration(seconds * 1000, language) });
  return (
    <>
      {status === 'running' && (
        <span>{result.rows.length === 0 ? t('running') : t('received', { rows })}</span>
      )}
      {status === 'done' && kind === 'rows' && (
        <span>{t('rows', { count: result.rows.length, figure: rows })}</span>
      )}
      {status === 'cancelled' && (
        <span className={styles.note}>
          {result.rows.length === 0 ? t('stopped') : t('cancelled', { rows })}
        </span>
      )}
      {status === 'failed' && result.rows.length > 0 && <span>{t('failedAfter', { rows })}</span>}
      <span title={server}>{formatDuration(elapsed, language)}</span>
    </>
  );
}
