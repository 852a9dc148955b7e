import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { useVirtualizer } from '@tanstack/react-virtual';
import { App } from 'antd';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { copyText } from '../../lib/clipboard.ts';
import { toTabSeparated } from '../../lib/format-cell.ts';
import { useTexts } from '../../lib/texts.ts';
import { uiTexts } from '../ui-texts.ts';
import { columnWidths } from './column-widths.ts';
import { GridHeader } from './GridHeader.tsx';
import { GridRow } from './GridRow.tsx';
import styles from './ResultGrid.module.css';
import { nextSort, type Sort, sortRows } from './sort-rows.ts';

const rowPixels = 30;
const headerPixels = 46;
const overscan = 8;

interface Props {
  columns: ResultColumn[];
  rows: Cell[][];
  /** The height beyond which the grid scrolls, in pixels. */
  maxHeight?: number;
  label: string;
}

interface Place {
  row: number;
  column: number;
}

/**
 * A result as a sortable virtual table. One cell is active: arrows move it, Ctrl/⌘ C copies it; a click on row
 * numbers (Shift for a range) chooses whole rows to copy.
 */
export function ResultGrid({ columns, rows, maxHeight = 380, label }: Props) {
  const copy = useCopy();
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const [active, setActive] = useState<Place>({ row: -1, column: 0 });
  const [chosen, setChosen] = useState<{ from: number; to: number } | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const widths = useMemo(() => columnWidths(columns, rows), [columns, rows]);
  const numberWidth = 24 + String(rows.length).length * 8;
  const template = `${numberWidth}px ${widths.map((width) => `minmax(${width}px, 1fr)`).join(' ')}`;
  const totalWidth = widths.reduce((sum, width) => sum + width, numberWidth);
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan,
    paddingStart: headerPixels,
  });
  const move = (row: number, column: number) => {
    const place = { row: clamp(row, sorted.length), column: clamp(column, columns.length) };
    setActive(place);
    setChosen(null);
    virtualizer.scrollToIndex(place.row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) move(active.row + step[0], active.column + step[1]);
    else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && noTextSelected()) {
      if (chosen !== null) void copy(toTabSeparated(columns, chosenRows(sorted, chosen)));
      else if (active.row >= 0) void copy(String(sorted[active.row]?.[active.column] ?? ''));
    } else return;
    event.preventDefault();
  };
  const choose = (row: number, extend: boolean) =>
    setChosen((before) => ({ from: extend && before !== null ? before.from : row, to: row }));
  const [low, high] =
    chosen === null ? [-1, -2] : [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be made of table elements
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      className={styles.scroller}
      style={{ maxHeight }}
      onKeyDown={onKeyDown}
    >
      <div
        className={styles.body}
        style={{ height: virtualizer.getTotalSize(), width: `max(100%, ${totalWidth}px)` }}
      >
        <GridHeader
          columns={columns}
          template={template}
          height={headerPixels}
          sort={sort}
          onSort={(at) => setSort(nextSort(sort, at))}
        />
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <GridRow
            key={index}
            index={index}
            cells={sorted[index] ?? []}
            columns={columns}
            style={{
              gridTemplateColumns: template,
              height: rowPixels,
              transform: `translateY(${start - headerPixels}px)`,
            }}
            chosen={index >= low && index <= high}
            activeColumn={active.row === index ? active.column : null}
            onChoose={(extend) => choose(index, extend)}
            onActivate={(column) => {
              setActive({ row: index, column });
              setChosen(null);
            }}
          />
        ))}
      </div>
    </div>
  );
}

const steps: Record<string, readonly [number, number] | undefined> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
};

function useCopy(): (text: string) => Promise<void> {
  const t = useTexts(uiTexts);
  const { message } = App.useApp();
  return async (text) => {
    try {
      await copyText(text);
      void message.success(t('copied'));
    } catch {
      void message.warning(t('copyFailed'));
    }
  };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1));
}

function chosenRows(rows: Cell[][], { from, to }: { from: number; to: number }): Cell[][] {
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}

function noTextSelected(): boolean {
  return (window.getSelection()?.toString() ?? '') === '';
}
