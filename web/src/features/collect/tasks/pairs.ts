import type { TaskParams } from '@sextant/contract/tasks';

/** A parameter of a task that has no form: its name, and its value as typed. */
export interface Pair {
  name?: string;
  value?: string;
}

export function pairsOf(params: TaskParams): Pair[] {
  return Object.entries(params).map(([name, value]) => ({ name, value: String(value ?? '') }));
}

/** Numbers and true or false as such, everything else as a text; without those that have no name. */
export function paramsOf(pairs: readonly Pair[]): TaskParams {
  return Object.fromEntries(
    pairs.flatMap(({ name = '', value = '' }) => (name === '' ? [] : [[name, readValue(value)]])),
  );
}

function readValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text;
}
