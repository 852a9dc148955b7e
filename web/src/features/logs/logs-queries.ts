import { type LogFilter, logEndpoints } from '@sextant/contract/logs';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';
import { type TimeRangeValues, windowOf } from '../../lib/time-range.ts';

export const logKeys = {
  all: ['logs'],
  settings: ['logs', 'settings'],
} as const;

const atOnce = 100;

export type LogConditions = Omit<LogFilter, 'from' | 'to'>;

/** What a filter finds, newest first; a period is counted back from when it is asked. */
export function useLogEntries(conditions: LogConditions, range: TimeRangeValues) {
  return useInfiniteQuery({
    queryKey: [...logKeys.all, 'list', conditions, range],
    queryFn: ({ pageParam, signal }) =>
      call(logEndpoints.list, {
        query: { ...conditions, ...windowOf(range), limit: atOnce, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchOnWindowFocus: false,
  });
}

export function useLogEntry(id: number | null) {
  return useQuery({
    queryKey: [...logKeys.all, 'one', id],
    queryFn: ({ signal }) => call(logEndpoints.get, { params: { id: id ?? 0 }, signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useLogModules() {
  const modules = useQuery({
    queryKey: [...logKeys.all, 'modules'],
    queryFn: async ({ signal }) => (await call(logEndpoints.modules, { signal })).modules,
    staleTime: 60_000,
  });
  return modules.data ?? [];
}

export function useLogGroups(range: TimeRangeValues, module: string | undefined) {
  return useQuery({
    queryKey: [...logKeys.all, 'groups', range, module],
    queryFn: async ({ signal }) =>
      (await call(logEndpoints.errors, { query: { ...windowOf(range), module, limit: 200 }, signal })).groups,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}

export function useLogStatistics(range: TimeRangeValues) {
  return useQuery({
    queryKey: [...logKeys.all, 'statistics', range],
    queryFn: ({ signal }) => call(logEndpoints.statistics, { query: windowOf(range), signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}

export function useLogSettings() {
  return useQuery({
    queryKey: logKeys.settings,
    queryFn: ({ signal }) => call(logEndpoints.settings, { signal }),
    refetchOnWindowFocus: false,
  });
}
