import type { Chart } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { formatCell } from '../../lib/format-cell.ts';
import { compactNumber } from '../../lib/format-number.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { columnCells, figureOf } from './chart-data.ts';
import styles from './KpiView.module.css';

const compactFrom = 1_000_000;

/** Single figures: large ones short, with the exact figure below. */
export function KpiView({ chart, columns }: { chart: Chart; columns: ResultColumn[] }) {
  const { language } = usePreferences();
  return (
    <div className={styles.kpis}>
      {chart.y.map((name) => {
        const cell = columnCells(chart, name)[0] ?? null;
        const figure = figureOf(cell);
        const exact = formatCell(
          cell,
          columns.find((column) => column.name === name) ?? { name, kind: 'number' },
        );
        const short = figure !== null && Math.abs(figure) >= compactFrom;
        return (
          <dl key={name} className={styles.kpi} style={{ margin: 0 }}>
            <dt>{name}</dt>
            <dd title={exact}>{short ? compactNumber(figure, language) : exact}</dd>
            {short && <div className={styles.exact}>{exact}</div>}
          </dl>
        );
      })}
    </div>
  );
}
