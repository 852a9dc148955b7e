import { listAt, objectAt, unexpected, valueAt } from './answers.ts';

/** One cell of a JSON-stat dataset: the code of each dimension, and the value. */
export interface JsonStatCell {
  codes: Record<string, string>;
  value: unknown;
}

/**
 * The cells that a JSON-stat 2.0 dataset has values for; the place of a value in it counts through the dimensions, the
 * last one fastest. Throws when dimensions and sizes do not fit together.
 */
export function* jsonStatCells(answer: unknown, source: string): Generator<JsonStatCell> {
  const ids = listAt(answer, 'id', source).map(String);
  const sizes = listAt(answer, 'size', source).map(Number);
  const codes = ids.map((id, at) => codesOf(valueAt(answer, 'dimension'), id, sizes[at] ?? 0, source));
  const values = valueAt(answer, 'value');
  const entries = Array.isArray(values)
    ? values.map((value, at) => [String(at), value] as const)
    : Object.entries(objectAt(answer, 'value', source));
  for (const [place, value] of entries) {
    let rest = Number(place);
    const cell: [string, string][] = [];
    for (let at = ids.length - 1; at >= 0; at -= 1) {
      const size = sizes[at] ?? 1;
      cell.unshift([ids[at] ?? '', codes[at]?.[rest % size] ?? '']);
      rest = Math.floor(rest / size);
    }
    if (rest > 0 || Number.isNaN(rest)) throw unexpected(source, 'a value within the dimensions', place);
    yield { codes: Object.fromEntries(cell), value };
  }
}

function codesOf(dimensions: unknown, id: string, size: number, source: string): string[] {
  const category = objectAt(objectAt(dimensions, id, source), 'category', source);
  const { index = objectAt(category, 'label', source) } = category;
  const codes = Array.isArray(index)
    ? index.map(String)
    : Object.entries(objectAt(index, '', source))
        .sort(([, a], [, b]) => Number(a) - Number(b))
        .map(([code]) => code);
  if (codes.length !== size) throw unexpected(source, `${size} codes of ${id}`, codes);
  return codes;
}
