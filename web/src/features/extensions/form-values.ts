import type { FormField } from '@sextant/contract/extensions';

/** What stands in a form of an extension, by the names of its fields. */
export type FieldValues = Record<string, unknown>;

/** What the fields hold before anyone has touched them. */
export function initialValues(fields: readonly FormField[]): FieldValues {
  return Object.fromEntries(
    fields.filter(({ type }) => type !== 'file').map((field) => [field.name, initialValue(field)]),
  );
}

function initialValue({ type, default: standard }: FormField): unknown {
  if ((type === 'number' || type === 'range') && typeof standard === 'string') {
    return standard === '' ? null : Number(standard);
  }
  return standard;
}

/**
 * Values as a browser sends them for the author's own form: texts; a checked checkbox as its value and an unchecked one
 * as `false`, as clients of the original do; fields left empty as empty texts.
 */
export function sentValues(
  fields: readonly FormField[],
  values: FieldValues,
): Record<string, string | string[]> {
  const sent: Record<string, string | string[]> = {};
  for (const { name, type, value } of fields) {
    const given = values[name];
    if (type === 'file') continue;
    if (type === 'checkbox') sent[name] = given === true ? value : 'false';
    else if (Array.isArray(given)) sent[name] = given.map(String);
    else sent[name] = given === null || given === undefined ? '' : String(given);
  }
  return sent;
}

/** The files that were chosen, by field. */
export function chosenFiles(fields: readonly FormField[], values: FieldValues): [string, File][] {
  return fields
    .filter(({ type }) => type === 'file')
    .flatMap(({ name }) =>
      ((values[name] ?? []) as { originFileObj?: File }[]).flatMap(({ originFileObj }) =>
        originFileObj === undefined ? [] : [[name, originFileObj] as [string, File]],
      ),
    );
}
