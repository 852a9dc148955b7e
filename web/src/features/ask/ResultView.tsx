import type { Chart } from '@sextant/contract/chart';
import { useMemo } from 'react';
import { isMeasure } from '../../lib/format-cell.ts';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ChartBody } from '../../ui/chart/ChartBody.tsx';
import { ChartSwitch } from '../../ui/chart/ChartSwitch.tsx';
import { chartOf } from '../../ui/chart/chart-data.ts';
import { useChartChoice } from '../../ui/chart/use-chart-choice.ts';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import type { AnswerResult } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import { ResultActions } from './ResultActions.tsx';
import styles from './ResultView.module.css';
import { validChart } from './valid-chart.ts';

const chartHeight = 320;
const phoneChartHeight = 260;

interface Props {
  title: string;
  result: AnswerResult;
  /** The chart that came with the answer, as it came. */
  wanted: unknown;
  /** Whether the rows are those that the chart was made from, not of a statement that ran again. */
  isOriginal: boolean;
  /** The message that a choice of how to draw sticks to; null for one that is not stored yet. */
  messageId: string | null;
  connectionId: string | null;
  /** True when a sentence above has already said that there is no data. */
  said: boolean;
}

/** One result as chart or table, with a switch between the kinds that fit and the exports. */
export function ResultView({
  title,
  result,
  wanted: came,
  isOriginal,
  messageId,
  connectionId,
  said,
}: Props) {
  const t = useTexts(askTexts);
  const wanted = useMemo(() => validChart(came), [came]);
  const height = usePhone() ? phoneChartHeight : chartHeight;
  const offer = useMemo(() => {
    // The chart of an answer holds all its rows, in order and with the names of periods.
    if (isOriginal && wanted !== null && wanted.type !== 'table') return { chart: wanted, guessed: false };
    return chartOf(result.columns, result.rows, wanted);
  }, [isOriginal, result, wanted]);
  const chart = offer?.chart ?? null;
  const choice = useChartChoice(chart, {
    // Where the answer came without a chart the table is what was meant; a guessed chart is only offered.
    isMeant: offer?.guessed === false || chart?.type === 'kpi',
    messageId,
    measures: measuresOf(chart, result),
  });
  if (result.rows.length === 0) return said ? null : <p className={styles.nothing}>{t('noRows')}</p>;
  return (
    <div className={styles.result}>
      <div className={styles.bar}>
        <ChartSwitch choice={choice} />
        <span className={styles.space} />
        <ResultActions title={title} result={result} connectionId={connectionId} chart={choice.drawn} />
      </div>
      {result.truncated && result.rows.length >= result.rowsCount && (
        <div className={styles.truncated}>
          {t('truncated', { count: groupDigits(String(result.rows.length)) })}
        </div>
      )}
      {choice.drawn === null ? (
        <ResultGrid columns={result.columns} rows={result.rows} maxHeight={380} label={title} />
      ) : (
        <ChartBody chart={choice.drawn} height={height} />
      )}
    </div>
  );
}

/** The columns of figures that the chart holds. */
function measuresOf(chart: Chart | null, result: AnswerResult): string[] {
  if (chart === null) return [];
  if (chart.measures !== undefined) return chart.measures.map(({ name }) => name);
  const names = result.columns.filter(isMeasure).map(({ name }) => name);
  return names.filter((name) => chart.data.columns.includes(name));
}
