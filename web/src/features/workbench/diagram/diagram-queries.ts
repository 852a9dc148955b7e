import { api } from '@sextant/contract/api';
import type { Layout } from '@sextant/contract/schema-browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/shared-queries.ts';
import type { Ends } from './diagram-graph.ts';

const relationshipsKey = (connectionId: string) => ['connections', connectionId, 'relationships'];
const layoutKey = (connectionId: string) => ['connections', connectionId, 'layout'];

/** Foreign keys of the database and relationships that people added. */
export function useRelationships(connectionId: string) {
  return useQuery({
    queryKey: relationshipsKey(connectionId),
    queryFn: async ({ signal }) =>
      (await call(api.schemaBrowser.relationships, { params: { id: connectionId }, signal })).relationships,
  });
}

/** Adds and removes relationships; answers use them from then on. */
export function useChangeRelationships(connectionId: string) {
  const client = useQueryClient();
  const read = async () => {
    await client.invalidateQueries({ queryKey: relationshipsKey(connectionId) });
    await client.invalidateQueries({ queryKey: queryKeys.schema(connectionId) });
  };
  const add = useMutation({
    mutationFn: (ends: Ends) =>
      call(api.schemaBrowser.addRelationship, { params: { id: connectionId }, body: ends }),
    onSuccess: read,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      call(api.schemaBrowser.removeRelationship, { params: { id: connectionId, relationship_id: id } }),
    onSettled: read,
  });
  return { add, remove };
}

/** Where the person left the tables. */
export function useLayout(connectionId: string) {
  return useQuery({
    queryKey: layoutKey(connectionId),
    queryFn: ({ signal }) => call(api.schemaBrowser.layout, { params: { id: connectionId }, signal }),
    // What this page saves is put here too; reading it again would only move tables under the person's hands.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSaveLayout(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (layout: Layout) =>
      call(api.schemaBrowser.saveLayout, { params: { id: connectionId }, body: layout }),
    onSuccess: (saved) => client.setQueryData(layoutKey(connectionId), saved),
  });
}
