import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useCopy } from '../use-copy.ts';
import { type CopyFormat, cellsAs, plainCells } from './copy-cells.ts';
import { areaOf, type Place, type Selection, selectCell, selectRows, stepOf } from './grid-selection.ts';

const pageRows = 10;

interface Input {
  columns: ResultColumn[];
  shown: Cell[][];
  onShow: (place: Place) => void;
  onView: (place: Place) => void;
}

/** The selected cells of a grid: by mouse, by keyboard, and how they get to the clipboard. */
export function useGridSelection({ columns, shown, onShow, onView }: Input) {
  const toClipboard = useCopy();
  const [selection, setSelection] = useState<Selection | null>(null);
  const size = { rows: shown.length, columns: columns.length };
  const copy = (format: CopyFormat | 'plain', chosen = selection) => {
    if (chosen === null) return;
    const { top, bottom, left, right } = areaOf(chosen);
    const rows = shown.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
    const named = columns.slice(left, right + 1);
    void toClipboard(format === 'plain' ? plainCells(rows) : cellsAs(format, named, rows));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return;
    const command = event.ctrlKey || event.metaKey;
    const head = selection?.head ?? { row: -1, column: 0 };
    const step = stepOf(event.key, head, size, command, pageRows);
    if (step !== null) {
      const next = selectCell(selection, step, size, event.shiftKey);
      setSelection(next);
      onShow(next.head);
    } else if (command && event.key.toLowerCase() === 'a') {
      setSelection({
        ...selectRows(null, size.rows - 1, size.columns, false),
        anchor: { row: 0, column: 0 },
      });
    } else if (command && event.key.toLowerCase() === 'c' && selection !== null) {
      copy(selection.rows ? 'tsv' : 'plain');
    } else if (event.key === 'Enter' && selection !== null) onView(selection.head);
    else if (event.key === 'Escape' && selection !== null) setSelection(null);
    else return;
    event.preventDefault();
  };
  const choose = (target: EventTarget, extend: boolean) => {
    const place = placeOf(target);
    if (place === null) return;
    setSelection(
      place.column === null
        ? selectRows(selection, place.row, size.columns, extend)
        : selectCell(selection, { row: place.row, column: place.column }, size, extend),
    );
  };
  const onMouseDown = (event: MouseEvent) => {
    // The right button opens the menu over what is selected.
    const place = event.button === 0 ? null : placeOf(event.target);
    if (place !== null && selection !== null && isInside(selection, place)) return;
    choose(event.target, event.shiftKey);
  };
  const onMouseOver = (event: MouseEvent) => {
    if (event.buttons === 1) choose(event.target, true);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (place?.column != null) onView({ row: place.row, column: place.column });
  };
  return { selection, setSelection, copy, handlers: { onKeyDown, onMouseDown, onMouseOver, onDoubleClick } };
}

function placeOf(target: EventTarget): { row: number; column: number | null } | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (element === null) return null;
  const { row, column } = element.dataset;
  return { row: Number(row), column: column === undefined ? null : Number(column) };
}

function isInside(selection: Selection, place: { row: number; column: number | null }): boolean {
  const { top, bottom, left, right } = areaOf(selection);
  const column = place.column ?? left;
  return place.row >= top && place.row <= bottom && column >= left && column <= right;
}
