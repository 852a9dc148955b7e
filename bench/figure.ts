/** The aim of a row that only informs. */
export const noAim = '–';

/** One row of the table that `npm run bench` prints. */
export interface Figure {
  work: string;
  /** What was measured, with its unit. */
  measured: string;
  /** What it is compared with in the same run; empty when the aim is absolute. */
  reference: string;
  aim: string;
  /** Null when nothing could be measured; `measured` says why then. */
  pass: boolean | null;
}

/** The value below which `share` (0…1) of the numbers lie; NaN when there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
