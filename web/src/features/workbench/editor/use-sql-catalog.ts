import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { emptyCatalog, type SqlCatalog } from '../../../ui/sql-editor/sql-catalog.ts';
import { fetchTable, useTables } from '../schema/schema-queries.ts';

/** The catalog of a connection for completion: names of all tables, columns of a table when it is used. */
export function useSqlCatalog(connectionId: string | null): SqlCatalog {
  const client = useQueryClient();
  const tables = useTables(connectionId).data?.tables;
  return useMemo(() => {
    if (connectionId === null || tables === undefined) return emptyCatalog;
    return {
      tables,
      columnsOf: async (table) => {
        const found = await fetchTable(client, connectionId, table).catch(() => null);
        return found?.columns ?? [];
      },
    };
  }, [client, connectionId, tables]);
}
