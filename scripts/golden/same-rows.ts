import type { SQLOutputValue } from 'node:sqlite';

type Value = SQLOutputValue;
type Row = Value[];

const mostColumns = 7;

/** Numbers to seven digits, numeric texts as numbers, so that `2024` and `'2024'` are one value. */
function normal(value: Value): string {
  if (value === null) return 'null';
  const text = String(value);
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || /^0\d/.test(text)) return `t:${text}`;
  const number = Number(text);
  return `n:${number === 0 ? 0 : Number(number.toPrecision(7))}`;
}

function* permutations(items: number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

/** Columns of wide rows are matched by what they hold rather than by trying every order. */
function arrangements(expected: string[][], found: string[][], width: number): Iterable<number[]> {
  if (width <= mostColumns) return permutations(Array.from({ length: width }, (_, index) => index));
  const content = (rows: string[][], column: number): string =>
    rows
      .map((row) => row[column] ?? '')
      .toSorted()
      .join('\n');
  const used = new Set<number>();
  const matched = Array.from({ length: width }, (_, column) => {
    const wanted = content(expected, column);
    const match = Array.from({ length: width }, (_, index) => index).find(
      (index) => !used.has(index) && content(found, index) === wanted,
    );
    used.add(match ?? -1);
    return match ?? -1;
  });
  return [matched];
}

/**
 * Whether two results hold the same rows: as many columns, in any order, and the same rows as often. With
 * `ordered` the numbers of the expected result come in the same order (its texts too where it has no numbers),
 * so that ties may stand either way.
 */
export function sameRows(expected: Row[], found: Row[], ordered: boolean): boolean {
  if (expected.length !== found.length) return false;
  const width = expected[0]?.length ?? 0;
  if (found.some((row) => row.length !== width)) return false;
  const wanted = expected.map((row) => row.map(normal));
  const given = found.map((row) => row.map(normal));
  const sorted = wanted
    .map((row) => row.join('\u0001'))
    .toSorted()
    .join('\n');
  const numeric = Array.from({ length: width }, (_, index) => index).filter((index) =>
    wanted.every((row) => row[index]?.startsWith('n:')),
  );
  const keys = numeric.length > 0 ? numeric : Array.from({ length: width }, (_, index) => index);
  const sequence = (rows: string[][]): string =>
    rows.map((row) => keys.map((key) => row[key]).join('\u0001')).join('\n');
  for (const order of arrangements(wanted, given, width)) {
    const arranged = given.map((row) => order.map((index) => row[index] ?? ''));
    const same =
      arranged
        .map((row) => row.join('\u0001'))
        .toSorted()
        .join('\n') === sorted;
    if (same && (!ordered || sequence(arranged) === sequence(wanted))) return true;
  }
  return false;
}
