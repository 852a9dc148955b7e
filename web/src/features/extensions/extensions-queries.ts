import type { QueryInputOf } from '@sextant/contract/endpoint';
import { type ExtensionRunDetail, extensionEndpoints } from '@sextant/contract/extensions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

export const extensionKeys = {
  all: ['extensions'],
  one: (id: string) => ['extensions', 'one', id],
  config: (id: string) => ['extensions', 'one', id, 'config'],
  runs: (id: string) => ['extensions', 'one', id, 'runs'],
} as const;

const livelyMilliseconds = 1000;

export function useExtensions(query: QueryInputOf<typeof extensionEndpoints.list>) {
  return useQuery({
    queryKey: [...extensionKeys.all, 'list', query],
    queryFn: ({ signal }) => call(extensionEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useExtension(id: string) {
  return useQuery({
    queryKey: extensionKeys.one(id),
    queryFn: ({ signal }) => call(extensionEndpoints.get, { params: { id }, signal }),
  });
}

export function useQueryForm(id: string) {
  return useQuery({
    queryKey: [...extensionKeys.one(id), 'query-form'],
    queryFn: ({ signal }) => call(extensionEndpoints.queryForm, { params: { id }, signal }),
    staleTime: 0,
  });
}

export function useExtensionConfig(id: string) {
  return useQuery({
    queryKey: extensionKeys.config(id),
    queryFn: ({ signal }) => call(extensionEndpoints.config, { params: { id }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useExtensionVersions(id: string) {
  return useQuery({
    queryKey: [...extensionKeys.one(id), 'versions'],
    queryFn: async ({ signal }) =>
      (await call(extensionEndpoints.versions, { params: { id }, signal })).versions,
  });
}

export function useExtensionRuns(id: string, query: { limit: number; offset: number }) {
  return useQuery({
    queryKey: [...extensionKeys.runs(id), query],
    queryFn: ({ signal }) => call(extensionEndpoints.runs, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** One run with its result; asked for again while it is under way. Not asked for while `id` is null. */
export function useExtensionRun(id: string | null, known?: ExtensionRunDetail) {
  return useQuery({
    queryKey: ['extension-runs', id],
    queryFn: ({ signal }) => call(extensionEndpoints.runDetail, { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    initialData: known,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? livelyMilliseconds : false),
  });
}

export function isUnderWay(run: ExtensionRunDetail | undefined): boolean {
  return run !== undefined && (run.status === 'pending' || run.status === 'running');
}
