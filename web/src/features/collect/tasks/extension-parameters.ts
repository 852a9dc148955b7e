import type { FormField } from '@sextant/contract/extensions';
import type { TaskParams } from '@sextant/contract/tasks';
import type { FormParameter } from '../ParameterFields.tsx';
import type { ParameterForm } from '../parameter-values.ts';

/** Files and passwords cannot be kept in a task. */
const unkept = new Set<FormField['type']>(['file', 'password']);

/** The fields of an extension's query form as parameters of a task; what a task cannot keep is left out. */
export function parametersOf(fields: readonly FormField[]): FormParameter[] {
  return fields.filter(({ type }) => !unkept.has(type)).map(parameterOf);
}

/** Whether the form has fields that a task cannot fill in. */
export function hasUnkept(fields: readonly FormField[]): boolean {
  return fields.some(({ type }) => unkept.has(type));
}

function parameterOf(field: FormField): FormParameter {
  const { name, label, type, required, help, value } = field;
  const isCheckbox = type === 'checkbox';
  const options = isCheckbox
    ? [
        { value, label: value },
        { value: 'false', label: 'false' },
      ]
    : field.options;
  return {
    name,
    type: 'string',
    required: required && !isCheckbox,
    default: defaultOf(field),
    options: options.length === 0 ? null : options.map((one) => one.value),
    labels: Object.fromEntries(options.map((one) => [one.value, one.label])),
    description: [label === name ? '' : label, help].filter((part) => part !== '').join(' · '),
    isHidden: type === 'hidden',
  };
}

function defaultOf({ type, value, default: standard }: FormField): string {
  if (type === 'checkbox') return standard === true ? value : 'false';
  return Array.isArray(standard) ? (standard[0] ?? '') : String(standard);
}

/** The values to send: as from the form itself, where a field that is left empty is an empty text. */
export function sentParameters(
  parameters: readonly FormParameter[],
  form: ParameterForm | undefined,
): TaskParams {
  return Object.fromEntries(parameters.map(({ name }) => [name, form?.[name] ?? '']));
}
