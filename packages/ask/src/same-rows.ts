type Value = string | number | bigint | boolean | null | Uint8Array;
type Row = readonly Value[];

/** How many cells may be compared at most in trying ways to pair columns of like content. */
const mostCompared = 2_000_000;
const mostPairings = 2000;

/** Numbers to seven digits, numeric texts as numbers, so that `2024` and `'2024'` are one value. */
function normal(value: Value): string {
  if (value === null) return 'null';
  const text = typeof value === 'boolean' ? String(Number(value)) : String(value).trim();
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || /^0\d/.test(text)) return `t:${text}`;
  const number = Number(text);
  const whole = Math.round(number);
  // Whole numbers count to the last digit: a telephone number is not the one beside it.
  if (Math.abs(number - whole) <= 1e-9 * Math.abs(whole)) return `n:${whole === 0 ? 0 : whole}`;
  return `n:${Number(number.toPrecision(7))}`;
}

/** Every way to give each expected column another found one that holds the same values. */
function* pairings(expected: string[][], found: string[][], width: number): Generator<number[]> {
  const content = (rows: string[][]): string[] =>
    Array.from({ length: width }, (_, column) =>
      rows
        .map((row) => row[column] ?? '')
        .sort()
        .join('\n'),
    );
  const given = content(found);
  const candidates = content(expected).map((wanted) =>
    given.flatMap((text, index) => (text === wanted ? [index] : [])),
  );
  if (candidates.some((list) => list.length === 0)) return;
  let left = Math.min(mostPairings, Math.ceil(mostCompared / Math.max(1, expected.length * width)));
  const chosen: number[] = [];
  function* choose(column: number): Generator<number[]> {
    if (column === width) {
      left -= 1;
      yield [...chosen];
      return;
    }
    for (const candidate of candidates[column] ?? []) {
      if (left <= 0) return;
      if (chosen.includes(candidate)) continue;
      chosen.push(candidate);
      yield* choose(column + 1);
      chosen.pop();
    }
  }
  yield* choose(0);
}

/**
 * Whether two results hold the same rows: as many columns, in any order, and the same rows as often. With
 * `ordered` the numbers of the expected result come in the same order (its texts too where it has no numbers),
 * so that ties may stand either way.
 */
export function sameRows(expected: readonly Row[], found: readonly Row[], ordered: boolean): boolean {
  if (expected.length !== found.length) return false;
  const width = expected[0]?.length ?? 0;
  if (found.some((row) => row.length !== width)) return false;
  const wanted = expected.map((row) => row.map(normal));
  const given = found.map((row) => row.map(normal));
  const together = (rows: string[][]): string =>
    rows
      .map((row) => row.join('\u0001'))
      .sort()
      .join('\n');
  const all = Array.from({ length: width }, (_, index) => index);
  const numeric = all.filter((index) => wanted.every((row) => row[index]?.startsWith('n:')));
  const keys = numeric.length > 0 ? numeric : all;
  const sequence = (rows: string[][]): string =>
    rows.map((row) => keys.map((key) => row[key]).join('\u0001')).join('\n');
  const bag = together(wanted);
  for (const order of pairings(wanted, given, width)) {
    const arranged = given.map((row) => order.map((index) => row[index] ?? ''));
    if (together(arranged) === bag && (!ordered || sequence(arranged) === sequence(wanted))) return true;
  }
  return false;
}
