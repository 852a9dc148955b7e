import type { FormulaNode } from './formula-text.ts';
import { readFormula, unreadable } from './formula-text.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition as somebody wrote it, before its names are tied to a catalog. */
export type ConditionNode =
  | { kind: 'and' | 'or'; parts: ConditionNode[] }
  | { kind: 'not'; part: ConditionNode }
  | { kind: 'compare'; left: FormulaNode; operator: Comparison; right: string }
  | { kind: 'in'; left: string; values: string[]; negated: boolean }
  | { kind: 'like'; left: string; pattern: string; negated: boolean }
  | { kind: 'null'; left: string; negated: boolean }
  | { kind: 'between'; left: FormulaNode; low: string; high: string }
  /** Said in words, such as `has ordered in the last 30 days`. */
  | { kind: 'words'; text: string };

const ands = /^(?:\s+and\s+|\s*&&\s*|\s*(?:并且|而且|同时|且)\s*)/;
const ors = /^(?:\s+or\s+|\s*\|\|\s*|\s*(?:或者|或是|或)\s*)/;

const comparisons: Record<string, Comparison> = {
  '>=': '>=',
  '<=': '<=',
  '<>': '<>',
  '!=': '<>',
  '==': '=',
  '=': '=',
  '>': '>',
  '<': '<',
  '≥': '>=',
  '≤': '<=',
  '≠': '<>',
  大于等于: '>=',
  小于等于: '<=',
  不等于: '<>',
  等于: '=',
  大于: '>',
  小于: '<',
};
const comparing = /^(.+?)\s*(>=|<=|<>|!=|==|=|>|<|≥|≤|≠|大于等于|小于等于|不等于|等于|大于|小于)\s*(.+)$/s;
const listing = /^(.+?)\s+(not\s+)?in\s*\((.+)\)$/s;
const matching = /^(.+?)\s+(not\s+)?like\s+'([^']*)'$/s;
const missing = /^(.+?)\s*(?:\s+is\s+(not\s+)?null|(不)?为空)$/s;
const ranging = /^(.+?)\s+between\s+(.+?)\s+and\s+(.+)$/s;

/** Cuts a text at a mark that stands neither in quotes nor in brackets, nor between the ends of a range. */
function cut(text: string, mark: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      quote = character === quote ? '' : quote;
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    const found = depth === 0 ? mark.exec(text.slice(at))?.[0] : undefined;
    if (!found || /\sbetween\s(?!.*\sand\s)/s.test(text.slice(from, at))) continue;
    parts.push(text.slice(from, at));
    from = at + found.length;
    at = from - 1;
  }
  return [...parts, text.slice(from)];
}

/** `(a or b)` as a whole, not `(a) or (b)`. */
function withinBrackets(text: string): string | null {
  if (!text.startsWith('(') || !text.endsWith(')')) return null;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    depth += text.charAt(at) === '(' ? 1 : text.charAt(at) === ')' ? -1 : 0;
    if (depth === 0 && at < text.length - 1) return null;
  }
  return text.slice(1, -1);
}

function atom(text: string): ConditionNode {
  const inner = withinBrackets(text);
  if (inner !== null) return readConditionText(inner);
  const denied = /^not\s+(\(.+\))$/s.exec(text)?.[1];
  if (denied) return { kind: 'not', part: readConditionText(denied) };
  const isNull = missing.exec(text);
  if (isNull) return { kind: 'null', left: isNull[1] ?? '', negated: (isNull[2] ?? isNull[3]) !== undefined };
  const list = listing.exec(text);
  if (list) {
    const values = cut(list[3] ?? '', /^\s*,\s*/).map((value) => value.trim());
    return { kind: 'in', left: list[1] ?? '', values, negated: list[2] !== undefined };
  }
  const like = matching.exec(text);
  if (like)
    return { kind: 'like', left: like[1] ?? '', pattern: like[3] ?? '', negated: like[2] !== undefined };
  const range = ranging.exec(text);
  if (range)
    return { kind: 'between', left: readFormula(range[1] ?? ''), low: range[2] ?? '', high: range[3] ?? '' };
  const compared = comparing.exec(text);
  if (!compared) return { kind: 'words', text };
  const [, left = '', operator = '', right = ''] = compared;
  return {
    kind: 'compare',
    left: readFormula(left),
    operator: comparisons[operator] ?? '=',
    right: right.trim(),
  };
}

function isWords(node: ConditionNode): boolean {
  return node.kind === 'words';
}

/**
 * Reads a condition such as `status = 'active' and has ordered in the last 30 days`: comparisons are taken apart, the
 * rest stays words. Half width and lower case outside quotes. Throws a failure that names what cannot be read.
 */
export function readConditionText(written: string): ConditionNode {
  const text = written.trim().replace(/[.;]$/, '');
  if (text === '') return unreadable('条件是空的', 'The condition is empty');
  for (const [kind, mark] of [['or', ors] as const, ['and', ands] as const]) {
    const parts = cut(text, mark);
    if (parts.length === 1) continue;
    const read = parts.map((part) => readConditionText(part));
    return read.every(isWords) ? { kind: 'words', text } : { kind, parts: read };
  }
  return atom(text);
}
