import { unreadable } from './formula-text.ts';
import type { Measure, RowExpression } from './semantic-query.ts';

/** What part of a formula over groups comes to: a number, or a number per group. */
export type Amount = number | Measure;

type Operator = '+' | '-' | '*' | '/';

function isSum(measure: Measure): measure is Extract<Measure, { kind: 'aggregate' }> & { of: RowExpression } {
  return measure.kind === 'aggregate' && measure.aggregate === 'sum' && measure.of !== null;
}

/** A measure times a number, written inside the sum where there is one. */
function scaled(measure: Measure, by: number): Measure {
  if (by === 1) return measure;
  if (measure.kind === 'ratio') return { ...measure, numerator: scaled(measure.numerator, by) };
  if (measure.kind === 'difference')
    return { ...measure, left: scaled(measure.left, by), right: scaled(measure.right, by) };
  if (measure.kind !== 'aggregate')
    return unreadable('这一部分不能再乘以数字', 'This part cannot be multiplied by a number');
  const { aggregate, of, where } = measure;
  const number: RowExpression = { kind: 'number', value: by };
  const filtered = where ? { where } : {};
  if (aggregate === 'count' && of === null)
    return { kind: 'aggregate', aggregate: 'sum', of: number, ...filtered };
  if (of === null || aggregate === 'count' || aggregate === 'count_distinct')
    return unreadable('去重计数不能再乘以数字', 'A distinct count cannot be multiplied by a number');
  return { ...measure, of: { kind: 'arithmetic', operator: '*', left: of, right: number } };
}

/** `1 - returned / sold` as one division: `(sold - returned) / sold`. */
function overDenominator(
  ratio: Extract<Measure, { kind: 'ratio' }>,
  number: number,
  first: boolean,
): Measure {
  const whole = scaled(ratio.denominator, number);
  const numerator: Measure = first
    ? { kind: 'difference', left: whole, right: ratio.numerator }
    : { kind: 'difference', left: ratio.numerator, right: whole };
  return { kind: 'ratio', numerator, denominator: ratio.denominator };
}

function added(left: Measure, right: Measure): Measure {
  const sameWhere = isSum(left) && isSum(right) && JSON.stringify(left.where) === JSON.stringify(right.where);
  if (!sameWhere || !isSum(left) || !isSum(right))
    return unreadable(
      '只有同样条件的合计可以相加；请写成一个 sum(…)',
      'Only sums under the same condition can be added; write them as one sum(…)',
    );
  return { ...left, of: { kind: 'arithmetic', operator: '+', left: left.of, right: right.of } };
}

function withNumber(operator: Operator, left: Amount, right: Amount): Measure {
  if (typeof right === 'number' && typeof left !== 'number') {
    if (operator === '*') return scaled(left, right);
    if (operator === '/' && right !== 0) return divided(left, right);
    if (operator === '-' && left.kind === 'ratio') return overDenominator(left, right, false);
    if (operator === '+' && left.kind === 'ratio') return overDenominator(left, -right, false);
  }
  if (typeof left === 'number' && typeof right !== 'number') {
    if (operator === '*') return scaled(right, left);
    if (operator === '-' && right.kind === 'ratio') return overDenominator(right, left, true);
  }
  return unreadable(
    `数字不能这样与汇总值用“${operator}”相连`,
    `A number cannot be joined to an aggregate by "${operator}" like this`,
  );
}

function divided(measure: Measure, by: number): Measure {
  if (!isSum(measure)) return scaled(measure, 1 / by);
  const right: RowExpression = { kind: 'number', value: by };
  return { ...measure, of: { kind: 'arithmetic', operator: '/', left: measure.of, right } };
}

/** Joins two parts of a formula; ends the reading where the semantic query has no form for it. */
export function combine(operator: Operator, left: Amount, right: Amount): Amount {
  if (typeof left === 'number' && typeof right === 'number') {
    const found = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator];
    return Number.isFinite(found) ? found : unreadable('公式里除以了 0', 'The formula divides by 0');
  }
  if (typeof left === 'number' || typeof right === 'number') return withNumber(operator, left, right);
  if (operator === '/') return { kind: 'ratio', numerator: left, denominator: right };
  if (operator === '-') return { kind: 'difference', left, right };
  if (operator === '+') return added(left, right);
  return unreadable('两个汇总值不能相乘', 'Two aggregates cannot be multiplied');
}
