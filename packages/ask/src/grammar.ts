import { englishGrammar } from './grammar-en.ts';
import { chineseGrammar } from './grammar-zh.ts';
import type { GrammarTable, Operation } from './operations.ts';
import { isHanWord } from './words.ts';

interface Grammar {
  operations: Map<string, Operation>;
  longestHan: number;
  mostWords: number;
}

let loaded: Grammar | null = null;

function load(tables: GrammarTable[]): Grammar {
  const grammar: Grammar = { operations: new Map(), longestHan: 1, mostWords: 1 };
  for (const [phrases, operation] of tables.flat()) {
    for (const phrase of phrases.split('|').filter(Boolean)) {
      if (!grammar.operations.has(phrase)) grammar.operations.set(phrase, operation);
      if (isHanWord(phrase)) grammar.longestHan = Math.max(grammar.longestHan, phrase.length);
      else grammar.mostWords = Math.max(grammar.mostWords, phrase.split(' ').length);
    }
  }
  return grammar;
}

/** The grammar words of both languages; the first meaning listed for a word wins. */
export function grammar(): Grammar {
  loaded ??= load([englishGrammar, chineseGrammar]);
  return loaded;
}
