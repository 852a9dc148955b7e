import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { Noun } from './draft.ts';
import { keysOf } from './lexicon.ts';
import type { Resolver } from './resolver.ts';
import { splitWords } from './split-words.ts';

/** Whether the noun says what was done, as `written` and `held` do. */
export function isDoing(noun: Noun): boolean {
  return /(ed|ing|written|made|held|given|taken|taught|bought|sold)$/.test(noun.text);
}

/** `authors who have written books`: what was done is the table that leads to both who did it and to what. */
export function tableBetween(resolver: Resolver, options: { table: PreparedTable }[]): PreparedTable | null {
  const found = options.filter(
    ({ table }) =>
      !resolver.mentioned.includes(table) &&
      resolver.mentioned.filter((other) => table.edges.some((edge) => edge.parent === other)).length >= 2,
  );
  return found.length === 1 ? (found[0]?.table ?? null) : null;
}

/** `the cost of return tickets` where rows keep single_cost and return_cost: words elsewhere tell which. */
export function toldByWords(
  resolver: Resolver,
  noun: Noun,
  columns: PreparedColumn[],
): PreparedColumn | null {
  const table = columns[0]?.table;
  if (resolver.chinese || columns.some((column) => column.table !== table || column.role !== 'measure'))
    return null;
  const own = splitWords(noun.text).map((word) => keysOf(word).exact);
  const others = resolver.words.filter((word) => !own.includes(word.exact));
  const said = columns.filter((column) => {
    const [first] = column.names;
    const words = (first?.words ?? []).filter(
      (word) => !columns.every((other) => other.names[0]?.words.some((one) => one.exact === word.exact)),
    );
    return words.length > 0 && words.every((word) => others.some((other) => other.exact === word.exact));
  });
  return said.length === 1 ? (said[0] ?? null) : null;
}
