import type { PreparedCatalog } from './catalog-index.ts';
import { knowsEnglish } from './lexicon.ts';
import type { NounCandidate } from './noun-match.ts';
import { oneEditApart } from './value-index.ts';
import { singular } from './words.ts';

/** The one catalog word a misspelt English word is a letter away from; null when there is none or several. */
export function nearestSpelling(word: string, prepared: PreparedCatalog): string | null {
  if (word.length < 6 || !/^[a-z]+$/.test(word) || knowsEnglish(word)) return null;
  const wanted = singular(word);
  let found: string | null = null;
  for (const key of prepared.postings.keys()) {
    if (!key.startsWith('w:')) continue;
    const known = key.slice(2);
    if (known.length < 5 || known.charAt(0) !== wanted.charAt(0) || !oneEditApart(wanted, known)) continue;
    if (found !== null) return null;
    found = known;
  }
  return found;
}

/** `payload` for a column called pay_load: names whose words the question writes as one. */
export function writtenTogether(word: string, prepared: PreparedCatalog): NounCandidate[] {
  if (word.length < 6) return [];
  const forms = new Set([word, singular(word)]);
  return prepared.tables.flatMap((table) =>
    table.columns
      .filter((column) => /[_\s-]/.test(column.name))
      .filter((column) => forms.has(column.name.replace(/[_\s-]/g, '').toLowerCase()))
      .map((thing) => ({ thing, score: 1 })),
  );
}
