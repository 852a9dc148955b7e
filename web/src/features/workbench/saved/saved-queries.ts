import { api } from '@sextant/contract/api';
import type { BodyInputOf } from '@sextant/contract/endpoint';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';

const listLimit = 500;
const listKey = ['saved-queries'];

export type SavedQueryInput = BodyInputOf<typeof api.savedQueries.create>;
export type SavedQueryChange = BodyInputOf<typeof api.savedQueries.update>;

/** Own and shared saved queries that fit the words, at most 500. */
export function useSavedQueries(words: string) {
  return useQuery({
    queryKey: [...listKey, 'list', words],
    queryFn: ({ signal }) =>
      call(api.savedQueries.list, { query: { limit: listLimit, q: words || undefined }, signal }),
    placeholderData: (previous) => previous,
  });
}

/** One saved query; read anew each time, for somebody may have changed it. */
export function useSavedQuery(id: string | null) {
  return useQuery({
    queryKey: [...listKey, 'one', id],
    queryFn: ({ signal }) => call(api.savedQueries.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    staleTime: 0,
    gcTime: 0,
  });
}

/** As `useSavedQuery`, outside of a component. */
export function fetchSavedQuery(client: QueryClient, id: string) {
  return client.fetchQuery({
    queryKey: [...listKey, 'one', id],
    queryFn: ({ signal }) => call(api.savedQueries.get, { params: { id }, signal }),
    staleTime: 0,
  });
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: [...listKey, 'versions', id],
    queryFn: async ({ signal }) =>
      (await call(api.savedQueries.versions, { params: { id }, signal })).versions,
    staleTime: 0,
  });
}

/** Create, change, delete and move; the lists are read again afterwards. */
export function useSavedQueryActions() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: listKey });
  return {
    create: useMutation({
      mutationFn: (body: SavedQueryInput) => call(api.savedQueries.create, { body }),
      onSuccess,
    }),
    update: useMutation({
      mutationFn: ({ id, ...body }: SavedQueryChange & { id: string }) =>
        call(api.savedQueries.update, { params: { id }, body }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => call(api.savedQueries.remove, { params: { id } }),
      onSuccess,
    }),
    moveFolder: useMutation({
      mutationFn: (body: { from: string; to: string }) => call(api.savedQueries.moveFolder, { body }),
      onSuccess,
    }),
  };
}
