import type { PlanStep } from '@sextant/contract/workbench';
import { expect, test } from 'vitest';
import { costShares, warningsIn } from './plan-cost.ts';

function step(
  estimated_cost: number | null,
  children: PlanStep[] = [],
  warning: string | null = null,
): PlanStep {
  return {
    operation: 'x',
    object: null,
    estimated_rows: null,
    estimated_cost,
    details: [],
    warning,
    children,
  };
}

test('a step counts without what lies below it, and all shares make one', () => {
  const scan = step(60, [], 'a whole table');
  const index = step(20);
  const join = step(90, [scan, index]);
  const root = step(100, [join]);
  const shares = costShares(root);
  expect([root, join, scan, index].map((one) => shares.get(one))).toEqual([0.1, 0.1, 0.6, 0.2]);
  expect(warningsIn(root)).toBe(1);
});

test('engines that tell no costs get no bars', () => {
  expect(costShares(step(null, [step(null)])).size).toBe(0);
});
