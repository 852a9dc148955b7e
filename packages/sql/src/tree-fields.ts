/** A node of PostgreSQL's parse tree as JSON: its fields by name. */
export type TreeFields = Record<string, unknown>;

export function isFields(value: unknown): value is TreeFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a node of this type; null for any other. */
export function fieldsOf(node: unknown, type: string): TreeFields | null {
  const fields = isFields(node) ? node[type] : null;
  return isFields(fields) ? fields : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list of String nodes, without what is no text. */
export function namesOf(list: unknown): string[] {
  return listOf(list)
    .map((item) => textOf(fieldsOf(item, 'String')?.sval))
    .filter((item) => item !== '');
}
