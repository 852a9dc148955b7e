import { CaretDownOutlined, CaretUpOutlined, FilterFilled, FilterOutlined } from '@ant-design/icons';
import type { ResultColumn } from '@sextant/contract/result';
import type { PointerEvent } from 'react';
import { isNumberColumn } from '../../lib/format-cell.ts';
import { useTexts } from '../../lib/texts.ts';
import { gridTexts } from './grid-texts.ts';
import styles from './ResultGrid.module.css';
import type { GridView } from './use-grid-view.ts';

interface Props {
  columns: ResultColumn[];
  /** Indexes of the columns that are in sight. */
  visible: number[];
  template: string;
  height: number;
  view: GridView;
}

/** Names and types, a click sorts, the right edge changes the width; below them the filters when they are open. */
export function GridHeader({ columns, visible, template, height, view }: Props) {
  const t = useTexts(gridTexts);
  const filterLabel = view.filters === null ? t('filter') : t('hideFilter');
  return (
    <div className={styles.header} style={{ height }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus */}
      <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
        <button
          type="button"
          className={styles.corner}
          aria-label={filterLabel}
          aria-expanded={view.filters !== null}
          title={filterLabel}
          onClick={view.toggleFilters}
        >
          {view.filters === null ? <FilterOutlined /> : <FilterFilled />}
        </button>
        <span />
        {visible.map((at) => (
          <HeadCell key={at} at={at} column={columns[at]!} view={view} />
        ))}
      </div>
      {view.filters !== null && (
        <div className={styles.filterRow} style={{ gridTemplateColumns: template }}>
          <span className={styles.corner} />
          <span />
          {visible.map((at) => (
            <input
              key={at}
              className={styles.filter}
              aria-label={t('filterOf', { name: columns[at]!.name })}
              title={t('filterHint')}
              placeholder="…"
              value={view.filters?.[at] ?? ''}
              onChange={(event) => view.setFilter(at, event.target.value)}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function HeadCell({ at, column, view }: { at: number; column: ResultColumn; view: GridView }) {
  const t = useTexts(gridTexts);
  const direction = view.sort?.column === at ? view.sort.direction : undefined;
  const startResize = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const startX = event.clientX;
    const startWidth = handle.parentElement?.offsetWidth ?? 0;
    handle.onpointermove = (move) => view.resize(at, startWidth + move.clientX - startX);
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      role="columnheader"
      aria-sort={direction ?? 'none'}
      aria-colindex={at + 1}
      className={styles.headCell}
    >
      <button
        type="button"
        className={isNumberColumn(column) ? `${styles.head} ${styles.headFigure}` : styles.head}
        title={`${column.name} · ${column.type}`}
        onClick={() => view.toggleSort(at)}
      >
        <span className={styles.name}>
          <span>{column.name}</span>
          {direction === 'ascending' && <CaretUpOutlined />}
          {direction === 'descending' && <CaretDownOutlined />}
        </span>
        <span className={styles.type}>{column.type}</span>
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-valuenow={view.widths[at]}
        className={styles.resizer}
        title={t('resize', { name: column.name })}
        onPointerDown={startResize}
        onDoubleClick={() => view.resize(at, null)}
      />
    </div>
  );
}
