import type { QueryInputOf } from '@sextant/contract/endpoint';
import { executionEndpoints } from '@sextant/contract/executions';
import { extensionEndpoints } from '@sextant/contract/extensions';
import { scriptEndpoints } from '@sextant/contract/scripts';
import { tableEndpoints } from '@sextant/contract/tables';
import { taskEndpoints } from '@sextant/contract/tasks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

/** Keys of what the pages of 采集 read; a change invalidates by their first part. */
export const collectKeys = {
  scripts: ['scripts'],
  tasks: ['tasks'],
  executions: ['executions'],
  tables: ['tables'],
  extensions: ['extensions'],
} as const;

const livelyMilliseconds = 2000;
const calmMilliseconds = 15_000;

export function useScripts(query: QueryInputOf<typeof scriptEndpoints.list>) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'list', query],
    queryFn: ({ signal }) => call(scriptEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useScriptCategories() {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'categories'],
    queryFn: async ({ signal }) => (await call(scriptEndpoints.categories, { signal })).categories,
  });
}

/** Python modules whose functions are scripts too; asked for again while one is being read. */
export function usePythonModules() {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'modules'],
    queryFn: async ({ signal }) => (await call(scriptEndpoints.modules, { signal })).modules,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'reading') ? livelyMilliseconds : false,
  });
}

/** One script with its source; not asked for while `id` is undefined. */
export function useScript(id: string | undefined) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'one', id],
    queryFn: ({ signal }) => call(scriptEndpoints.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
}

export function useScriptVersions(id: string) {
  return useQuery({
    queryKey: [...collectKeys.scripts, 'versions', id],
    queryFn: async ({ signal }) =>
      (await call(scriptEndpoints.versions, { params: { id }, signal })).versions,
  });
}

/** Extensions that the reader may run, to choose from. */
export function useExtensionChoices() {
  return useQuery({
    queryKey: [...collectKeys.extensions, 'choices'],
    queryFn: async ({ signal }) => {
      const query = { limit: 500, enabled: 'true' } as const;
      return (await call(extensionEndpoints.list, { query, signal })).extensions;
    },
    select: (extensions) => extensions.filter(({ may_run }) => may_run),
  });
}

/** The query form of an extension; not asked for while `id` is undefined. */
export function useExtensionForm(id: string | undefined) {
  return useQuery({
    queryKey: [...collectKeys.extensions, 'one', id, 'query-form'],
    queryFn: ({ signal }) => call(extensionEndpoints.queryForm, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
  });
}

/** What an extension is called; not asked for while `id` is undefined. */
export function useExtensionName(id: string | undefined) {
  return useQuery({
    queryKey: [...collectKeys.extensions, 'one', id],
    queryFn: ({ signal }) => call(extensionEndpoints.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
    select: ({ name }) => name,
  });
}

/** One task; not asked for while `id` is null. */
export function useTask(id: string | null) {
  return useQuery({
    queryKey: [...collectKeys.tasks, 'one', id],
    queryFn: ({ signal }) => call(taskEndpoints.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    staleTime: 0,
  });
}

/** When tasks run on some days. */
export function useTaskCalendar(from: string, to: string) {
  return useQuery({
    queryKey: [...collectKeys.tasks, 'calendar', from, to],
    queryFn: ({ signal }) => call(taskEndpoints.calendar, { query: { from, to }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export function useSchedulerState() {
  return useQuery({
    queryKey: [...collectKeys.tasks, 'scheduler'],
    queryFn: ({ signal }) => call(taskEndpoints.scheduler, { signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useAttention(days: number) {
  return useQuery({
    queryKey: [...collectKeys.executions, 'attention', days],
    queryFn: ({ signal }) => call(executionEndpoints.attention, { query: { days }, signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useTasks(query: QueryInputOf<typeof taskEndpoints.list>) {
  return useQuery({
    queryKey: [...collectKeys.tasks, 'list', query],
    queryFn: ({ signal }) => call(taskEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: calmMilliseconds,
  });
}

/** Executions, newest first; asked for again often while one is under way. */
export function useExecutions(query: QueryInputOf<typeof executionEndpoints.list>) {
  return useQuery({
    queryKey: [...collectKeys.executions, 'list', query],
    queryFn: ({ signal }) => call(executionEndpoints.list, { query, signal }),
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
    queryFn: ({ signal }) => call(executionEndpoints.stats, { query: { days }, signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useTables(query: QueryInputOf<typeof tableEndpoints.list>) {
  return useQuery({
    queryKey: [...collectKeys.tables, 'list', query],
    queryFn: ({ signal }) => call(tableEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useTable(name: string) {
  return useQuery({
    queryKey: [...collectKeys.tables, 'one', name],
    queryFn: ({ signal }) => call(tableEndpoints.get, { params: { name }, signal }),
  });
}
