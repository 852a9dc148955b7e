import { alertEndpoints } from '@sextant/contract/alerts';
import type { QueryInputOf } from '@sextant/contract/endpoint';
import { roomEndpoints } from '@sextant/contract/rooms';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';

export const alertKeys = {
  all: ['alerts'],
  rules: ['alerts', 'rules'],
  channels: ['alerts', 'channels'],
  smtp: ['alerts', 'smtp'],
} as const;

const freshMilliseconds = 10_000;

export function useAlerts(query: QueryInputOf<typeof alertEndpoints.list>) {
  return useQuery({
    queryKey: [...alertKeys.all, 'list', query],
    queryFn: ({ signal }) => call(alertEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: freshMilliseconds,
  });
}

export function useAlertRules() {
  return useQuery({
    queryKey: alertKeys.rules,
    queryFn: async ({ signal }) => (await call(alertEndpoints.rules, { signal })).rules,
    refetchInterval: freshMilliseconds,
  });
}

/** Only administrators may read the channels. */
export function useAlertChannels(isAdmin: boolean) {
  return useQuery({
    queryKey: alertKeys.channels,
    queryFn: async ({ signal }) => (await call(alertEndpoints.channels, { signal })).channels,
    enabled: isAdmin,
  });
}

export function useDeliveries(query: QueryInputOf<typeof alertEndpoints.deliveries>) {
  return useQuery({
    queryKey: [...alertKeys.all, 'deliveries', query],
    queryFn: ({ signal }) => call(alertEndpoints.deliveries, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: freshMilliseconds,
  });
}

export function useSmtp() {
  return useQuery({
    queryKey: alertKeys.smtp,
    queryFn: async ({ signal }) => (await call(alertEndpoints.smtp, { signal })).smtp,
    refetchOnWindowFocus: false,
  });
}

/** The rooms in which the reader is, to tell alerts in. */
export function useOwnRooms() {
  const rooms = useQuery({
    queryKey: [...alertKeys.all, 'rooms'],
    queryFn: async ({ signal }) => (await call(roomEndpoints.list, { signal })).rooms,
  });
  return rooms.data ?? [];
}

/** Does something to alerts, rules or channels, then shows all of them anew. */
export function useAlertAct<I, O>(act: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: alertKeys.all }),
    onError: useErrorDialog(),
  });
}
