import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { isNumberColumn } from '../../lib/format-cell.ts';

type Test = (cell: Cell) => boolean;

/** The rows that pass every column's filter, by column index; the given array itself when nothing is filtered. */
export function filterRows(
  rows: Cell[][],
  columns: readonly ResultColumn[],
  filters: Readonly<Record<number, string>>,
): Cell[][] {
  const tests = Object.entries(filters).flatMap(([at, text]) => {
    const column = columns[Number(at)];
    const test = column === undefined ? null : testOf(text, isNumberColumn(column));
    return test === null ? [] : [{ at: Number(at), test }];
  });
  if (tests.length === 0) return rows;
  return rows.filter((row) => tests.every(({ at, test }) => test(row[at] ?? null)));
}

/** `NULL`, `!NULL`, a comparison (`=`, `!=`, `>`, `>=`, `<`, `<=`), or text that the cell contains. */
function testOf(text: string, numeric: boolean): Test | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  if (/^null$/i.test(wanted)) return (cell) => cell === null;
  if (/^!null$/i.test(wanted)) return (cell) => cell !== null;
  const comparison = /^(!=|>=|<=|=|>|<)\s*(.*)$/s.exec(wanted);
  if (comparison === null) {
    const needle = wanted.toLowerCase();
    return (cell) => cell !== null && String(cell).toLowerCase().includes(needle);
  }
  const [, operator = '=', operand = ''] = comparison;
  if (operand === '' && operator !== '=' && operator !== '!=') return null;
  return (cell) => cell !== null && holds(operator, order(cell, operand, numeric));
}

function order(cell: Cell, operand: string, numeric: boolean): number {
  const [left, right] = [Number(cell), Number(operand.replaceAll(',', ''))];
  if (numeric && operand !== '' && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  const [one, other] = [String(cell).toLowerCase(), operand.toLowerCase()];
  return one === other ? 0 : one < other ? -1 : 1;
}

function holds(operator: string, difference: number): boolean {
  if (operator === '=') return difference === 0;
  if (operator === '!=') return difference !== 0;
  if (operator === '>') return difference > 0;
  if (operator === '<') return difference < 0;
  return operator === '>=' ? difference >= 0 : difference <= 0;
}
