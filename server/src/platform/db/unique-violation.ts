const sqliteUnique = new Set([1555, 2067]);
const postgresqlUnique = '23505';

/** True when a statement failed because a row with the same unique value exists, in either store. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === postgresqlUnique || sqliteUnique.has(errcode as number);
}
