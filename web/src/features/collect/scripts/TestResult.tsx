import type { DataOf } from '@sextant/contract/endpoint';
import type { scriptEndpoints } from '@sextant/contract/scripts';
import { Alert, Empty } from 'antd';
import { useMemo } from 'react';
import { groupDigits } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { rowsAsGrid } from '../../../lib/rows-as-grid.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ResultGrid } from '../../../ui/result-grid/ResultGrid.tsx';
import { ExecutionLog } from '../executions/ExecutionLog.tsx';
import { RunError } from '../executions/RunError.tsx';
import { scriptsTexts } from './scripts-texts.ts';
import styles from './TestResult.module.css';

const gridPixels = 420;

interface Props {
  result: DataOf<typeof scriptEndpoints.test>;
  scriptId: string;
}

/** What a test run brought: its first rows, its log, and why it failed. */
export function TestResult({ result, scriptId }: Props) {
  const t = useTexts(scriptsTexts);
  const { language } = usePreferences();
  const grid = useMemo(() => rowsAsGrid(result.rows), [result]);
  const lines = useMemo(
    () => result.log.map((message, number) => ({ number, at: '', level: 'info', message })),
    [result],
  );
  const time = formatDuration(result.execution_time * 1000, language);
  const failed = result.status === 'failed';
  const figure = groupDigits(String(result.truncated ? result.rows.length : result.rows_count));
  return (
    <>
      <Alert
        type={failed ? 'error' : 'success'}
        showIcon
        title={t(failed ? 'testFailed' : result.truncated ? 'testCut' : 'testOk', { time, figure })}
      />
      {result.error !== null && <RunError error={result.error} scriptId={scriptId} />}
      {grid.rows.length > 0 ? (
        <div className={styles.rows}>
          <ResultGrid columns={grid.columns} rows={grid.rows} maxHeight={gridPixels} label={t('test')} />
        </div>
      ) : (
        !failed && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noRows')} />
      )}
      {lines.length > 0 && <ExecutionLog lines={lines} />}
    </>
  );
}
