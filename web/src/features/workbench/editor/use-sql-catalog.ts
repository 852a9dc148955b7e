import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CatalogTable, emptyCatalog, type SqlCatalog } from '../../../ui/sql-editor/sql-catalog.ts';
import { fetchTable, useTables } from '../schema/schema-queries.ts';

/** The catalog of a connection for completion: names of all tables, columns of a table when it is used. */
export function useSqlCatalog(connectionId: string | null): SqlCatalog {
  const client = useQueryClient();
  const tables = useTables(connectionId).data?.tables;
  return useMemo(() => {
    if (connectionId === null || tables === undefined) return emptyCatalog;
    const read = (table: CatalogTable) => fetchTable(client, connectionId, table).catch(() => null);
    return {
      tables,
      columnsOf: async (table) => (await read(table))?.columns ?? [],
      foreignKeysOf: async (table) => (await read(table))?.foreign_keys ?? [],
    };
  }, [client, connectionId, tables]);
}
