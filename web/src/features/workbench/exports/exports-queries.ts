import { api } from '@sextant/contract/api';
import type { ExportFormat, ExportState } from '@sextant/contract/workbench';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { saveUrl } from '../../../lib/download.ts';
import type { RunRequest } from '../results/run-result.ts';
import { historyKey } from '../results/run-statements.ts';

const key = ['exports'];
const pollMilliseconds = 1000;

export function isUnderWay({ status }: ExportState): boolean {
  return status === 'waiting' || status === 'running';
}

/** The own recent exports; asked for each second while one is under way. */
export function useExports() {
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await call(api.workbench.listExports, { signal })).exports,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? pollMilliseconds : false),
    staleTime: 0,
  });
}

/** Prepares an export of a whole result and hands its address to the browser, which downloads it by itself. */
export function useCreateExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      request,
      format,
      fileName,
    }: {
      request: RunRequest;
      format: ExportFormat;
      fileName: string;
    }) =>
      call(api.workbench.createExport, {
        params: { id: request.connectionId },
        body: { sql: request.sql, named_params: request.parameters, format, file_name: fileName },
      }),
    onSuccess: ({ url, file_name }) => {
      saveUrl(url, file_name);
      void client.invalidateQueries({ queryKey: key });
    },
  });
}

export function useCancelExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(api.workbench.cancelExport, { params: { id } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: historyKey });
    },
  });
}
