import { connectionEndpoints } from '@sextant/contract/connections';
import { modelEndpoints } from '@sextant/contract/models';
import type { Permission } from '@sextant/contract/permissions';
import { type Settings, settingsEndpoints } from '@sextant/contract/settings';
import { systemEndpoints } from '@sextant/contract/system';
import { authEndpoints } from '@sextant/contract/users';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './api-client.ts';
import { hasSession } from './session.ts';

/** Keys of what several features read; invalidate these after a change. */
export const queryKeys = {
  me: ['me'],
  settings: ['settings'],
  connections: ['connections'],
  models: ['models'],
  about: ['about'],
  schema: (connectionId: string) => ['connections', connectionId, 'schema'],
} as const;

export function useMe() {
  return useQuery({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => call(authEndpoints.me, { signal }),
    enabled: hasSession(),
    staleTime: 300_000,
  });
}

/** Whether the signed-in user holds a permission; false until known. */
export function useMay(permission: Permission | undefined): boolean {
  const me = useMe();
  return permission === undefined || (me.data?.permissions.includes(permission) ?? false);
}

export function useSettings() {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: ({ signal }) => call(settingsEndpoints.get, { signal }),
    enabled: hasSession(),
    staleTime: 300_000,
  });
}

/** Changes settings at once on the screen and goes back when the server refuses. */
export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Settings>) => call(settingsEndpoints.update, { body: change }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: queryKeys.settings });
      const before = client.getQueryData<Settings>(queryKeys.settings);
      if (before) client.setQueryData<Settings>(queryKeys.settings, { ...before, ...change });
      return { before };
    },
    onError: (_error, _change, context) => client.setQueryData(queryKeys.settings, context?.before),
    onSuccess: (settings) => client.setQueryData(queryKeys.settings, settings),
  });
}

export function useConnections() {
  return useQuery({
    queryKey: queryKeys.connections,
    queryFn: async ({ signal }) => (await call(connectionEndpoints.list, { signal })).connections,
  });
}

export function useModels() {
  return useQuery({
    queryKey: queryKeys.models,
    queryFn: async ({ signal }) => (await call(modelEndpoints.list, { signal })).models,
  });
}

export function useAbout() {
  return useQuery({
    queryKey: queryKeys.about,
    queryFn: ({ signal }) => call(systemEndpoints.about, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
