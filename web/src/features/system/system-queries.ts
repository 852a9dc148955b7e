import { collectSettingsEndpoints } from '@sextant/contract/collect-settings';
import { executionEndpoints } from '@sextant/contract/executions';
import { fileSettingsEndpoints } from '@sextant/contract/file-settings';
import { scriptEndpoints } from '@sextant/contract/scripts';
import { warehouseEndpoints } from '@sextant/contract/tables';
import { taskEndpoints } from '@sextant/contract/tasks';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

export const systemKeys = {
  collect: ['system', 'collect'],
  modules: ['scripts', 'modules'],
  warehouse: ['system', 'warehouse'],
  files: ['system', 'files'],
  fileUsage: ['system', 'files', 'usage'],
} as const;

const livelyMilliseconds = 1000;
const calmMilliseconds = 10_000;

export function useCollectSettings() {
  return useQuery({
    queryKey: systemKeys.collect,
    queryFn: ({ signal }) => call(collectSettingsEndpoints.get, { signal }),
    refetchOnWindowFocus: false,
  });
}

/** The Python modules whose functions are scripts; asked for again while one is being read. */
export function useModuleStates() {
  return useQuery({
    queryKey: systemKeys.modules,
    queryFn: async ({ signal }) => (await call(scriptEndpoints.modules, { signal })).modules,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'reading') ? livelyMilliseconds : false,
  });
}

export function useScheduler() {
  return useQuery({
    queryKey: ['tasks', 'scheduler'],
    queryFn: ({ signal }) => call(taskEndpoints.scheduler, { signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useWarehouse() {
  return useQuery({
    queryKey: systemKeys.warehouse,
    queryFn: ({ signal }) => call(warehouseEndpoints.get, { signal }),
    staleTime: 0,
  });
}

/** The execution that moves the tables, asked for again until it is over; not asked for while `id` is null. */
export function useMove(id: string | null) {
  return useQuery({
    queryKey: ['executions', 'one', id],
    queryFn: ({ signal }) => call(executionEndpoints.get, { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data === undefined || ['pending', 'running'].includes(state.data.status)
        ? livelyMilliseconds
        : false,
  });
}

export function useFileSettings() {
  return useQuery({
    queryKey: systemKeys.files,
    queryFn: ({ signal }) => call(fileSettingsEndpoints.get, { signal }),
    refetchOnWindowFocus: false,
  });
}

export function useFileUsage() {
  return useQuery({
    queryKey: systemKeys.fileUsage,
    queryFn: ({ signal }) => call(fileSettingsEndpoints.usage, { signal }),
    staleTime: 0,
  });
}
