import { isColumn, type PreparedCatalog, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { reachesUp } from './join-path.ts';
import { keysOf } from './lexicon.ts';
import { normalizeText } from './normalize.ts';
import { matchPhrase } from './noun-match.ts';
import type { RowExpression } from './semantic-query.ts';
import { splitWords } from './split-words.ts';

/** A metric that someone defined: its name as it stands in questions, and arithmetic over columns. */
export interface DefinedMetric {
  term: string;
  formula: string;
}

/** A formula tied to the catalog: a number per row of the table, read from it and from tables above it. */
export interface BoundFormula {
  table: PreparedTable;
  expression: RowExpression;
  parents: PreparedTable[];
}

const operators: Record<string, '+' | '-' | '*' | '/'> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '*': '*',
  '×': '*',
  x: '*',
  '/': '/',
  '÷': '/',
};
const arithmetic = /[+*×÷/−]|\s-\s|\(.*-.*\)/;

/** Definitions of the form `term = arithmetic` in a text, and glossary entries whose meaning is arithmetic. */
export function definedMetrics(
  text: string | undefined,
  glossary: readonly GlossaryEntry[],
): DefinedMetric[] {
  const found: DefinedMetric[] = [];
  for (const line of normalizeText(text ?? '').split(/[;。\n]|\.\s/)) {
    const [term = '', formula = ''] = line.split('=');
    const head = formula.split(',')[0] ?? '';
    if (term.trim() !== '' && term.trim().length <= 40 && arithmetic.test(head))
      found.push({ term: term.trim(), formula: head.trim() });
  }
  for (const entry of glossary) {
    if (entry.kind !== undefined && entry.kind !== 'metric') continue;
    const meaning = normalizeText(entry.meaning);
    const formula = withoutSum(
      (meaning.includes('=') ? (meaning.split('=')[1] ?? '') : meaning).split(',')[0] ?? '',
    );
    if (!arithmetic.test(formula)) continue;
    for (const term of [entry.term, ...entry.synonyms])
      found.push({ term: normalizeText(term).trim(), formula: formula.trim() });
  }
  return found;
}

/** `sum(a * b)` adds up rows as every metric does: `a * b`. */
function withoutSum(formula: string): string {
  const inner = /^\s*sum\s*\((.*)\)\s*$/.exec(formula)?.[1] ?? formula;
  let depth = 0;
  for (const character of inner) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth < 0) return formula;
  }
  return inner;
}

type Token =
  | { kind: 'operator'; text: '+' | '-' | '*' | '/' }
  | { kind: 'open' | 'close' }
  | { kind: 'number'; value: number }
  | { kind: 'name'; text: string };

function tokenize(formula: string): Token[] {
  const tokens: Token[] = [];
  for (const part of formula.match(/\d+(?:\.\d+)?|[()]|[+*×÷/−-]|[^\s()+*×÷/−\d-][^()+*×÷/−-]*/g) ?? []) {
    const text = part.trim();
    if (text === '(' || text === ')') tokens.push({ kind: text === '(' ? 'open' : 'close' });
    else if (operators[text]) tokens.push({ kind: 'operator', text: operators[text] });
    else if (/^\d/.test(text)) tokens.push({ kind: 'number', value: Number(text) });
    else if (text !== '') tokens.push({ kind: 'name', text });
  }
  return tokens;
}

type Bind = (name: string) => PreparedColumn | null;

/** Recursive descent over `+ -` and `* /`; null when the tokens are no arithmetic or a name is unknown. */
function parse(tokens: Token[], bind: Bind): RowExpression | null {
  let at = 0;
  const factor = (): RowExpression | null => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'number') return { kind: 'number', value: token.value };
    if (token?.kind === 'name') {
      const column = bind(token.text);
      return column ? { kind: 'column', column: column.ref } : null;
    }
    if (token?.kind !== 'open') return null;
    const inner = sum();
    at += 1;
    return tokens[at - 1]?.kind === 'close' ? inner : null;
  };
  const chain = (next: () => RowExpression | null, allowed: string): RowExpression | null => {
    let left = next();
    for (
      let token = tokens[at];
      left && token?.kind === 'operator' && allowed.includes(token.text);
      token = tokens[at]
    ) {
      at += 1;
      const right = next();
      left = right ? { kind: 'arithmetic', operator: token.text, left, right } : null;
    }
    return left;
  };
  const product = () => chain(factor, '*/');
  const sum = (): RowExpression | null => chain(product, '+-');
  const whole = sum();
  return at === tokens.length ? whole : null;
}

function candidatesFor(name: string, prepared: PreparedCatalog): { column: PreparedColumn; score: number }[] {
  const exact = prepared.tables.flatMap((table) =>
    table.columns.filter((column) => `${table.name}.${column.name}`.toLowerCase() === name.trim()),
  );
  if (exact.length > 0) return exact.map((column) => ({ column, score: 1 }));
  const words = splitWords(name).map(keysOf);
  const whole = matchPhrase([keysOf(name.trim())], prepared);
  return [...whole, ...matchPhrase(words, prepared)].flatMap(({ thing, score }) =>
    isColumn(thing) && score >= 0.6 ? [{ column: thing, score }] : [],
  );
}

/** Ties a formula to the table whose rows it can be computed for; null when there is none or several. */
export function bindFormula(metric: DefinedMetric, prepared: PreparedCatalog): BoundFormula | null {
  const tokens = tokenize(metric.formula);
  const names = tokens.flatMap((token) => (token.kind === 'name' ? [token.text] : []));
  const options = new Map(names.map((name) => [name, candidatesFor(name, prepared)]));
  const bases = new Set([...options.values()].flat().map((one) => one.column.table));
  let best: (BoundFormula & { score: number }) | null = null;
  for (const table of bases) {
    const used = new Set<PreparedTable>();
    let score = 0;
    const bind: Bind = (name) => {
      const fits = (options.get(name) ?? []).filter((one) => reachesUp(table, one.column.table));
      const value = (one: { column: PreparedColumn; score: number }) =>
        one.score + (one.column.table === table ? 0.3 : 0);
      const chosen = fits.sort((left, right) => value(right) - value(left))[0];
      if (!chosen) return null;
      score += value(chosen);
      used.add(chosen.column.table);
      return chosen.column;
    };
    const expression = parse(tokens, bind);
    if (!expression || (best && score <= best.score + 1e-9)) continue;
    best = { table, expression, parents: [...used].filter((one) => one !== table), score };
  }
  return best;
}
