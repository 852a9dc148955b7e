import { api } from '@sextant/contract/api';
import type { QueryInputOf } from '@sextant/contract/endpoint';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

/** Keys of what the pages of 采集 read; a change invalidates by their first part. */
export const collectKeys = {
  scripts: ['scripts'],
  tasks: ['tasks'],
  executions: ['executions'],
  tables: ['tables'],
} as const;

const livelyMilliseconds = 2000;
const calmMilliseconds = 15_000;

export function useScripts(query: QueryInputOf<typeof api.scripts.list>) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'list', query],
    queryFn: ({ signal }) => call(api.scripts.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useScriptCategories() {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'categories'],
    queryFn: async ({ signal }) => (await call(api.scripts.categories, { signal })).categories,
  });
}

/** One script with its source; not asked for while `id` is undefined. */
export function useScript(id: string | undefined) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'one', id],
    queryFn: ({ signal }) => call(api.scripts.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
}

export function useScriptVersions(id: string) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'versions', id],
    queryFn: async ({ signal }) => (await call(api.scripts.versions, { params: { id }, signal })).versions,
  });
}

export function useTasks(query: QueryInputOf<typeof api.tasks.list>) {
  return useQuery({
    queryKey: [...collectKeys.tasks, 'list', query],
    queryFn: ({ signal }) => call(api.tasks.list, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: calmMilliseconds,
  });
}

/** Executions, newest first; asked for again often while one is under way. */
export function useExecutions(query: QueryInputOf<typeof api.executions.list>) {
  return useQuery({
    queryKey: [...collectKeys.executions, 'list', query],
    queryFn: ({ signal }) => call(api.executions.list, { query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.executions.some(({ status }) => status === 'pending' || status === 'running')
        ? livelyMilliseconds
        : calmMilliseconds,
  });
}

export function useExecutionStats(days: number) {
  return useQuery({
    queryKey: [...collectKeys.executions, 'stats', days],
    queryFn: ({ signal }) => call(api.executions.stats, { query: { days }, signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useTables(query: QueryInputOf<typeof api.tables.list>) {
  return useQuery({
    queryKey: [...collectKeys.tables, 'list', query],
    queryFn: ({ signal }) => call(api.tables.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useTable(name: string) {
  return useQuery({
    queryKey: [...collectKeys.tables, 'one', name],
    queryFn: ({ signal }) => call(api.tables.get, { params: { name }, signal }),
  });
}
