import type { ScriptParameter } from '@sextant/contract/scripts';
import type { TaskParams } from '@sextant/contract/tasks';

/** What a form of parameters holds; a field that is left empty is undefined or ''. */
export type ParameterForm = Record<string, TaskParams[string] | undefined>;

/** What the form begins with: the values given, else each parameter's default. */
export function initialParameters(
  parameters: readonly ScriptParameter[],
  given: TaskParams = {},
): ParameterForm {
  return Object.fromEntries(
    parameters.map(({ name, default: standard }) => [name, given[name] ?? standard ?? undefined]),
  );
}

/** The values to send: empty ones are left out, so that the script's defaults hold. */
export function givenParameters(
  parameters: readonly ScriptParameter[],
  form: ParameterForm | undefined,
): TaskParams {
  const given: TaskParams = {};
  for (const { name } of parameters) {
    const value = form?.[name];
    if (value !== undefined && value !== null && value !== '') given[name] = value;
  }
  return given;
}
