import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { Draft, Noun } from './draft.ts';
import { FailureSignal } from './failure.ts';
import { wordSimilarity } from './lexicon.ts';
import type { Resolver } from './resolver.ts';

const counts = /^(num|number|count|cnt|no)_|_(num|count|cnt)$/i;

function isSaid(resolver: Resolver, column: PreparedColumn): boolean {
  const words = (column.names[0]?.words ?? []).filter(
    (word) => !/^(num|number|count|cnt|no)$/.test(word.exact),
  );
  return (
    words.length > 0 &&
    words.every((word) => resolver.words.some((spoken) => wordSimilarity(spoken, word) >= 0.7))
  );
}

/**
 * `students enrolled in each course` where a course keeps `num_enrolled`: its rows and its own count may differ, so
 * that the question is asked back.
 */
export function refuseRivalCount(resolver: Resolver, draft: Draft, noun: Noun, counted: PreparedTable): void {
  for (const group of draft.groups) {
    const table = group.noun.candidates[0]?.thing;
    if (!table || isColumn(table) || table === counted) continue;
    const rival = table.columns.find(
      (column) => column.role === 'measure' && counts.test(column.name) && isSaid(resolver, column),
    );
    if (!rival) continue;
    const options = [
      { label: counted.comment ?? counted.name, replacement: counted.name },
      { label: `${table.comment ?? table.name} · ${rival.comment ?? rival.name}`, replacement: rival.name },
    ];
    throw new FailureSignal({ kind: 'tie', span: noun, options });
  }
}
