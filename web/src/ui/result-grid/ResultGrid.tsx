import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { GridFooter } from './GridFooter.tsx';
import { GridHeader } from './GridHeader.tsx';
import { GridMenu } from './GridMenu.tsx';
import { GridRow } from './GridRow.tsx';
import { areaOf, type Place } from './grid-selection.ts';
import { gridTexts } from './grid-texts.ts';
import styles from './ResultGrid.module.css';
import { useGridSelection } from './use-grid-selection.ts';
import { useGridView } from './use-grid-view.ts';

const CellViewer = lazy(async () => ({ default: (await import('./CellViewer.tsx')).CellViewer }));

const rowPixels = 30;
const headerPixels = 46;
const filterPixels = 32;
const overscan = 8;
const columnOverscan = 3;

interface Props {
  columns: ResultColumn[];
  rows: Cell[][];
  /** The height beyond which the grid scrolls, in pixels; absent: as high as its box. */
  maxHeight?: number;
  label: string;
}

/**
 * A result as a virtual table of any number of rows and columns: sorted by a click, filtered per column. Cells are
 * selected by mouse or arrows (Shift for a range) and copied with Ctrl/⌘ C or from the menu; Enter shows one whole.
 */
export function ResultGrid({ columns, rows, maxHeight, label }: Props) {
  const t = useTexts(gridTexts);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useGridView(columns, rows);
  const [viewed, setViewed] = useState<Place | null>(null);
  const { shown, widths } = view;
  const headPixels = headerPixels + (view.filters === null ? 0 : filterPixels);
  const numberWidth = 24 + String(rows.length).length * 8;
  const down = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan,
    paddingStart: headPixels,
    scrollPaddingStart: headPixels,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => widths[at] ?? 0,
    overscan: columnOverscan,
    paddingStart: numberWidth,
    scrollPaddingStart: numberWidth,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths place the columns anew
  useEffect(() => across.measure(), [across, widths]);
  const { selection, setSelection, copy, handlers } = useGridSelection({
    columns,
    shown,
    onShow: ({ row, column }) => {
      down.scrollToIndex(row);
      across.scrollToIndex(column);
    },
    onView: setViewed,
  });
  const inSight = across.getVirtualItems();
  const visible = inSight.map(({ index }) => index);
  const before = (inSight[0]?.start ?? numberWidth) - numberWidth;
  const after = across.getTotalSize() - (inSight.at(-1)?.end ?? 0);
  const all = visible.length === columns.length;
  const track = (at: number) =>
    all && !view.isResized(at) ? `minmax(${widths[at]}px, 1fr)` : `${widths[at]}px`;
  const template = `${numberWidth}px ${before}px ${visible.map(track).join(' ')} ${after}px`;
  const area = selection === null ? null : areaOf(selection);
  const active = selection?.head;
  const filterByValue = () => {
    if (active === undefined) return;
    const cell = shown[active.row]?.[active.column] ?? null;
    view.setFilter(active.column, cell === null ? 'NULL' : `=${String(cell)}`);
    setSelection(null);
  };
  return (
    <div className={styles.grid} style={maxHeight === undefined ? { height: '100%' } : undefined}>
      <GridMenu
        onCopy={(format) => copy(format)}
        onView={() => active && setViewed(active)}
        onFilterByValue={filterByValue}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements */}
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={shown.length + 1}
          aria-colcount={columns.length}
          aria-multiselectable
          aria-activedescendant={active && `${id}-${active.row}-${active.column}`}
          className={styles.scroller}
          style={maxHeight === undefined ? { flex: 1 } : { maxHeight }}
          {...handlers}
        >
          <div
            className={styles.body}
            style={{ height: down.getTotalSize(), width: `max(100%, ${across.getTotalSize()}px)` }}
          >
            <GridHeader
              columns={columns}
              visible={visible}
              template={template}
              height={headPixels}
              view={view}
            />
            {shown.length === 0 && rows.length > 0 && <p className={styles.noMatch}>{t('noMatch')}</p>}
            {down.getVirtualItems().map(({ index, start }) => (
              <GridRow
                key={index}
                gridId={id}
                index={index}
                cells={shown[index] ?? []}
                columns={columns}
                visible={visible}
                style={{
                  top: 0,
                  gridTemplateColumns: template,
                  height: rowPixels,
                  transform: `translateY(${start}px)`,
                }}
                area={area}
                wholeRows={selection?.rows ?? false}
                activeColumn={active?.row === index && !selection?.rows ? active.column : null}
              />
            ))}
          </div>
        </div>
      </GridMenu>
      <GridFooter
        columns={columns}
        shown={shown}
        rowsCount={rows.length}
        selection={selection}
        onClearFilters={view.toggleFilters}
      />
      <Suspense fallback={null}>
        {viewed !== null && columns[viewed.column] !== undefined && (
          <CellViewer
            title={t('cellOf', { name: columns[viewed.column]!.name, row: viewed.row + 1 })}
            column={columns[viewed.column]!}
            cell={shown[viewed.row]?.[viewed.column] ?? null}
            onClose={() => {
              setViewed(null);
              scroller.current?.focus();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
