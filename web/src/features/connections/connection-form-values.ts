import type { Connection, ConnectionField, ConnectionInput } from '@sextant/contract/connections';

type FieldValue = string | number | boolean | null | undefined;

/** What the form holds: the fixed fields, and the engine's own ones by name. */
export interface ConnectionFormValues {
  name: string;
  description: string | null;
  is_default: boolean;
  is_shared: boolean;
  fields: Record<string, FieldValue>;
}

/** The form of an existing connection; secrets stay empty. */
export function valuesOf(connection: Connection, fields: ConnectionField[]): ConnectionFormValues {
  const stored: Record<string, FieldValue> = {
    host: connection.host,
    port: connection.port,
    username: connection.username,
    database: connection.database,
    ...connection.options,
  };
  return {
    name: connection.name,
    description: connection.description ?? null,
    is_default: connection.is_default,
    is_shared: connection.is_shared,
    fields: Object.fromEntries(
      fields.map((field) => [field.name, field.secret ? undefined : stored[field.name]]),
    ),
  };
}

/** A new connection's form: the engine's defaults. */
export function emptyValues(fields: ConnectionField[], isShared: boolean): ConnectionFormValues {
  return {
    name: '',
    description: null,
    is_default: false,
    is_shared: isShared,
    fields: Object.fromEntries(fields.map((field) => [field.name, field.default])),
  };
}

/** The body that the server takes; an empty secret is left out, which keeps the stored one. */
export function inputOf(
  driver: string,
  values: ConnectionFormValues,
  fields: ConnectionField[],
): ConnectionInput {
  const input: Record<string, unknown> = {
    name: values.name,
    description: values.description || null,
    driver,
    is_default: values.is_default,
    is_shared: values.is_shared,
  };
  const options: Record<string, string | number | boolean | null> = {};
  for (const field of fields) {
    const value = values.fields[field.name];
    const empty = value === undefined || value === null || value === '';
    if (field.secret && empty) continue;
    if (field.option) options[field.name] = empty ? null : value;
    else input[field.name] = empty ? null : value;
  }
  return { ...input, options } as ConnectionInput;
}

/** Server field errors name `host` or `options.ssl`; the form keeps both under `fields`. */
export function formPath(path: (string | number)[], fields: ConnectionField[]): (string | number)[] {
  const [first, second] = path;
  if (first === 'options' && second !== undefined) return ['fields', second];
  return fields.some((field) => field.name === first) ? ['fields', ...path] : path;
}
