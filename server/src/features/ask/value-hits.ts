import type { PreparedCatalog, PreparedTable } from '@sextant/ask/catalog-index';
import { normalizeText } from '@sextant/ask/normalize';
import type { ValueIndex } from '@sextant/ask/value-index';

const valuePoints = 2;
const mostValueWords = 4;

/** A table that holds a value of the question; `place` tells the value from others. */
interface ValueHit {
  table: PreparedTable;
  place: number;
  score: number;
}

/** Tables with stored values that occur in the question, the more surely the fewer tables hold them. */
export function* valueHits(
  question: string,
  prepared: PreparedCatalog,
  values: ValueIndex,
): Iterable<ValueHit> {
  const byName = tablesByName(prepared);
  for (const [place, text] of valueTexts(question, values).entries()) {
    const matches = values.lookup(text);
    const weight = valuePoints / Math.log2(new Set(matches.map(({ column }) => column.table)).size + 1);
    for (const { column, score } of matches) {
      const table = byName.get(`${column.schema ?? ''}.${column.table}`);
      if (table) yield { table, place, score: score * weight };
    }
  }
}

function valueTexts(question: string, values: ValueIndex): string[] {
  const runs =
    normalizeText(question).match(/\p{Script=Han}+|[[\p{L}\p{N}_.\&'\-]--\p{Script=Han}]+/gv) ?? [];
  const texts = new Set<string>();
  for (const [at, run] of runs.entries()) {
    for (let length = 1; length <= mostValueWords; length += 1) {
      const text = runs.slice(at, at + length).join(' ');
      if (text.length > 2) texts.add(text.replace(/'s$/, ''));
    }
    if (!/^\p{Script=Han}/u.test(run)) continue;
    const longest = Math.min(values.longestHan, run.length);
    for (let start = 0; start < run.length; start += 1)
      for (let length = 2; length <= longest && start + length <= run.length; length += 1)
        texts.add(run.slice(start, start + length));
  }
  return [...texts].slice(0, 1_000);
}

function tablesByName(prepared: PreparedCatalog): Map<string, PreparedTable> {
  return new Map(prepared.tables.map((table) => [`${table.schema ?? ''}.${table.name}`, table]));
}
