import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import type { ResultColumn } from '@sextant/contract/result';
import { isNumberColumn } from '../../lib/format-cell.ts';
import styles from './ResultGrid.module.css';
import type { Sort } from './sort-rows.ts';

interface Props {
  columns: ResultColumn[];
  template: string;
  height: number;
  sort: Sort | null;
  onSort: (column: number) => void;
}

/** Names and types; a click sorts. */
export function GridHeader({ columns, template, height, sort, onSort }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    <div
      role="row"
      aria-rowindex={1}
      className={styles.header}
      style={{ gridTemplateColumns: template, height }}
    >
      <span className={styles.corner} />
      {columns.map((column, at) => {
        const direction = sort?.column === at ? sort.direction : undefined;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.name}
            role="columnheader"
            aria-sort={direction ?? 'none'}
            className={styles.headCell}
          >
            <button
              type="button"
              className={isNumberColumn(column) ? `${styles.head} ${styles.headFigure}` : styles.head}
              title={`${column.name} · ${column.type}`}
              onClick={() => onSort(at)}
            >
              <span className={styles.name}>
                <span>{column.name}</span>
                {direction === 'ascending' && <CaretUpOutlined />}
                {direction === 'descending' && <CaretDownOutlined />}
              </span>
              <span className={styles.type}>{column.type}</span>
            </button>
          </div>
        );
      })}
    </div>
  );
}
