import type { Collected } from '@sextant/contract/chat';
import type { TableReference } from '@sextant/sql/verdict';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { CollectedTablesRepository } from './collected-tables.repository.ts';

/** Of the tables that a statement reads, those that scripts collected, with the script and the time. */
export type CollectedAmong = (
  connection: Pick<StoredConnection, 'id'>,
  tables: readonly TableReference[],
) => Promise<Collected[]>;

/** Looks tables up among the collected ones; those of other connections are none. */
export function createCollectedAmong(deps: {
  tables: CollectedTablesRepository;
  connectionId: () => Promise<string | null>;
}): CollectedAmong {
  return async ({ id }, tables) => {
    if ((await deps.connectionId()) !== id) return [];
    const names = [...new Set(tables.map(({ name }) => name.toLowerCase()))];
    const rows = await Promise.all(names.map((name) => deps.tables.findAnyCase(name)));
    return rows.flatMap((row) => {
      if (!row || row.columns === '[]') return [];
      return {
        table: row.name,
        script_id: row.script_id,
        script_name: row.display_name,
        execution_id: row.last_execution_id,
        collected_at: row.last_updated_at,
      };
    });
  };
}
