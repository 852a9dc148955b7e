import type { Cell } from '@sextant/contract/chart';

export const parameterTypes = ['text', 'number', 'date', 'boolean', 'null'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** A `:name` parameter as its form field holds it. */
export interface Parameter {
  type: ParameterType;
  value: string;
}

export const emptyParameter: Parameter = { type: 'text', value: '' };

/** The value that is sent. Numbers beyond what JSON carries exactly travel as text. */
export function parameterValue({ type, value }: Parameter): Cell {
  if (type === 'null') return null;
  if (type === 'boolean') return value === 'true';
  if (type !== 'number') return value;
  const figure = Number(value);
  return value.trim() === '' || !Number.isFinite(figure) || String(figure) !== value.trim()
    ? value.trim()
    : figure;
}

/** The field of a value that was saved. */
export function parameterOf(value: Cell): Parameter {
  if (value === null) return { type: 'null', value: '' };
  if (typeof value === 'boolean') return { type: 'boolean', value: String(value) };
  if (typeof value === 'number') return { type: 'number', value: String(value) };
  return { type: /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'text', value };
}

/** The values of the named parameters; those never filled in are empty texts. */
export function valuesOf(
  names: readonly string[],
  parameters: Readonly<Record<string, Parameter>>,
): Record<string, Cell> {
  return Object.fromEntries(names.map((name) => [name, parameterValue(parameters[name] ?? emptyParameter)]));
}

/** Fields of saved values. */
export function parametersOf(values: Readonly<Record<string, Cell>>): Record<string, Parameter> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, parameterOf(value)]));
}
