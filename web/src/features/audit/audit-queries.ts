import { type AuditFilter, auditEndpoints } from '@sextant/contract/audit';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';
import { type TimeRangeValues, windowOf } from '../../lib/time-range.ts';

const key = 'audit';
const atOnce = 50;

export type AuditConditions = Omit<AuditFilter, 'from' | 'to'>;

/** What a filter finds, newest first; a period is counted back from when it is asked. */
export function useAuditEvents(conditions: AuditConditions, range: TimeRangeValues) {
  return useInfiniteQuery({
    queryKey: [key, 'list', conditions, range],
    queryFn: ({ pageParam, signal }) =>
      call(auditEndpoints.list, {
        query: { ...conditions, ...windowOf(range), limit: atOnce, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchOnWindowFocus: false,
  });
}

/** The actions and kinds of objects that occur. */
export function useAuditFacets() {
  return useQuery({
    queryKey: [key, 'facets'],
    queryFn: ({ signal }) => call(auditEndpoints.facets, { signal }),
    staleTime: 60_000,
  });
}
