import type { Cell, Chart } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { Segmented, Select } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { isMeasure } from '../../../lib/format-cell.ts';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ChartCanvas } from '../../../ui/chart/ChartCanvas.tsx';
import { chartOf } from '../../../ui/chart/chart-data.ts';
import { type ChartKind, kindOf, kindsOf, withKind } from '../../../ui/chart/chart-kinds.ts';
import { chartTexts } from '../../../ui/chart/chart-texts.ts';
import { KpiView } from '../../../ui/chart/KpiView.tsx';
import styles from './ResultPane.module.css';
import { resultTexts } from './result-texts.ts';

const drawnRows = 5000;
const guessedFromRows = 100;
const pickersPixels = 48;
const minHeight = 220;

interface Props {
  columns: ResultColumn[];
  rows: Cell[][];
}

/** A result drawn: type, axis, figures and split begin with a guess and can be chosen. */
export function ChartPane({ columns, rows }: Props) {
  const t = useTexts(resultTexts);
  const c = useTexts(chartTexts);
  const [box, height] = useHeight();
  const [choice, setChoice] = useState<Partial<Pick<Chart, 'x' | 'y' | 'series'>>>({});
  const [kind, setKind] = useState<ChartKind | null>(null);
  const guess = useMemo(
    () => chartOf(columns, rows.slice(0, guessedFromRows), null)?.chart ?? null,
    [columns, rows],
  );
  const chart = useMemo((): Chart | null => {
    if (guess === null) return null;
    const data = { columns: columns.map(({ name }) => name), rows: rows.slice(0, drawnRows) };
    const type = rows.length > 1 && guess.type === 'kpi' ? 'bar' : guess.type;
    return { ...guess, type, ...choice, data };
  }, [guess, choice, columns, rows]);
  const kinds: ChartKind[] = chart === null ? [] : kindsOf(chart).filter((one) => one !== 'table');
  const shown = chart !== null && kind !== null && kinds.includes(kind) ? withKind(chart, kind) : chart;
  if (chart === null || shown === null) return <p className={styles.nothing}>{t('noChart')}</p>;
  const measures = columns.filter(isMeasure).map(({ name }) => name);
  const options = columns.map(({ name }) => ({ value: name, label: name }));
  return (
    <div ref={box} style={{ height: '100%' }}>
      <div className={styles.pickers}>
        <Segmented<ChartKind>
          size="small"
          aria-label={t('chartType')}
          value={kindOf(shown)}
          options={kinds.map((value) => ({ value, label: c(`type_${value}`) }))}
          onChange={setKind}
        />
        <Labelled label={t('category')}>
          <Select
            size="small"
            value={chart.x}
            options={options}
            popupMatchSelectWidth={false}
            onChange={(x) => setChoice({ ...choice, x })}
          />
        </Labelled>
        <Labelled label={t('measures')}>
          <Select
            size="small"
            mode="multiple"
            maxTagCount={2}
            style={{ minWidth: 120 }}
            value={chart.y}
            options={measures.map((name) => ({ value: name, label: name }))}
            popupMatchSelectWidth={false}
            onChange={(y) => y.length > 0 && setChoice({ ...choice, y })}
          />
        </Labelled>
        <Labelled label={t('series')}>
          <Select
            size="small"
            value={chart.series ?? ''}
            options={[{ value: '', label: t('noSeries') }, ...options]}
            popupMatchSelectWidth={false}
            onChange={(series) => setChoice({ ...choice, series: series === '' ? null : series })}
          />
        </Labelled>
        {rows.length > drawnRows && (
          <span className={styles.note}>{t('chartRows', { count: groupDigits(String(drawnRows)) })}</span>
        )}
      </div>
      {shown.type === 'kpi' && shown.layout !== 'funnel' ? (
        <KpiView chart={shown} />
      ) : (
        <ChartCanvas chart={shown} height={Math.max(minHeight, height - pickersPixels)} />
      )}
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
    <label>
      {label} {children}
    </label>
  );
}

/** The height of a box, for what is drawn in pixels. */
function useHeight() {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.contentRect.height ?? 0));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, height] as const;
}
