import { schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';

const minute = 60_000;

/** A table as the schema calls address it. */
export interface TableAddress {
  schema: string | null;
  name: string;
}

export const schemaKeys = {
  tables: (connectionId: string) => ['connections', connectionId, 'tables'],
  table: (connectionId: string, { schema, name }: TableAddress) => [
    'connections',
    connectionId,
    'table',
    schema,
    name,
  ],
};

function addressQuery({ schema, name }: TableAddress) {
  return { schema: schema ?? undefined, name };
}

/** All tables of a connection, without their columns. */
export function useTables(connectionId: string | null) {
  return useQuery({
    queryKey: schemaKeys.tables(connectionId ?? ''),
    queryFn: ({ signal }) =>
      call(schemaBrowserEndpoints.tables, { params: { id: connectionId ?? '' }, query: {}, signal }),
    enabled: connectionId !== null,
    staleTime: 5 * minute,
  });
}

function tableOptions(connectionId: string, table: TableAddress) {
  return queryOptions({
    queryKey: schemaKeys.table(connectionId, table),
    queryFn: ({ signal }) =>
      call(schemaBrowserEndpoints.table, {
        params: { id: connectionId },
        query: addressQuery(table),
        signal,
      }),
    staleTime: 5 * minute,
  });
}

/** One table with columns, keys and indexes. */
export function useTable(connectionId: string, table: TableAddress) {
  return useQuery(tableOptions(connectionId, table));
}

/** As `useTable`, outside of a component. */
export function fetchTable(client: QueryClient, connectionId: string, table: TableAddress) {
  return client.fetchQuery(tableOptions(connectionId, table));
}

/** Tables whose name, comment, initials or columns fit, best first. */
export function useTableSearch(connectionId: string | null, words: string) {
  return useQuery({
    queryKey: ['connections', connectionId, 'tables', 'search', words],
    queryFn: ({ signal }) =>
      call(schemaBrowserEndpoints.search, {
        params: { id: connectionId ?? '' },
        query: { q: words, limit: 200 },
        signal,
      }),
    enabled: connectionId !== null && words !== '',
    staleTime: minute,
    placeholderData: (previous) => previous,
  });
}

export function useDefinition(connectionId: string, table: TableAddress) {
  return useQuery({
    queryKey: [...schemaKeys.table(connectionId, table), 'definition'],
    queryFn: ({ signal }) =>
      call(schemaBrowserEndpoints.definition, {
        params: { id: connectionId },
        query: addressQuery(table),
        signal,
      }),
  });
}

/** Reads the catalog of a connection again from the database. */
export function useRefreshTables(connectionId: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(schemaBrowserEndpoints.tables, { params: { id: connectionId ?? '' }, query: { refresh: 'true' } }),
    onSuccess: async (fresh) => {
      await client.invalidateQueries({ queryKey: ['connections', connectionId] });
      client.setQueryData(schemaKeys.tables(connectionId ?? ''), fresh);
    },
  });
}
