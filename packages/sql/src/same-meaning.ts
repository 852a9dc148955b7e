import type { LexicalRules } from './lexical-rules.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/**
 * Whether two texts hold the same tokens and comments and differ only in blanks. Throws a Refusal for a text that
 * cannot be split into tokens.
 */
export function sameMeaning(before: string, after: string, rules: LexicalRules): boolean {
  const [first, second] = [describe(before, rules), describe(after, rules)];
  return (
    first.comments === second.comments &&
    first.tokens.length === second.tokens.length &&
    first.tokens.every((token, index) => token === second.tokens[index])
  );
}

function describe(sql: string, rules: LexicalRules): { tokens: string[]; comments: string } {
  const tokens: string[] = [];
  let comments = '';
  let previous: Token | undefined;
  for (const token of tokenize(sql, rules)) {
    comments += sql.slice(previous?.end ?? 0, token.start).replace(/\s+/g, '');
    if (previous && isOperatorPart(previous) && isOperatorPart(token) && previous.end === token.start) {
      tokens.push((tokens.pop() ?? '') + token.text);
    } else tokens.push(sql.slice(token.start, token.end));
    previous = token;
  }
  return { tokens: tokens.flatMap(splitOperators), comments };
}

const operatorPart = /^[-+*/<>=~!@#%^&|?:]+$/;

function isOperatorPart(token: Token): boolean {
  return token.kind === 'operator' && operatorPart.test(token.text);
}

/**
 * A run of signs as the operators that databases see in it: `=-` before a number is a comparison and a sign, since an
 * operator ends in + or - only when it holds one of the rarer characters.
 */
function splitOperators(run: string): string[] {
  if (run.length < 2 || !operatorPart.test(run) || /[~!@#%^&|?]/.test(run)) return [run];
  const signs = /[-+]+$/.exec(run)?.[0] ?? '';
  return [run.slice(0, run.length - signs.length), ...signs].filter((part) => part !== '');
}
