import type { PreparedEdge, PreparedTable } from './catalog-index.ts';

/** One step along a foreign key; `up` goes from the child to the one parent row it points to. */
export interface Step {
  edge: PreparedEdge;
  from: PreparedTable;
  to: PreparedTable;
  up: boolean;
}

export interface JoinPath {
  steps: Step[];
  /** Every step goes up: joining along it never multiplies rows. */
  upOnly: boolean;
}

const longestPath = 5;

/** Says which of several foreign keys between the same two tables is meant; null when the question does not tell. */
export type ChooseEdge = (edges: PreparedEdge[]) => PreparedEdge | null;

/** Thrown inside linking when two keys lead the same way and nothing says which is meant. */
export interface AmbiguousKeys {
  edges: PreparedEdge[];
}

export type PathResult = { path: JoinPath } | { ambiguous: PreparedEdge[] } | null;

function neighbours(table: PreparedTable): Step[] {
  return table.edges
    .filter((edge) => edge.child !== edge.parent)
    .map((edge) =>
      edge.child === table
        ? { edge, from: table, to: edge.parent, up: true }
        : { edge, from: table, to: edge.child, up: false },
    );
}

function isBetter(left: Step[], right: Step[] | undefined): boolean {
  if (!right) return true;
  const cost = (steps: Step[]) =>
    steps.reduce((sum, step, index) => {
      const turns = index > 0 && step.up === false && steps[index - 1]?.up === true;
      return sum + 1 + (step.up ? 0 : 0.01) + (step.edge.declared ? 0 : 0.05) + (turns ? 0.6 : 0);
    }, 0);
  return cost(left) < cost(right) - 1e-9;
}

/** The shortest sensible path between two tables over foreign keys; null when there is none within five steps. */
export function findPath(from: PreparedTable, to: PreparedTable, choose: ChooseEdge): PathResult {
  if (from === to) return { path: { steps: [], upOnly: true } };
  const best = new Map<PreparedTable, Step[]>([[from, []]]);
  let frontier = [from];
  for (let depth = 0; depth < longestPath && frontier.length > 0; depth += 1) {
    const next = new Set<PreparedTable>();
    for (const table of frontier) {
      const sofar = best.get(table) ?? [];
      for (const step of neighbours(table)) {
        const steps = [...sofar, step];
        if (step.to === from || !isBetter(steps, best.get(step.to))) continue;
        best.set(step.to, steps);
        next.add(step.to);
      }
    }
    frontier = [...next];
  }
  const found = best.get(to);
  if (!found) return null;
  const steps: Step[] = [];
  for (const step of found) {
    const parallel = neighbours(step.from).filter((other) => other.to === step.to && other.up === step.up);
    if (parallel.length === 1) {
      steps.push(step);
      continue;
    }
    const edge = choose(parallel.map((other) => other.edge));
    if (!edge) return { ambiguous: parallel.map((other) => other.edge) };
    steps.push({ ...step, edge });
  }
  return { path: { steps, upOnly: steps.every((step) => step.up) } };
}

/** Whether each row of `from` has at most one row of `to`, following foreign keys upwards. */
export function reachesUp(from: PreparedTable, to: PreparedTable): boolean {
  const seen = new Set<PreparedTable>([from]);
  const queue: [PreparedTable, number][] = [[from, 0]];
  for (const [table, depth] of queue) {
    if (table === to) return true;
    if (depth >= longestPath) continue;
    for (const edge of table.edges) {
      if (edge.child !== table || seen.has(edge.parent)) continue;
      seen.add(edge.parent);
      queue.push([edge.parent, depth + 1]);
    }
  }
  return false;
}
