import type { Chart, ChartType } from '@sextant/contract/chart';
import { Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { safeFileName, saveUrl } from '../../lib/download.ts';
import { isMeasure } from '../../lib/format-cell.ts';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import type { ChartHandle } from '../../ui/chart/ChartCanvas.tsx';
import { chartOf, typesFor } from '../../ui/chart/chart-data.ts';
import { chartTexts } from '../../ui/chart/chart-texts.ts';
import { KpiView } from '../../ui/chart/KpiView.tsx';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import type { AnswerResult } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import { ResultActions } from './ResultActions.tsx';
import styles from './ResultView.module.css';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartHeight = 320;
const phoneChartHeight = 260;

interface Props {
  title: string;
  result: AnswerResult;
  /** The chart that came with the answer. */
  wanted: Chart | null;
  connectionId: string | null;
  /** True when a sentence above has already said that there is no data. */
  said: boolean;
}

/** One result as chart or table, with a switch between the types that fit and the exports. */
export function ResultView({ title, result, wanted, connectionId, said }: Props) {
  const t = useTexts(askTexts);
  const c = useTexts(chartTexts);
  const height = usePhone() ? phoneChartHeight : chartHeight;
  const canvas = useRef<ChartHandle>(null);
  const [type, setType] = useState<ChartType | null>(null);
  const [measure, setMeasure] = useState<string | null>(null);
  const offer = useMemo(() => chartOf(result.columns, result.rows, wanted), [result, wanted]);
  const proposed = offer?.chart ?? null;
  if (result.rows.length === 0) return said ? null : <p className={styles.nothing}>{t('noRows')}</p>;

  const types: ChartType[] = [...(proposed ? typesFor(proposed) : []), 'table'];
  // Where the answer came without a chart the table is what was meant; a guessed chart is only offered.
  const meant = offer?.guessed === false || proposed?.type === 'kpi' ? proposed?.type : undefined;
  const shownType = type !== null && types.includes(type) ? type : (meant ?? 'table');
  const measures = result.columns.filter(isMeasure).map(({ name }) => name);
  const chart = proposed && {
    ...proposed,
    type: shownType,
    y: measure !== null && measures.includes(measure) ? [measure] : proposed.y,
  };
  const drawn = chart !== null && shownType !== 'table' && shownType !== 'kpi';
  const savePng = () => {
    const url = canvas.current?.toPng();
    if (url) saveUrl(url, `${safeFileName(title)}.png`);
  };
  return (
    <div className={styles.result}>
      <div className={styles.bar}>
        {types.length > 1 && (
          <Segmented
            size="small"
            aria-label={t('view')}
            value={shownType}
            options={types.map((value) => ({ value, label: c(`type_${value}`) }))}
            onChange={setType}
          />
        )}
        {drawn && measures.length > 1 && chart.y.length === 1 && (
          <label className={styles.measure}>
            {c('measure')}{' '}
            <select value={chart.y[0]} onChange={(event) => setMeasure(event.target.value)}>
              {measures.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        <span className={styles.space} />
        <ResultActions
          title={title}
          result={result}
          connectionId={connectionId}
          onPng={drawn ? savePng : undefined}
        />
      </div>
      {result.truncated && result.rows.length >= result.rowsCount && (
        <div className={styles.truncated}>
          {t('truncated', { count: groupDigits(String(result.rows.length)) })}
        </div>
      )}
      {drawn && (
        <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
          <ChartCanvas chart={chart} height={height} handle={canvas} />
        </Suspense>
      )}
      {chart !== null && shownType === 'kpi' && <KpiView chart={chart} columns={result.columns} />}
      {shownType === 'table' && (
        <ResultGrid columns={result.columns} rows={result.rows} maxHeight={380} label={title} />
      )}
    </div>
  );
}
