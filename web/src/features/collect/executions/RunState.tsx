import type { Execution } from '@sextant/contract/executions';
import { Progress } from 'antd';
import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { collectTexts } from '../collect-texts.ts';
import styles from './RunState.module.css';

/** State, measured progress, rows and time of one execution in a line. */
export function RunState({ execution }: { execution: Execution }) {
  const c = useTexts(collectTexts);
  const { language } = usePreferences();
  const { status, progress, rows_affected: rows, duration_seconds: seconds } = execution;
  return (
    <div className={styles.line} aria-live="polite">
      <StatusTag status={status} />
      {status === 'running' && (
        <Progress className={styles.bar} percent={Math.round(progress)} status="active" size="small" />
      )}
      {rows !== null && <span>{c('rowsCount', { figure: groupDigits(String(rows)) })}</span>}
      {seconds !== null && <span>{formatDuration(seconds * 1000, language)}</span>}
    </div>
  );
}
