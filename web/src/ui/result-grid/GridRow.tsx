import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { CSSProperties } from 'react';
import { formatCell, isNumberColumn } from '../../lib/format-cell.ts';
import styles from './ResultGrid.module.css';

const titleFromLength = 20;

interface RowProps {
  /** From 0, in the order shown. */
  index: number;
  cells: Cell[];
  columns: ResultColumn[];
  style: CSSProperties;
  chosen: boolean;
  activeColumn: number | null;
  onChoose: (extend: boolean) => void;
  onActivate: (column: number) => void;
}

export function GridRow({
  index,
  cells,
  columns,
  style,
  chosen,
  activeColumn,
  onChoose,
  onActivate,
}: RowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself takes the focus
    <div role="row" aria-rowindex={index + 2} aria-selected={chosen} className={styles.row} style={style}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.number}
        onClick={(event) => onChoose(event.shiftKey)}
      >
        {index + 1}
      </button>
      {columns.map((column, at) => (
        <GridCell
          key={column.name}
          cell={cells[at] ?? null}
          column={column}
          active={activeColumn === at}
          onActivate={() => onActivate(at)}
        />
      ))}
    </div>
  );
}

interface CellProps {
  cell: Cell;
  column: ResultColumn;
  active: boolean;
  onActivate: () => void;
}

function GridCell({ cell, column, active, onActivate }: CellProps) {
  const text = formatCell(cell, column);
  const classes = [styles.cell];
  if (isNumberColumn(column)) classes.push(styles.figure);
  if (cell === null) classes.push(styles.null);
  if (active) classes.push(styles.active);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      role="gridcell"
      className={classes.join(' ')}
      title={text.length > titleFromLength ? text : undefined}
      onMouseDown={onActivate}
    >
      {text}
    </div>
  );
}
