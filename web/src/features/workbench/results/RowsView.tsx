import { Button, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { ResultGrid } from '../../../ui/result-grid/ResultGrid.tsx';
import { rowCaps } from '../editor/editor-tabs.ts';
import { ExportMenu } from '../exports/ExportMenu.tsx';
import type { Workbench } from '../use-workbench.ts';
import styles from './ResultPane.module.css';
import { RunError } from './RunError.tsx';
import { RunFacts } from './RunFacts.tsx';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';
import { useResultName } from './use-result-name.ts';

const ChartPane = lazy(async () => ({ default: (await import('./ChartPane.tsx')).ChartPane }));

/** Rows as they come, as a grid or a chart, with counts, time and export. */
export function RowsView({ result, workbench }: { result: RunResult; workbench: Workbench }) {
  const t = useTexts(resultTexts);
  const name = useResultName()(result);
  const [view, setView] = useState<'table' | 'chart'>('table');
  const { columns, rows, status } = result;
  const ended = status === 'done';
  return (
    <>
      <div className={styles.bar} aria-live="polite">
        {columns.length > 0 && (
          <Segmented
            size="small"
            value={view}
            options={[
              { value: 'table', label: t('table') },
              { value: 'chart', label: t('chart'), disabled: rows.length === 0 },
            ]}
            onChange={setView}
          />
        )}
        <RunFacts result={result} />
        <CapNote result={result} workbench={workbench} />
        <span className={styles.space} />
        {ended && columns.length > 0 && <ExportMenu request={result} name={nameOfExport(result, name)} />}
      </div>
      <div className={styles.body}>
        {result.error !== null && <RunError result={result} workbench={workbench} />}
        {ended && rows.length === 0 && columns.length === 0 && (
          <p className={styles.nothing}>{t('noRows')}</p>
        )}
        {columns.length > 0 && (
          <div className={styles.fill}>
            {view === 'chart' && rows.length > 0 ? (
              <Suspense fallback={<PageSkeleton />}>
                <ChartPane columns={columns} rows={rows} />
              </Suspense>
            ) : (
              <ResultGrid columns={columns} rows={rows} label={name} />
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** Says when not all rows were fetched, and offers more. */
function CapNote({ result, workbench }: { result: RunResult; workbench: Workbench }) {
  const t = useTexts(resultTexts);
  const { truncatedBy } = result;
  if (truncatedBy === null) return null;
  const rows = groupDigits(String(result.rows.length));
  const texts = { rows: 'truncatedByRows', bytes: 'truncatedByBytes', time: 'truncatedByTime' } as const;
  const next = rowCaps.find((cap) => cap > result.rows.length);
  return (
    <span className={styles.note}>
      {t(texts[truncatedBy], { rows })}
      {truncatedBy === 'rows' && next !== undefined && result.title === null ? (
        <Button type="link" size="small" onClick={() => workbench.runAgain(result, next)}>
          {t('more', { count: groupDigits(String(next)) })}
        </Button>
      ) : (
        <> · {t('exportAll')}</>
      )}
    </span>
  );
}

/** The first table of the statement names the file better than a number does. */
function nameOfExport({ sql, title }: RunResult, name: string): string {
  const table = /\bfrom\s+["`[]?([\p{L}\p{N}_.]+)/iu.exec(sql)?.[1];
  return title ?? table ?? name;
}
