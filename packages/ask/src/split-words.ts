import { cutHan } from './lexicon.ts';
import { isHanWord, splitIdentifier } from './words.ts';

/** Cuts text of a question into lower-case words of either language. */
export function splitWords(text: string): string[] {
  return splitIdentifier(text).flatMap((part) => (isHanWord(part) ? cutHan(part) : [part]));
}
