import type { PlanStep } from '@sextant/contract/workbench';

/**
 * What share of the whole each step costs by itself (0–1): its cost without that of the steps below it, which engines
 * count in. Empty when the engine tells no costs.
 */
export function costShares(root: PlanStep): Map<PlanStep, number> {
  const own = new Map<PlanStep, number>();
  const visit = (step: PlanStep) => {
    const below = step.children.reduce((sum, child) => sum + (child.estimated_cost ?? 0), 0);
    if (step.estimated_cost !== null) own.set(step, Math.max(0, step.estimated_cost - below));
    step.children.forEach(visit);
  };
  visit(root);
  const total = [...own.values()].reduce((sum, cost) => sum + cost, 0);
  if (total === 0) return new Map();
  return new Map([...own].map(([step, cost]) => [step, cost / total]));
}

export function warningsIn(step: PlanStep): number {
  return (step.warning === null ? 0 : 1) + step.children.reduce((sum, child) => sum + warningsIn(child), 0);
}
