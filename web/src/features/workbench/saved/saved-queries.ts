import type { BodyInputOf } from '@sextant/contract/endpoint';
import { savedQueryEndpoints } from '@sextant/contract/saved-queries';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';

const listLimit = 500;
const listKey = ['saved-queries'];

export type SavedQueryInput = BodyInputOf<typeof savedQueryEndpoints.create>;
export type SavedQueryChange = BodyInputOf<typeof savedQueryEndpoints.update>;

/** Own and shared saved queries that fit the words, at most 500. */
export function useSavedQueries(words: string) {
  return useQuery({
    queryKey: [...listKey, 'list', words],
    queryFn: ({ signal }) =>
      call(savedQueryEndpoints.list, { query: { limit: listLimit, q: words || undefined }, signal }),
    placeholderData: (previous) => previous,
  });
}

/** One saved query; read anew each time, for somebody may have changed it. */
export function useSavedQuery(id: string | null) {
  return useQuery({
    queryKey: [...listKey, 'one', id],
    queryFn: ({ signal }) => call(savedQueryEndpoints.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
  });
}

/** As `useSavedQuery`, outside of a component. */
export function fetchSavedQuery(client: QueryClient, id: string) {
  return client.fetchQuery({
    queryKey: [...listKey, 'one', id],
    queryFn: ({ signal }) => call(savedQueryEndpoints.get, { params: { id }, signal }),
    staleTime: 0,
  });
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: [...listKey, 'versions', id],
    queryFn: async ({ signal }) =>
      (await call(savedQueryEndpoints.versions, { params: { id }, signal })).versions,
    staleTime: 0,
  });
}

/** Create, change, delete and move; the lists are read again afterwards. */
export function useSavedQueryActions() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: listKey });
  return {
    create: useMutation({
      mutationFn: (body: SavedQueryInput) => call(savedQueryEndpoints.create, { body }),
      onSuccess,
    }),
    update: useMutation({
      mutationFn: ({ id, ...body }: SavedQueryChange & { id: string }) =>
        call(savedQueryEndpoints.update, { params: { id }, body }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => call(savedQueryEndpoints.remove, { params: { id } }),
      onSuccess,
    }),
    moveFolder: useMutation({
      mutationFn: (body: { from: string; to: string }) => call(savedQueryEndpoints.moveFolder, { body }),
      onSuccess,
    }),
  };
}
