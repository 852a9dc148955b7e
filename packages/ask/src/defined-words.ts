import type { GlossaryEntry, Interpretation } from './interpretation.ts';

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

function glossaryDefinitions(glossary: readonly GlossaryEntry[]): Definition[] {
  return glossary
    .filter(
      (entry) => shorthand.test(entry.term) && /^[A-Za-z]+( [A-Za-z]+){1,4}$/.test(entry.meaning.trim()),
    )
    .map((entry) => ({ term: entry.term, words: entry.meaning.trim() }));
}

/** Writes out shorthand (`ACP`) that the evidence or the glossary defines in words; null when there is none. */
export function writeOut(
  question: string,
  evidence: string | undefined,
  glossary: readonly GlossaryEntry[],
): WrittenOut | null {
  const definitions = [...definitionsIn(evidence ?? ''), ...glossaryDefinitions(glossary)];
  const shifts: { from: number; to: number; length: number; asked: number }[] = [];
  let written = '';
  let at = 0;
  for (const match of question.matchAll(/\b[A-Z][A-Z0-9]{1,5}\b/g)) {
    const definition = definitions.find((one) => one.term === match[0]);
    if (!definition) continue;
    written += question.slice(at, match.index);
    shifts.push({
      from: written.length,
      to: written.length + definition.words.length,
      asked: match.index,
      length: match[0].length,
    });
    written += definition.words.toLowerCase();
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
