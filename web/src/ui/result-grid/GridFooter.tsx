import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { useMemo } from 'react';
import { isMeasure } from '../../lib/format-cell.ts';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { type Area, areaOf, type Selection } from './grid-selection.ts';
import { gridTexts } from './grid-texts.ts';
import styles from './ResultGrid.module.css';

interface Props {
  columns: ResultColumn[];
  shown: Cell[][];
  rowsCount: number;
  selection: Selection | null;
  onClearFilters: () => void;
}

/** How much is filtered, and what the selected figures add up to. Absent when there is nothing to say. */
export function GridFooter({ columns, shown, rowsCount, selection, onClearFilters }: Props) {
  const t = useTexts(gridTexts);
  const area = selection === null ? null : areaOf(selection);
  const several = area !== null && (area.bottom > area.top || area.right > area.left);
  const totals = useMemo(
    () => (several ? totalsOf(columns, shown, area) : null),
    [several, columns, shown, area],
  );
  if (!several && shown.length === rowsCount) return null;
  const figure = (value: number) => groupDigits(String(Number(value.toPrecision(12))));
  return (
    <div className={styles.footer} aria-live="polite">
      {shown.length !== rowsCount && (
        <span>
          {t('shown', {
            shown: groupDigits(String(shown.length)),
            count: groupDigits(String(rowsCount)),
          })}{' '}
          <button type="button" onClick={onClearFilters}>
            {t('clearFilters')}
          </button>
        </span>
      )}
      {several && (
        <span>
          {t('selected', { rows: area.bottom - area.top + 1, columns: area.right - area.left + 1 })}
        </span>
      )}
      {totals !== null && (
        <>
          <span>{t('sum', { value: figure(totals.sum) })}</span>
          <span>{t('average', { value: figure(totals.sum / totals.count) })}</span>
        </>
      )}
    </div>
  );
}

function totalsOf(
  columns: ResultColumn[],
  rows: Cell[][],
  area: Area,
): { sum: number; count: number } | null {
  let sum = 0;
  let count = 0;
  for (let column = area.left; column <= area.right; column += 1) {
    const described = columns[column];
    if (described === undefined || !isMeasure(described)) continue;
    for (let row = area.top; row <= area.bottom; row += 1) {
      const cell = rows[row]?.[column] ?? null;
      const value = cell === null ? Number.NaN : Number(cell);
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
  }
  return count < 2 ? null : { sum, count };
}
