import { z } from 'zod';
import type { ScriptParameter } from '../../features/scripts/script-description.ts';

/** A parameter of a script as the document lists it. */
export const parameterSchema = z.object({
  name: z.string(),
  type: z.enum(['string', 'integer', 'float', 'boolean', 'date']),
  required: z.boolean(),
  description: z.string(),
});

/** A parameter of an interface, with what holds when it is not given. */
export const interfaceParameterSchema = parameterSchema.extend({
  default_value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
});

/** Values that a client gives for parameters; `{{today}}` and its like are for tasks. */
export const parameterValuesSchema = z.record(
  z.string().min(1).max(100),
  z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]),
);

/** The document has no place for the values that are allowed, so they stand in the description. */
export function presentParameter({
  name,
  type,
  required,
  description,
  options,
}: ScriptParameter): z.input<typeof parameterSchema> {
  const choices = options === null ? '' : `（可选：${options.join('、')}）`;
  return {
    name,
    type: type === 'number' ? 'float' : type,
    required,
    description: `${description}${choices}`,
  };
}

export function presentInterfaceParameter(
  parameter: ScriptParameter,
): z.input<typeof interfaceParameterSchema> {
  return { ...presentParameter(parameter), default_value: parameter.default };
}
