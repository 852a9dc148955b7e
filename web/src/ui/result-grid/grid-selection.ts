/** A cell by its place in what is shown. */
export interface Place {
  row: number;
  column: number;
}

/** From the cell where it began to the one that is active now. */
export interface Selection {
  anchor: Place;
  head: Place;
  /** Whole rows were chosen by their numbers. */
  rows: boolean;
}

export interface Area {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function areaOf({ anchor, head }: Selection): Area {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

/** The selection after the active cell has moved, within `size`; `extend` keeps where it began. */
export function selectCell(
  before: Selection | null,
  place: Place,
  size: { rows: number; columns: number },
  extend: boolean,
): Selection {
  const head = { row: clamp(place.row, size.rows), column: clamp(place.column, size.columns) };
  return { anchor: extend && before !== null ? before.anchor : head, head, rows: false };
}

export function selectRows(
  before: Selection | null,
  row: number,
  columns: number,
  extend: boolean,
): Selection {
  const from = extend && before !== null ? before.anchor.row : row;
  return { anchor: { row: from, column: 0 }, head: { row, column: columns - 1 }, rows: true };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1));
}

/** Where a key leads from a place; null for other keys. */
export function stepOf(
  key: string,
  { row, column }: Place,
  size: { rows: number; columns: number },
  far: boolean,
  page: number,
): Place | null {
  switch (key) {
    case 'ArrowDown':
      return { row: far ? size.rows : row + 1, column };
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowRight':
      return { row, column: far ? size.columns : column + 1 };
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 };
    case 'PageDown':
      return { row: row + page, column };
    case 'PageUp':
      return { row: row - page, column };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? size.rows : row, column: size.columns };
    default:
      return null;
  }
}
