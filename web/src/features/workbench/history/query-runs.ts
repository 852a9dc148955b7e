import { type QueryRunRecord, queryRunEndpoints } from '@sextant/contract/query-runs';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { historyKey } from '../results/run-statements.ts';

const pageSize = 40;

export interface HistoryFilter {
  words: string;
  connectionId: string | undefined;
  status: QueryRunRecord['status'] | undefined;
}

/** The own runs, newest first, page by page. */
export function useQueryRuns({ words, connectionId, status }: HistoryFilter) {
  return useInfiniteQuery({
    queryKey: [...historyKey, words, connectionId, status],
    queryFn: ({ pageParam, signal }) =>
      call(queryRunEndpoints.list, {
        query: {
          limit: pageSize,
          offset: pageParam,
          q: words || undefined,
          connection_id: connectionId,
          status,
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, all) =>
      last.has_more ? all.reduce((count, page) => count + page.query_runs.length, 0) : undefined,
    placeholderData: (previous) => previous,
  });
}

export function useForgetRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(queryRunEndpoints.remove, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: historyKey }),
  });
}
