import { FallOutlined, MinusOutlined, RiseOutlined } from '@ant-design/icons';
import type { Chart } from '@sextant/contract/chart';
import { isNaming } from '../../lib/format-cell.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { figureOf, measureOf } from './chart-data.ts';
import { chartTexts } from './chart-texts.ts';
import { exactFigure, shortFigure } from './figure-text.ts';
import styles from './KpiView.module.css';
import { type KpiChange, type KpiFigure, kpiFigures } from './kpi-figures.ts';

const compactFrom = 1_000_000;

/** Single figures: large ones short with the exact figure below, and how the compared one changed. */
export function KpiView({ chart }: { chart: Chart }) {
  return (
    <div className={styles.kpis}>
      {kpiFigures(chart).map((figure) => (
        <Card key={figure.name} chart={chart} figure={figure} />
      ))}
    </div>
  );
}

function Card({ chart, figure: { name, cell, of, change } }: { chart: Chart; figure: KpiFigure }) {
  const { language } = usePreferences();
  const unit = measureOf(chart, name) ?? { unit: 'number' as const };
  const figure = figureOf(cell);
  const plain = figure === null || cell === null || isNaming({ name });
  const exact = plain ? String(cell ?? 'NULL') : exactFigure(cell, unit, language);
  const isShort = !plain && unit.unit === 'number' && Math.abs(figure) >= compactFrom;
  return (
    <dl className={styles.kpi} style={{ margin: 0 }}>
      <dt>{of === null ? name : `${of} · ${name}`}</dt>
      <dd title={exact}>{isShort ? shortFigure(figure, unit, language) : exact}</dd>
      {isShort && <div className={styles.exact}>{exact}</div>}
      {change !== null && <Change change={change} unit={unit} />}
    </dl>
  );
}

/** Neither good nor bad in itself, so it has no colour: costs fall too. */
function Change({ change, unit }: { change: KpiChange; unit: Parameters<typeof exactFigure>[1] }) {
  const t = useTexts(chartTexts);
  const { language } = usePreferences();
  const { difference, part, previous, against } = change;
  const way = difference ?? part;
  if (way === null) return <div className={styles.exact}>{t('noBefore')}</div>;
  const Arrow = way > 0 ? RiseOutlined : way < 0 ? FallOutlined : MinusOutlined;
  const plus = (difference ?? 0) > 0 && unit.unit !== 'change' ? '+' : '';
  const told = [
    part === null ? null : shortFigure(part, { unit: 'change' }, language),
    difference === null ? null : `${plus}${shortFigure(difference, unit, language)}`,
  ].filter((text) => text !== null);
  return (
    <div className={styles.change}>
      <Arrow aria-hidden />
      <strong>{told[0]}</strong>
      {told.length > 1 && <span>{told[1]}</span>}
      {previous !== null && (
        <span className={styles.against}>
          {t('against', { name: against ?? t('before'), value: shortFigure(previous, unit, language) })}
        </span>
      )}
    </div>
  );
}
