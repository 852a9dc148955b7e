import { normalizeText } from './normalize.ts';

/** A question about two numbers taken apart: each text asks for one of them, its words at their places. */
export interface RatioParts {
  /** `A out of all B`, not `A to B`. */
  isPart: boolean;
  /** The same question with `vary across C` written as `for each C`. */
  whole: string;
  numerator: string[];
  denominator: string[];
}

const opening =
  /^\s*(?:(?:what(?:'s| is| was| are| were)?|calculate|compute|find|show(?: me)?|give(?: me)?|return|tell me|get|how do(?:es)?|how did)\s+)*(?:the\s+)?/;
const ratioOf = /(?:ratio|quotient)\s+(?:of|between)\s+(?:the\s+)?/;
const middle = /\s+(?:to|over|divided by|versus|vs\.?)\s+(?:the\s+)?/;
const partOf = /(?:proportion|percentage|percent|share|fraction)\s+of\s+(?:the\s+)?/;
const outOf = /\s+(?:out of|among|relative to)\s+(?:the\s+)?/;
/** What both numbers are broken down or cut by. */
const shared =
  /\s+(?:(?:for|in|within|of|at|on|from|by|per)\s+)?(?:each|every|per|by)\s+.*$|\s+(?:in|during|for|since)\s+(?:the\s+)?(?:year\s+)?(?:19|20)\d\d$|\s+(?:vary|varies|differ|differs|change|changes|changed|develop|compare)\s+.*$/;
const varies =
  /^\s+(?:vary|varies|differ|differs|change|changes|changed|develop|compare)\s+(?:across|by|between|among|over|for|from)\s+(?:the\s+)?(?:different\s+|various\s+|each\s+)?/;
const saysWhat = /^(?:total|sum|average|avg|mean|count|number|maximum|minimum|max|min|how many|amount)\b/;

function blank(text: string): string {
  return ' '.repeat(text.length);
}

/** The text with words written over the blanks that end where it starts, so that no place moves. */
function after(blanks: string, words: string, text: string): string {
  return words.length > blanks.length ? `${words}${text}` : `${blanks.slice(words.length)}${words}${text}`;
}

function sharedText(tail: string): string {
  const found = varies.exec(tail);
  if (!found) return tail;
  const rest = tail.slice(found[0].length);
  return /^(years|months|quarters|weeks|days)\b/.test(rest)
    ? after(blank(found[0]), ' for each ', rest.replace(/s\b/, ' '))
    : after(blank(found[0]), ' for each ', rest);
}

function askFor(before: string, side: string, between: string, tail: string): string[] {
  const end = `${blank(between)}${tail}`;
  const plain = `${blank(before)}${side}${end}`;
  if (saysWhat.test(side)) return [plain];
  return [`${after(blank(before), 'number of ', side)}${end}`];
}

/**
 * `the ratio of A to B for each C`, `the proportion of A out of all B`: two questions with the shared end of the
 * whole. Null when the question is no such one, or says more than that.
 */
export function ratioParts(question: string): RatioParts | null {
  const text = normalizeText(question);
  const start = opening.exec(text)?.[0].length ?? 0;
  const body = text.slice(start).replace(/[\s.?!]+$/, '');
  if (/[.?!;]\s/.test(body)) return null;
  const ratio = new RegExp(`^${ratioOf.source}`).exec(body);
  const part = ratio ? null : new RegExp(`^${partOf.source}`).exec(body);
  const head = ratio ?? part;
  if (!head) return null;
  const rest = body.slice(head[0].length);
  const cut = (ratio ? middle : outOf).exec(rest);
  if (!cut || middle.test(rest.slice(cut.index + cut[0].length))) return null;
  const left = rest.slice(0, cut.index);
  const second = rest.slice(cut.index + cut[0].length).replace(/^all (?:the )?/, (word) => blank(word));
  const tail = shared.exec(second)?.[0] ?? '';
  const right = second.slice(0, second.length - tail.length);
  const before = text.slice(0, start + head[0].length);
  const ending = sharedText(tail);
  const lead = (side: string) => side.length - side.trimStart().length;
  return {
    isPart: part !== null,
    whole: `${blank(text.slice(0, start))}${text.slice(start, before.length)}${left}${cut[0]}${right}${ending}`,
    numerator: askFor(before, left, `${cut[0]}${right}`, ending),
    denominator: askFor(
      `${before}${left}${cut[0]}${right.slice(0, lead(right))}`,
      right.trimStart(),
      '',
      ending,
    ),
  };
}
