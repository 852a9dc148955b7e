import type { Text } from '@sextant/contract/text';
import { FailureSignal } from './failure.ts';

export type FormulaFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

/** Arithmetic as somebody wrote it, before its names are tied to a catalog. */
export type FormulaNode =
  | { kind: 'number'; value: number }
  | { kind: 'name'; text: string }
  | {
      kind: 'call';
      fn: FormulaFunction;
      distinct: boolean;
      /** Null for `count(*)`. */
      of: FormulaNode | null;
      /** A condition in its own words, of `count(orders where status = 'paid')`. */
      where: string | null;
    }
  | { kind: 'operation'; operator: '+' | '-' | '*' | '/'; left: FormulaNode; right: FormulaNode };

const operators: Record<string, '+' | '-' | '*' | '/'> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '*': '*',
  '×': '*',
  '/': '/',
  '÷': '/',
};

const functions: Record<string, FormulaFunction> = {
  count: 'count',
  count_distinct: 'count',
  计数: 'count',
  去重计数: 'count',
  sum: 'sum',
  求和: 'sum',
  合计: 'sum',
  avg: 'avg',
  average: 'avg',
  mean: 'avg',
  平均: 'avg',
  平均值: 'avg',
  min: 'min',
  最小值: 'min',
  max: 'max',
  最大值: 'max',
};

/** Ends the reading of a definition with what in it cannot be read. */
export function unreadable(zh: string, en: string): never {
  const reason: Text = { zh, en };
  throw new FailureSignal({ kind: 'cannot', reason });
}

/** Where the bracket that opens at `open` closes, quotes respected; ends the reading when it does not. */
function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let at = open; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0) return at;
  }
  return unreadable(`“${text}”里的括号没有配对`, `The brackets of "${text}" do not match`);
}

const argument = /^(distinct\s+)?(.*?)(?:\s+(?:where|when|if)\s+(.+))?$/s;

interface Reader {
  text: string;
  at: number;
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text.charAt(reader.at))) reader.at += 1;
}

function stray({ text, at }: Reader): never {
  const rest = text.slice(at, at + 20).trim();
  return rest === ''
    ? unreadable(`“${text}”没有写完`, `"${text}" is not finished`)
    : unreadable(`公式读到“${rest}”时看不懂`, `The formula cannot be read at "${rest}"`);
}

function chain(reader: Reader, next: (reader: Reader) => FormulaNode, allowed: string): FormulaNode {
  let left = next(reader);
  for (;;) {
    skipSpace(reader);
    const operator = operators[reader.text.charAt(reader.at)];
    if (!operator || !allowed.includes(operator)) return left;
    reader.at += 1;
    left = { kind: 'operation', operator, left, right: next(reader) };
  }
}

const product = (reader: Reader): FormulaNode => chain(reader, factor, '*/');

function factor(reader: Reader): FormulaNode {
  skipSpace(reader);
  if (reader.text.charAt(reader.at) === '(') {
    const end = closingBracket(reader.text, reader.at);
    const inner = readFormula(reader.text.slice(reader.at + 1, end));
    reader.at = end + 1;
    return inner;
  }
  const rest = reader.text.slice(reader.at);
  const number = /^\d+(?:\.\d+)?(?![\p{L}\w])/u.exec(rest)?.[0];
  if (number) {
    reader.at += number.length;
    return { kind: 'number', value: Number(number) };
  }
  const called = /^([\p{L}_]+)\s*\(/u.exec(rest);
  if (called) return call(reader, called[1] ?? '', reader.at + called[0].length - 1);
  const name = /^[^\s()+*×÷/−-](?:[^()+*×÷/−-]|-(?=\w))*/u.exec(rest)?.[0];
  if (!name) return stray(reader);
  reader.at += name.length;
  return { kind: 'name', text: name.trim() };
}

function call(reader: Reader, name: string, open: number): FormulaNode {
  const end = closingBracket(reader.text, open);
  const inner = reader.text.slice(open + 1, end);
  reader.at = end + 1;
  if (name === 'nullif') return readFormula(inner.replace(/,\s*0\s*$/, ''));
  const fn = functions[name];
  if (!fn)
    return unreadable(
      `不认识函数“${name}”；可以用 sum、count、avg、min、max`,
      `The function "${name}" is not known; use sum, count, avg, min or max`,
    );
  const [, distinct, body = '', inside = null] = argument.exec(inner.trim()) ?? [];
  return {
    kind: 'call',
    fn,
    distinct: distinct !== undefined || name === 'count_distinct' || name === '去重计数',
    of: body.trim() === '*' ? null : readFormula(body),
    where: filterClause(reader) ?? inside,
  };
}

/** `filter (where …)` after an aggregate. */
function filterClause(reader: Reader): string | null {
  const after = /^\s*filter\s*\(\s*where\s+/.exec(reader.text.slice(reader.at));
  if (!after) return null;
  const end = closingBracket(reader.text, reader.text.indexOf('(', reader.at));
  const clause = reader.text.slice(reader.at + after[0].length, end);
  reader.at = end + 1;
  return clause;
}

/** Reads arithmetic; throws a failure that names what cannot be read. Half width and lower case outside quotes. */
export function readFormula(text: string): FormulaNode {
  if (text.trim() === '') return unreadable('公式是空的', 'The formula is empty');
  const reader = { text, at: 0 };
  const node = chain(reader, product, '+-');
  skipSpace(reader);
  return reader.at < text.length ? stray(reader) : node;
}

/** Every name of a formula, in the order of writing. */
export function namesIn(node: FormulaNode): string[] {
  if (node.kind === 'name') return [node.text];
  if (node.kind === 'operation') return [...namesIn(node.left), ...namesIn(node.right)];
  return node.kind === 'call' && node.of ? namesIn(node.of) : [];
}

/** Whether the formula says itself how rows are summed up. */
export function holdsCall(node: FormulaNode): boolean {
  if (node.kind === 'operation') return holdsCall(node.left) || holdsCall(node.right);
  return node.kind === 'call';
}
