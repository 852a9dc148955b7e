import { normalizeText } from './normalize.ts';

/** A definition in half width and lower case, with what stands in quotes as it was written. */
export function definitionText(text: string): string {
  const normal = normalizeText(text);
  return normal.replace(/'[^']*'|"[^"]*"/g, (quoted: string, at: number) => {
    const mark = quoted.charAt(0);
    return `${mark}${text.slice(at + 1, at + quoted.length - 1)}${mark}`;
  });
}

/** The part of a text before a mark that stands neither in quotes nor in brackets. */
export function beforeMark(text: string, mark: string): string {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && character === mark) return text.slice(0, at);
  }
  return text;
}
