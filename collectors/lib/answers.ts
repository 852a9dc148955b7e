/** The value at a path such as `data.klines` of a parsed answer; undefined where it leads nowhere. */
export function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  for (const step of path === '' ? [] : path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

/** The list at a path of a parsed answer. Throws an `Error` that shows what stands there instead. */
export function listAt(answer: unknown, path: string, source: string): unknown[] {
  const value = valueAt(answer, path);
  if (Array.isArray(value)) return value;
  throw unexpected(
    source,
    `a list${path === '' ? '' : ` at ${path}`}`,
    path === '' || value === undefined ? answer : value,
  );
}

/** The records at a path of a parsed answer. Throws when they are no list of objects or arrays. */
export function recordsAt(answer: unknown, path: string, source: string): object[] {
  const list = listAt(answer, path, source);
  const strange = list.findIndex((one) => typeof one !== 'object' || one === null);
  if (strange === -1) return list as object[];
  throw unexpected(source, `a record at ${path || 'its list'}[${strange}]`, list[strange]);
}

/** The object at a path of a parsed answer. Throws when none stands there. */
export function objectAt(answer: unknown, path: string, source: string): Record<string, unknown> {
  const value = valueAt(answer, path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw unexpected(
    source,
    `an object${path === '' ? '' : ` at ${path}`}`,
    value === undefined ? answer : value,
  );
}

/** The error for an answer that has not the form that the source documents. */
export function unexpected(source: string, wanted: string, found: unknown): Error {
  const shown = (JSON.stringify(found) ?? String(found)).slice(0, 200);
  return new Error(`${source} answered in a form that is not known: ${wanted} was expected, not ${shown}`);
}
