import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { CSSProperties } from 'react';
import { formatCell, isNumberColumn } from '../../lib/format-cell.ts';
import type { Area } from './grid-selection.ts';
import styles from './ResultGrid.module.css';

const titleFromLength = 20;
const shownCharacters = 300;

interface RowProps {
  gridId: string;
  /** From 0, in the order shown. */
  index: number;
  cells: Cell[];
  columns: ResultColumn[];
  visible: number[];
  style: CSSProperties;
  /** The selected area and the active cell's column, where they touch this row. */
  area: Area | null;
  wholeRows: boolean;
  activeColumn: number | null;
}

export function GridRow(props: RowProps) {
  const { gridId, index, cells, columns, visible, style, area, wholeRows, activeColumn } = props;
  const inside = area !== null && index >= area.top && index <= area.bottom;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself takes the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={inside && wholeRows}
      className={styles.row}
      style={style}
    >
      <span className={styles.number} data-row={index}>
        {index + 1}
      </span>
      <span />
      {visible.map((at) => (
        <GridCell
          key={at}
          id={`${gridId}-${index}-${at}`}
          row={index}
          at={at}
          cell={cells[at] ?? null}
          column={columns[at]!}
          selected={inside && at >= area.left && at <= area.right}
          active={activeColumn === at}
        />
      ))}
    </div>
  );
}

interface CellProps {
  id: string;
  row: number;
  at: number;
  cell: Cell;
  column: ResultColumn;
  selected: boolean;
  active: boolean;
}

function GridCell({ id, row, at, cell, column, selected, active }: CellProps) {
  const text = formatCell(typeof cell === 'string' ? cell.slice(0, shownCharacters) : cell, column).replace(
    /[\r\n]+/g,
    ' ↵ ',
  );
  const classes = [styles.cell];
  if (isNumberColumn(column)) classes.push(styles.figure);
  if (cell === null) classes.push(styles.null);
  if (selected) classes.push(styles.selected);
  if (active) classes.push(styles.active);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={id}
      role="gridcell"
      aria-colindex={at + 1}
      aria-selected={selected}
      data-row={row}
      data-column={at}
      className={classes.join(' ')}
      title={text.length > titleFromLength ? text : undefined}
    >
      {text}
    </div>
  );
}
