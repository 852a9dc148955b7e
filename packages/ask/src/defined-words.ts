import type { GlossaryEntry, Interpretation } from './interpretation.ts';
import { normalizeText } from './normalize.ts';

/** A question with its short names written out, and the way back to places in the question as it was asked. */
export interface WrittenOut {
  question: string;
  /** The place in the asked question that a place in the written-out one comes from. */
  placeOf(position: number): number;
}

/** Where the words that name the thing end and its conditions begin. */
const headEnd =
  /[,;(（，。]|\s(?:of|in|for|by|who|which|that|over|during|within|from|where|per|across|on|at|joined)\s/i;
/** Shorthand: two to six capitals, or letters and digits, that no sentence has as a word. */
const shorthand = /^[A-Z][A-Z0-9]{1,5}$/;

interface Definition {
  term: string;
  words: string;
  /** Known however it is written, and in the plural: a glossary's term, not shorthand. */
  isFree?: true;
}

function definitionsIn(text: string): Definition[] {
  const found: Definition[] = [];
  const pattern =
    /\b([A-Z][A-Z0-9]{1,5})\b\s*(?:\([^)]*\))?\s*(?:=|:|is defined as|means|stands for|指的是|是指|指)\s*([^\n.。;；]+)/g;
  for (const match of text.matchAll(pattern)) {
    const [, term = '', meaning = ''] = match;
    if (/[+*/×÷]|\s-\s/.test(meaning)) continue;
    const words = (meaning.split(headEnd)[0] ?? '').trim();
    const count = words.split(/\s+/).length;
    if (count >= 2 && count <= 5 && /^[A-Za-z\u3400-\u9fff ]+$/.test(words)) found.push({ term, words });
  }
  return found;
}

/** A condition or arithmetic as a database has it, which is not a way to say something. */
const formal = /[=<>*+×÷]|\s[-/]\s|\w\(|\bin\s*\(|\b(?:like|between|is null)\b/i;

function glossaryDefinitions(glossary: readonly GlossaryEntry[], targets: ReadonlySet<string>): Definition[] {
  return glossary.flatMap((entry): Definition[] => {
    const words = entry.meaning.trim();
    const isWords = !formal.test(words) && !targets.has(words.toLowerCase());
    if (entry.kind !== undefined && entry.kind !== 'metric' && isWords)
      return [entry.term, ...entry.synonyms].map((term) => ({ term, words, isFree: true as const }));
    const spellsOut = shorthand.test(entry.term) && /^[A-Za-z]+( [A-Za-z]+){1,4}$/.test(words);
    return spellsOut ? [{ term: entry.term, words: words.toLowerCase() }] : [];
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Finds the defined terms of a question, longer ones first; Latin ones only as whole words. */
function patternOf(definitions: readonly Definition[]): RegExp {
  const byLength = definitions.toSorted((left, right) => right.term.length - left.term.length);
  const parts = byLength.map(({ term, isFree }) => {
    const start = /^[\w]/.test(term) ? '(?<![A-Za-z0-9_])' : '';
    const end = /[\w]$/.test(term) ? `${isFree ? '(?:s|es)?' : ''}(?![A-Za-z0-9_])` : '';
    return `${start}${escaped(term)}${end}`;
  });
  return new RegExp(parts.join('|'), 'gi');
}

function definitionOf(found: string, definitions: readonly Definition[]): Definition | undefined {
  const text = normalizeText(found);
  return definitions.find(({ term, isFree }) =>
    isFree ? [term, `${term}s`, `${term}es`].some((form) => normalizeText(form) === text) : term === found,
  );
}

/**
 * Writes out what the evidence or the glossary defines in words: shorthand (`ACP`), and terms that stand for other
 * words; null when the question holds none. `targets` are the names of tables and columns, which need no writing out.
 */
export function writeOut(
  question: string,
  evidence: string | undefined,
  glossary: readonly GlossaryEntry[],
  targets: ReadonlySet<string> = new Set(),
): WrittenOut | null {
  const shorthands = definitionsIn(evidence ?? '').map((one) => ({ ...one, words: one.words.toLowerCase() }));
  const definitions = [...shorthands, ...glossaryDefinitions(glossary, targets)];
  if (definitions.length === 0) return null;
  const shifts: { from: number; to: number; length: number; asked: number }[] = [];
  let written = '';
  let at = 0;
  for (const match of question.matchAll(patternOf(definitions))) {
    const definition = definitionOf(match[0], definitions);
    if (!definition) continue;
    written += question.slice(at, match.index);
    shifts.push({
      from: written.length,
      to: written.length + definition.words.length,
      asked: match.index,
      length: match[0].length,
    });
    written += definition.words;
    at = match.index + match[0].length;
  }
  if (shifts.length === 0) return null;
  const placeOf = (position: number): number => {
    let offset = 0;
    for (const shift of shifts) {
      if (position < shift.from) break;
      if (position < shift.to) return shift.asked;
      offset = shift.asked + shift.length - shift.to;
    }
    return position + offset;
  };
  return { question: written + question.slice(at), placeOf };
}

/** The interpretation of a written-out question with its links at their places in the asked one. */
export function backInPlace(read: Interpretation, written: WrittenOut, asked: string): Interpretation {
  const links = read.links.map((link) => {
    const start = written.placeOf(link.start);
    const end = Math.max(start + 1, written.placeOf(link.end));
    return { ...link, start, end, text: asked.slice(start, end) };
  });
  return { ...read, links };
}
