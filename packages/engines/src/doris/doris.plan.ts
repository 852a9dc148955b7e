import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planStep, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

const stepLine = /^[\s|-]*(\d+):\s*(\S.*)$/;
const property = /^[\s|]*([A-Za-z][\w ]*?)\s*[:=]\s*(\S.*)$/;

function finish(step: PlanNode): PlanNode {
  const value = (...names: string[]) =>
    step.details.find(({ name }) => names.includes(name.toLowerCase()))?.value;
  const object = /^[\w.`\u0080-\uffff-]+/.exec(value('table') ?? '')?.[0] ?? null;
  const rows = Number(value('cardinality')?.replaceAll(',', '').match(/^\d+/)?.[0] ?? Number.NaN);
  const estimatedRows = Number.isFinite(rows) ? rows : null;
  const scans = /Scan/i.test(step.operation);
  const filtered = value('predicates') !== undefined;
  return {
    ...step,
    object,
    estimatedRows,
    warning: scans && !filtered ? wholeTableWarning(object, estimatedRows) : null,
  };
}

/**
 * Reads the text that Doris and StarRocks give: fragments with numbered steps, each with lines of properties below it.
 * Which step feeds which is only drawn there, so that the steps stand side by side in their order, the last one first.
 */
export function parseOlapPlan(lines: readonly string[]): Plan {
  const steps: PlanNode[] = [];
  for (const line of lines) {
    const started = stepLine.exec(line);
    if (started) steps.push(planStep((started[2] ?? '').trim()));
    const told = started ? null : property.exec(line);
    if (told && !/^[\s|]*PLAN FRAGMENT/.test(line)) {
      steps.at(-1)?.details.push({ name: (told[1] ?? '').trim(), value: (told[2] ?? '').trim() });
    }
  }
  return { root: planStep('query', { children: steps.map(finish) }), text: lines.join('\n') };
}

/** How Doris or StarRocks would run a statement. */
export async function readOlapPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan> {
  const rows = await run(['EXPLAIN', sql].join(' '), params);
  return parseOlapPlan(rows.map(([line]) => String(line)));
}
