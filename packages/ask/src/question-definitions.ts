import { normalizeText } from './normalize.ts';

/** `Revenue is defined as …`, `Note that revenue refers to …`: a sentence that says what a word stands for. */
const definition =
  /(?<=^|[.?!;]\s*)(?:please\s+)?(?:note that\s+)?(?:the\s+)?([a-z][a-z ]{2,38}?)\s+(?:is|are)?\s*(?:defined as|calculated as|computed as|refers? to|means)\s+([^.?!;]+(?:\.\w[^.?!;]*)*)[.?!;]?/g;

const spoken: [RegExp, string][] = [
  [/\bdivided by\b/g, '/'],
  [/\b(?:multiplied by|times)\b/g, '*'],
  [/\bminus\b/g, '-'],
  [/\bplus\b/g, '+'],
];

/** `the sum of price in the sales table` as a formula: `sum(sales.price)`. */
function formulaOf(words: string): string | null {
  const sum =
    /^(?:the\s+)?(?:sum|total) of (?:the\s+)?(\w+)(?: column)?(?: (?:in|of|from) (?:the\s+)?(\w+)(?: table)?)?$/.exec(
      words,
    );
  if (sum) return sum[2] ? `sum(${sum[2]}.${sum[1]})` : `sum(${sum[1]})`;
  const formula = spoken.reduce((text, [word, sign]) => text.replace(word, sign), words);
  return /\s[-+*/]\s|\w\(/.test(formula) ? formula : null;
}

/** The question without the sentences that define its words, which are blanked out, and those as `term = formula`. */
export function questionDefinitions(question: string): { question: string; definitions: string } {
  const lines: string[] = [];
  let rest = question;
  for (const match of normalizeText(question).matchAll(definition)) {
    const [whole, term = '', words = ''] = match;
    const formula = formulaOf(words.trim());
    if (formula === null) continue;
    lines.push(`${term.trim()} = ${formula}`);
    rest = `${rest.slice(0, match.index)}${' '.repeat(whole.length)}${rest.slice(match.index + whole.length)}`;
  }
  return { question: rest, definitions: lines.join('\n') };
}
