import type { Language, Text } from '@sextant/contract/text';
import type { PreparedCatalog, PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { Piece, Span } from './pieces.ts';
import { isHanName, spokenName } from './spoken-name.ts';

const mostNames = 8;
const hanOnly = /^\p{Script=Han}+$/u;
const grammarSign = /^[的了吗呢和与及或在是有按各每从到把被]$/;

/** What stands beside unplaced characters and belongs to their word: a lone character that was read as something else. */
function isLeftover(piece: Piece): boolean {
  return piece.text.length === 1 && hanOnly.test(piece.text) && !grammarSign.test(piece.text);
}

/** Unplaced Chinese characters that adjoin as the words they make together; all others as they are. */
export function unplacedWords(spans: readonly Span[], pieces: readonly Piece[]): string[] {
  const words: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = words.at(-1);
    const adjoins = last?.end === span.start && hanOnly.test(last.text) && hanOnly.test(span.text);
    if (adjoins) {
      last.end = span.end;
      last.text += span.text;
    } else if (span.text !== '') words.push({ start: span.start, end: span.end, text: span.text });
  }
  for (const word of words) {
    const next = pieces.find((piece) => piece.start === word.end);
    if (next && hanOnly.test(word.text) && isLeftover(next)) word.text += next.text;
  }
  return words.map((word) => word.text);
}

/** Says which words stayed without a place; without any, that the whole did. */
export function unplacedText(words: readonly string[]): Text {
  if (words.length === 0)
    return {
      zh: '没有看懂这个问题。请说出要看哪张表、哪些列。',
      en: 'The question was not understood. Name the table and the columns you want.',
    };
  return {
    zh: `没有看懂“${words.join('”“')}”。请换个说法，或说明它对应哪张表、哪一列。`,
    en: `Could not place "${words.join('", "')}". Say it in other words, or name the table or column it means.`,
  };
}

function callTable(table: PreparedTable, language: Language): string {
  const spoken = spokenName(table, language);
  return language === 'zh' && isHanName(spoken) ? spoken : table.name;
}

function callColumn(column: PreparedColumn, language: Language): string {
  const spoken = spokenName(column, language);
  return language === 'zh' && isHanName(spoken) ? spoken : `${column.table.name}.${column.name}`;
}

/** Tables and columns near to what was asked, in Chinese by their comments; then other tables of the catalog. */
export function nearestNames(
  prepared: PreparedCatalog,
  pieces: readonly Piece[],
  language: Language,
): string[] {
  const names = new Set<string>();
  for (const piece of pieces) {
    if (piece.kind !== 'noun') continue;
    for (const { thing } of piece.candidates.slice(0, 2)) {
      if (!('ref' in thing)) names.add(callTable(thing, language));
      else if (thing.role !== 'key') names.add(callColumn(thing, language));
    }
  }
  for (const table of prepared.tables) if (names.size < mostNames) names.add(callTable(table, language));
  return [...names].slice(0, mostNames);
}
