import { dashboardEndpoints } from '@sextant/contract/dashboard';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

const key = 'dashboard';
/** The server counts again no sooner than this; a tab that nobody looks at asks for nothing. */
const statusMilliseconds = 10_000;
const countsMilliseconds = 30_000;
const activitiesAtOnce = 15;

export function useOverview() {
  return useQuery({
    queryKey: [key, 'overview'],
    queryFn: ({ signal }) => call(dashboardEndpoints.overview, { signal }),
    refetchInterval: countsMilliseconds,
  });
}

export function useCharts(days: number) {
  return useQuery({
    queryKey: [key, 'charts', days],
    queryFn: ({ signal }) => call(dashboardEndpoints.charts, { query: { days }, signal }),
    refetchInterval: countsMilliseconds * 2,
    placeholderData: keepPreviousData,
  });
}

export function useSystemStatus() {
  return useQuery({
    queryKey: [key, 'status'],
    queryFn: ({ signal }) => call(dashboardEndpoints.status, { signal }),
    refetchInterval: statusMilliseconds,
    staleTime: 0,
  });
}

/** What was done last, newest first, page by page. */
export function useActivities() {
  return useInfiniteQuery({
    queryKey: [key, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      call(dashboardEndpoints.activities, { query: { limit: activitiesAtOnce, cursor: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : countsMilliseconds),
  });
}
