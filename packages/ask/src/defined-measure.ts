import { bindConditionTo } from './bind-condition.ts';
import type { PreparedTable } from './catalog-index.ts';
import { readConditionText } from './condition-text.ts';
import type { MeasureDraft, Noun } from './draft.ts';
import { unexplained } from './failure.ts';
import { type FormulaNode, holdsCall, namesIn, readFormula } from './formula-text.ts';
import { bindFormula, type DefinedMetric, dividesByNames, withoutSum } from './metric-formula.ts';
import { type BoundMeasure, bindMeasure, type FormulaContext } from './metric-measure.ts';
import type { ResolvedMeasure } from './resolve-measures.ts';
import type { Resolver } from './resolver.ts';
import type { Aggregate, Measure, RowExpression } from './semantic-query.ts';

const namesRatio =
  /率|比|均|单价|rate|ratio|margin|average|\bavg\b|\bmean\b|\bper\b|percent|share|%|\baov\b|\barpu\b/;

/** `(a - b) / a`, or a name such as `margin`: sums are divided, not each row of them. */
function dividesSums(term: string, node: FormulaNode): boolean {
  if (!dividesByNames(node)) return false;
  if (namesRatio.test(term)) return true;
  if (node.kind !== 'operation' || node.operator !== '/') return false;
  const above = namesIn(node.left);
  return namesIn(node.right).every((name) => above.includes(name));
}

/** What a definition is read with: the catalog, other metrics, and the language of questions. */
export function formulaContext(resolver: Resolver): FormulaContext {
  const context: FormulaContext = {
    prepared: resolver.prepared,
    metrics: resolver.metrics,
    readWords: resolver.readWords,
    readCondition: (text, table) => bindConditionTo(readConditionText(text), { ...context, resolver }, table),
  };
  return context;
}

/** A metric tied to the catalog: a number per row that is added up, or a measure as a whole. */
export type BoundMetric =
  | { kind: 'rows'; table: PreparedTable; expression: RowExpression; parents: PreparedTable[] }
  | ({ kind: 'groups' } & BoundMeasure);

/** Ties a metric to the catalog; throws a failure that says what of its formula cannot be read. */
export function bindMetric(
  resolver: Resolver,
  metric: Pick<DefinedMetric, 'term' | 'formula'>,
  dimensions: readonly PreparedTable[],
): BoundMetric {
  const node = readFormula(withoutSum(metric.formula));
  const rows = holdsCall(node) || dividesSums(metric.term, node) ? null : rowsOf(resolver, metric, node);
  if (rows) return { kind: 'rows', ...rows };
  const whole = readFormula(metric.formula);
  return { kind: 'groups', ...bindMeasure(whole, formulaContext(resolver), metric.term, dimensions) };
}

/** Arithmetic over columns; a name that is another metric is none. */
function rowsOf(resolver: Resolver, { term }: Pick<DefinedMetric, 'term'>, node: FormulaNode) {
  const isMetric = (name: string) => name !== term && resolver.metrics.some((one) => one.term === name);
  return namesIn(node).some(isMetric) ? null : bindFormula(node, resolver.prepared);
}

/** An average already: money per order, orders per customer. */
function isAverage(measure: Measure): boolean {
  if (measure.kind === 'aggregate') return measure.aggregate === 'avg';
  return (
    measure.kind === 'ratio' &&
    measure.denominator.kind === 'aggregate' &&
    measure.denominator.aggregate.startsWith('count')
  );
}

/** A metric that someone defined; null when the noun names none. */
export function definedMeasure(
  resolver: Resolver,
  measure: MeasureDraft,
  noun: Noun,
  dimensions: readonly PreparedTable[],
): ResolvedMeasure | null {
  const metric = resolver.metrics.find((one) => one.term === noun.text && !one.isColumn);
  if (!metric) return null;
  const bound = bindMetric(resolver, metric, dimensions);
  const target = `${metric.term} = ${metric.formula}`;
  if (!resolver.chosen.some((one) => one.noun === noun && one.target === target))
    resolver.chosen.push({ noun, target, kind: 'metric' });
  const aggregate: Aggregate = measure.aggregate === 'count' ? 'sum' : measure.aggregate;
  const { table, parents } = bound;
  const about = { draft: measure, table, parents, column: null, per: null };
  if (bound.kind === 'rows') return { ...about, aggregate, expression: bound.expression };
  if (aggregate !== 'sum' && !(aggregate === 'avg' && isAverage(bound.measure))) return unexplained(noun);
  return { ...about, aggregate: 'sum', expression: null, formula: bound.measure };
}

/** The measure under the name that somebody gave it, where its noun is one. */
export function labelled(resolver: Resolver, resolved: ResolvedMeasure): ResolvedMeasure {
  const { noun } = resolved.draft;
  const metric = noun && resolver.metrics.find((one) => one.term === noun.text);
  return metric && resolved.aggregate === 'sum' ? { ...resolved, label: metric.label } : resolved;
}
