import type { QueryInputOf } from '@sextant/contract/endpoint';
import { fileLinkEndpoints } from '@sextant/contract/file-links';
import { fileEndpoints } from '@sextant/contract/files';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

/** Keys of what the pages of 文件 read; a change of anything invalidates all. */
export const filesKey = ['files'] as const;

/** Which list is looked at. */
export type Place = { kind: 'folder'; id: string | null } | { kind: 'shared' } | { kind: 'trash' };

type ListQuery = QueryInputOf<typeof fileEndpoints.list>;

/** The entries of a place, or of a search over everything when there is a search text. */
export function useEntries(place: Place, q: string, query: ListQuery) {
  return useQuery({
    queryKey: [...filesKey, place, q, query],
    queryFn: async ({ signal }) => {
      const none = { folder: null, path: [] };
      const { limit, offset } = query;
      if (q !== '')
        return { ...none, ...(await call(fileEndpoints.search, { query: { q, limit, offset }, signal })) };
      if (place.kind === 'shared')
        return { ...none, ...(await call(fileEndpoints.shared, { query, signal })) };
      if (place.kind === 'trash') {
        return { ...none, ...(await call(fileEndpoints.trash, { query: { limit, offset }, signal })) };
      }
      return call(fileEndpoints.list, { query: { ...query, parent_id: place.id ?? undefined }, signal });
    },
    placeholderData: keepPreviousData,
  });
}

export function useFile(id: string) {
  return useQuery({
    queryKey: [...filesKey, 'file', id],
    queryFn: ({ signal }) => call(fileEndpoints.get, { params: { id }, signal }),
  });
}

export function useFileUsage() {
  return useQuery({
    queryKey: [...filesKey, 'usage'],
    queryFn: ({ signal }) => call(fileEndpoints.usage, { signal }),
  });
}

export function useFilePreview(id: string, sheet?: string) {
  return useQuery({
    queryKey: [...filesKey, 'preview', id, sheet],
    queryFn: ({ signal }) => call(fileEndpoints.preview, { params: { id }, query: { sheet }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** A short-lived address of a file's content, for what a browser loads by itself. */
export function useContentUrl(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ['file-content-link', id],
    queryFn: ({ signal }) => call(fileEndpoints.contentLink, { params: { id }, signal }),
    enabled: wanted,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}

export function useFileGrants(id: string) {
  return useQuery({
    queryKey: [...filesKey, 'grants', id],
    queryFn: async ({ signal }) => (await call(fileEndpoints.grants, { params: { id }, signal })).grants,
  });
}

export function useFileLinks(id: string, wanted: boolean) {
  return useQuery({
    queryKey: [...filesKey, 'links', id],
    queryFn: async ({ signal }) => (await call(fileLinkEndpoints.list, { params: { id }, signal })).links,
    enabled: wanted,
  });
}

/** The folders in a folder, for choosing where something goes. */
export async function foldersIn(parentId: string | undefined) {
  const { entries } = await call(fileEndpoints.list, { query: { parent_id: parentId, limit: 500 } });
  return entries.filter(({ kind }) => kind === 'folder');
}
