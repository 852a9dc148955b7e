import type { PreparedCatalog, PreparedTable } from './catalog-index.ts';
import { beforeMark, definitionText } from './definition-text.ts';
import { bestOption, columnOptions, valueFor } from './formula-columns.ts';
import { type FormulaNode, holdsCall, namesIn } from './formula-text.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { normalizeText } from './normalize.ts';
import type { RowExpression } from './semantic-query.ts';

/** A metric that someone defined: its name as it stands in questions, and its formula. */
export interface DefinedMetric {
  term: string;
  /** The name as it was written, for the column of the result. */
  label: string;
  formula: string;
  /** One column added up, which questions may also compare row by row. */
  isColumn: boolean;
}

/** A formula tied to the catalog: a number per row of the table, read from it and from tables above it. */
export interface BoundFormula {
  table: PreparedTable;
  expression: RowExpression;
  parents: PreparedTable[];
}

const arithmetic = /[+*×÷/−]|\s-\s|\(.*-.*\)/;

function isFormula(text: string): boolean {
  return arithmetic.test(text) || /^\s*sum\s*\([\w.]+\)\s*$/.test(text);
}

/** Definitions of the form `term = arithmetic` in a text, and the metrics of a glossary. */
export function definedMetrics(
  text: string | undefined,
  { glossary, glossaryTargets }: Pick<PreparedCatalog, 'glossary' | 'glossaryTargets'>,
): DefinedMetric[] {
  const found: DefinedMetric[] = [];
  for (const line of normalizeText(text ?? '').split(/[;。\n]|\.\s/)) {
    const [term = '', formula = ''] = line.split('=');
    const head = formula.split(',')[0] ?? '';
    if (term.trim() !== '' && term.trim().length <= 40 && isFormula(head))
      found.push({ term: term.trim(), label: term.trim(), formula: head.trim(), isColumn: false });
  }
  for (const entry of glossary) {
    const formula = formulaOf(entry);
    if (formula === null) continue;
    const isColumn = glossaryTargets.has(withoutSum(formula).toLowerCase());
    for (const label of [entry.term, ...entry.synonyms])
      found.push({ term: normalizeText(label).trim(), label: label.trim(), formula, isColumn });
  }
  return found;
}

/** The formula of a metric of the glossary; null for other entries. */
export function formulaOf({ kind, term, meaning }: GlossaryEntry): string | null {
  if (kind !== undefined && kind !== 'metric') return null;
  const text = definitionText(meaning).trim();
  const named = new RegExp(`^${escaped(normalizeText(term).trim())}\\s*=`).exec(text)?.[0] ?? '';
  const head = beforeMark(text.slice(named.length), ',').trim();
  if (kind === undefined && !arithmetic.test(withoutSum(head))) return null;
  return head;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `sum(a * b)` adds up rows as every metric does: `a * b`. */
export function withoutSum(formula: string): string {
  const inner = /^\s*sum\s*\((.*)\)\s*$/.exec(formula)?.[1] ?? formula;
  let depth = 0;
  for (const character of inner) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth < 0) return formula;
  }
  return inner.trim();
}

/** Whether a formula divides by something that differs from row to row. */
export function dividesByNames(node: FormulaNode): boolean {
  if (node.kind !== 'operation') return false;
  if (node.operator === '/' && namesIn(node.right).length > 0) return true;
  return dividesByNames(node.left) || dividesByNames(node.right);
}

/** Arithmetic over one row; null when it holds an aggregate or a name that `bind` does not know. */
export function rowExpressionOf(
  node: FormulaNode,
  bind: (name: string) => RowExpression | null,
): RowExpression | null {
  if (node.kind === 'number') return { kind: 'number', value: node.value };
  if (node.kind === 'name') return bind(node.text);
  if (node.kind === 'call') return null;
  const left = rowExpressionOf(node.left, bind);
  const right = left && rowExpressionOf(node.right, bind);
  return left && right ? combined(node.operator, left, right) : null;
}

function isTime(part: RowExpression): boolean {
  return part.kind === 'column' && (part.column.kind === 'date' || part.column.kind === 'datetime');
}

/** Two times are taken from one another as days; other arithmetic over times is none. */
function combined(
  operator: '+' | '-' | '*' | '/',
  left: RowExpression,
  right: RowExpression,
): RowExpression | null {
  if (isTime(left) && isTime(right) && operator === '-')
    return { kind: 'days_between', from: right, to: left };
  return isTime(left) || isTime(right) ? null : { kind: 'arithmetic', operator, left, right };
}

/** Ties a formula over rows to the table that it can be computed for; null when there is none. */
export function bindFormula(node: FormulaNode, prepared: PreparedCatalog): BoundFormula | null {
  if (holdsCall(node)) return null;
  const options = new Map(namesIn(node).map((name) => [name, columnOptions(name, prepared)]));
  const bases = new Set([...options.values()].flat().map((one) => one.column.table));
  let best: (BoundFormula & { score: number }) | null = null;
  for (const table of bases) {
    const used = new Set<PreparedTable>();
    let score = 0;
    const expression = rowExpressionOf(node, (name) => {
      const chosen = bestOption(options.get(name) ?? [], table);
      if (!chosen) return null;
      score += valueFor(table, chosen);
      used.add(chosen.column.table);
      return { kind: 'column', column: chosen.column.ref };
    });
    if (!expression || (best && score <= best.score + 1e-9)) continue;
    best = { table, expression, parents: [...used].filter((one) => one !== table), score };
  }
  return best;
}
