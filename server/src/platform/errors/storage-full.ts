const sqliteFull = 13;
const postgresqlDiskFull = '53100';

/** Whether a failed write ran out of disk: in the data folder, in SQLite or on the PostgreSQL server. */
export function isStorageFull(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || code === postgresqlDiskFull || errcode === sqliteFull;
}
