import { type Layout, schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { call } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/shared-queries.ts';
import type { Ends } from './diagram-graph.ts';

const settleMilliseconds = 800;

type LayoutChange = (layout: Layout) => Layout;

const relationshipsKey = (connectionId: string) => ['connections', connectionId, 'relationships'];
const layoutKey = (connectionId: string) => ['connections', connectionId, 'layout'];

/** Foreign keys of the database and relationships that people added. */
export function useRelationships(connectionId: string) {
  return useQuery({
    queryKey: relationshipsKey(connectionId),
    queryFn: async ({ signal }) =>
      (await call(schemaBrowserEndpoints.relationships, { params: { id: connectionId }, signal }))
        .relationships,
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
      call(schemaBrowserEndpoints.addRelationship, { params: { id: connectionId }, body: ends }),
    onSuccess: read,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      call(schemaBrowserEndpoints.removeRelationship, { params: { id: connectionId, relationship_id: id } }),
    onSettled: read,
  });
  return { add, remove };
}

/** Where the person left the tables. */
export function useLayout(connectionId: string) {
  return useQuery({
    queryKey: layoutKey(connectionId),
    queryFn: ({ signal }) => call(schemaBrowserEndpoints.layout, { params: { id: connectionId }, signal }),
    // What this page saves is put here too; reading it again would only move tables under the person's hands.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * Changes the person's layout at once and saves it when nothing has moved for a moment, also when the page is left
 * before. The cache holds what is to be saved, so that a diagram opened meanwhile begins with it.
 */
export function useKeepLayout(connectionId: string, onError: () => void): (change: LayoutChange) => void {
  const client = useQueryClient();
  const timer = useRef<number>(undefined);
  const failed = useRef(onError);
  failed.current = onError;
  const save = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    const body = client.getQueryData<Layout>(layoutKey(connectionId));
    if (body === undefined) return;
    call(schemaBrowserEndpoints.saveLayout, { params: { id: connectionId }, body }).catch(() =>
      failed.current(),
    );
  }, [client, connectionId]);
  useEffect(() => save, [save]);
  return useCallback(
    (change) => {
      client.setQueryData<Layout>(layoutKey(connectionId), (layout) => change(layout ?? { positions: {} }));
      clearTimeout(timer.current);
      timer.current = window.setTimeout(save, settleMilliseconds);
    },
    [client, connectionId, save],
  );
}
