import { normalizeText } from '@sextant/ask/normalize';

/** The form in which two texts are the same: half width, lower case, single spaces, no mark at the end. */
export function textKey(text: string): string {
  return normalizeText(text)
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.。？！]+$/u, '')
    .trim();
}
