import { type ExportState, workbenchEndpoints } from '@sextant/contract/workbench';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { exportsKey } from '../../../lib/create-export.ts';
import { historyKey } from '../results/run-statements.ts';

const pollMilliseconds = 1000;

export function isUnderWay({ status }: ExportState): boolean {
  return status === 'waiting' || status === 'running';
}

/** The own recent exports; asked for each second while one is under way. */
export function useExports() {
  return useQuery({
    queryKey: exportsKey,
    queryFn: async ({ signal }) => (await call(workbenchEndpoints.listExports, { signal })).exports,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? pollMilliseconds : false),
    staleTime: 0,
  });
}

export function useCancelExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(workbenchEndpoints.cancelExport, { params: { id } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: exportsKey });
      void client.invalidateQueries({ queryKey: historyKey });
    },
  });
}
