import { isHan, normalizeText } from './normalize.ts';
import type { ColumnRef, Filter } from './semantic-query.ts';
import { aliasesOf } from './value-aliases.ts';

/** A value of the database that words of a question stand for. */
export interface ValueMatch {
  column: ColumnRef;
  /** The value as stored. */
  literal: string;
  /** 1 for the same text, less for an alias, a singular or a small misspelling. */
  score: number;
  /** What a defined name stands for when that is more than one value: a condition on rows of the column's table. */
  condition?: { filter: Filter; meaning: string };
}

export interface ValueIndex {
  /** Adds a column's distinct values; `complete` says that these are all of them. */
  add(column: ColumnRef, values: readonly string[], complete: boolean): void;
  /** Values equal to the text but for case, width, spaces and known aliases. */
  lookup(text: string): ValueMatch[];
  /** Values near the text: one letter apart, or containing it as whole words. */
  nearest(text: string, column?: ColumnRef): ValueMatch[];
  /** Whether every distinct value of the column is known. */
  isComplete(column: ColumnRef): boolean;
  /** Whether a value of the column contains the text. */
  contains(column: ColumnRef, text: string): boolean;
  /** The stored values of a column that are known. */
  valuesOf(column: ColumnRef): readonly string[];
  /** Length of the longest Chinese value, in characters (at most 20). */
  readonly longestHan: number;
  /** Most words of an English value (at most 8). */
  readonly mostWords: number;
}

/** The form values are compared in: half width, lower case, single spaces, no edge punctuation. */
export function valueForm(text: string): string {
  return normalizeText(text)
    .replace(/[\s_]+/g, ' ')
    .replace(/^[\s"'.!?]+|[\s"'.!?]+$/g, '');
}

function keyOf(column: ColumnRef): string {
  return `${column.schema ?? ''}\u0000${column.table}\u0000${column.column}`;
}

function singularForm(form: string): string | null {
  return /[a-z]{3}s$/.test(form) && !/ss$/.test(form) ? form.slice(0, -1) : null;
}

/** Whether two texts differ by at most one inserted, dropped, changed or swapped letter. */
export function oneEditApart(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const a = left.slice(start);
  const b = right.slice(start);
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

interface KnownColumn {
  column: ColumnRef;
  values: readonly string[];
  complete: boolean;
  /** The values in the form they are compared in, once somebody looked for near ones. */
  forms: readonly string[] | null;
}

function formsOf(known: KnownColumn): readonly string[] {
  known.forms ??= known.values.map(valueForm);
  return known.forms;
}

/** An empty index of values. It lives in memory; `add` is called once per column. */
export function createValueIndex(): ValueIndex {
  const byForm = new Map<string, ValueMatch[]>();
  const columns = new Map<string, KnownColumn>();
  let longestHan = 1;
  let mostWords = 1;

  const put = (form: string, match: ValueMatch) => {
    const list = byForm.get(form);
    if (!list) {
      byForm.set(form, [match]);
      return;
    }
    // A column is added at once, so what it has there already stands at the end.
    for (let at = list.length - 1; list[at]?.column === match.column; at -= 1)
      if (list[at]?.literal === match.literal) return;
    list.push(match);
  };

  const addValue = (column: ColumnRef, literal: string) => {
    const form = valueForm(literal);
    if (form === '' || form.length > 120) return;
    put(form, { column, literal, score: 1 });
    for (const alias of aliasesOf(form)) put(alias, { column, literal, score: 0.9 });
    if (isHan(form.charAt(0))) longestHan = Math.min(20, Math.max(longestHan, form.length));
    mostWords = Math.min(8, Math.max(mostWords, form.split(' ').length));
    for (const alias of aliasesOf(form)) {
      if (isHan(alias.charAt(0))) longestHan = Math.max(longestHan, alias.length);
      mostWords = Math.max(mostWords, alias.split(' ').length);
    }
  };

  const lookup = (text: string): ValueMatch[] => {
    const form = valueForm(text);
    const exact = byForm.get(form);
    if (exact) return exact;
    const single = singularForm(form);
    const found = single ? byForm.get(single) : byForm.get(`${form}s`);
    return (found ?? []).map((match) => ({ ...match, score: match.score * 0.9 }));
  };

  const nearest = (text: string, column?: ColumnRef): ValueMatch[] => {
    const form = valueForm(text);
    if (form.length < 3) return [];
    const only = column && columns.get(keyOf(column));
    const sources = column ? (only ? [only] : []) : columns.values();
    const found: ValueMatch[] = [];
    for (const source of sources) {
      for (const [at, other] of formsOf(source).entries()) {
        const literal = source.values[at] ?? '';
        if (form.length >= 4 && oneEditApart(form, other))
          found.push({ column: source.column, literal, score: 0.8 });
        else if (other.length > form.length && ` ${other} `.includes(` ${form} `))
          found.push({ column: source.column, literal, score: 0.6 });
        if (found.length >= 50) return found;
      }
    }
    return found.sort((left, right) => right.score - left.score);
  };

  return {
    add(column, values, complete) {
      columns.set(keyOf(column), { column, values, complete, forms: null });
      for (const value of values) addValue(column, value);
    },
    lookup,
    nearest,
    isComplete: (column) => columns.get(keyOf(column))?.complete ?? false,
    contains(column, text) {
      const form = valueForm(text);
      const known = columns.get(keyOf(column));
      return known !== undefined && formsOf(known).some((value) => value.includes(form));
    },
    valuesOf: (column) => columns.get(keyOf(column))?.values ?? [],
    get longestHan() {
      return longestHan;
    },
    get mostWords() {
      return mostWords;
    },
  };
}
