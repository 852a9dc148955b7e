import { constants } from 'node:sqlite';

const readActions = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
]);

/** Pragmas that describe tables and change nothing; `data_version` is what full-text tables ask themselves. */
const readPragmas = new Set([
  'table_list',
  'table_info',
  'table_xinfo',
  'index_list',
  'index_info',
  'index_xinfo',
  'foreign_key_list',
  'data_version',
]);

const refusedFunctions = new Set(['load_extension', 'readfile', 'writefile', 'edit', 'fts3_tokenizer']);

/** SQLite asks this of everything a statement would do; whatever does not only read the opened file is denied. */
export function authorizeRead(action: number, first: string | null, second: string | null): number {
  if (action === constants.SQLITE_PRAGMA) {
    return readPragmas.has((first ?? '').toLowerCase()) ? constants.SQLITE_OK : constants.SQLITE_DENY;
  }
  if (!readActions.has(action)) return constants.SQLITE_DENY;
  const refused = action === constants.SQLITE_FUNCTION && refusedFunctions.has((second ?? '').toLowerCase());
  return refused ? constants.SQLITE_DENY : constants.SQLITE_OK;
}
