import { accountEndpoints } from '@sextant/contract/accounts';
import { capacityEndpoints } from '@sextant/contract/capacity';
import { classificationEndpoints } from '@sextant/contract/classification';
import type { QueryInputOf } from '@sextant/contract/endpoint';
import { instanceEndpoints } from '@sextant/contract/instances';
import { type SyncStatus, syncSessionEndpoints } from '@sextant/contract/sync-sessions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

/** Keys of what the pages of 治理 read; a change invalidates by their first part. */
export const governKeys = {
  instances: ['instances'],
  accounts: ['accounts'],
  changes: ['account-changes'],
  classes: ['account-classes'],
  rules: ['account-rules'],
  batches: ['account-batches'],
  capacity: ['capacity'],
  sessions: ['sync-sessions'],
} as const;

const livelyMilliseconds = 1000;
const calmMilliseconds = 15_000;

/** Whether a session may still go on. */
export function goesOn(status: SyncStatus | undefined): boolean {
  return status === 'pending' || status === 'running';
}

export function useInstances(query: QueryInputOf<typeof instanceEndpoints.list>) {
  return useQuery({
    queryKey: [...governKeys.instances, 'list', query],
    queryFn: ({ signal }) => call(instanceEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: calmMilliseconds,
  });
}

export function useInstance(id: string) {
  return useQuery({
    queryKey: [...governKeys.instances, 'one', id],
    queryFn: ({ signal }) => call(instanceEndpoints.get, { params: { id }, signal }),
  });
}

export function useInstanceStatistics() {
  return useQuery({
    queryKey: [...governKeys.instances, 'statistics'],
    queryFn: ({ signal }) => call(instanceEndpoints.statistics, { signal }),
    refetchInterval: calmMilliseconds,
  });
}

export function useInstanceTags() {
  return useQuery({
    queryKey: [...governKeys.instances, 'tags'],
    queryFn: async ({ signal }) => (await call(instanceEndpoints.tags, { signal })).tags,
  });
}

export function useInstanceChecks(id: string, query: QueryInputOf<typeof instanceEndpoints.checks>) {
  return useQuery({
    queryKey: [...governKeys.instances, 'checks', id, query],
    queryFn: ({ signal }) => call(instanceEndpoints.checks, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useInstanceCapacity(id: string, days: number) {
  return useQuery({
    queryKey: [...governKeys.capacity, id, days],
    queryFn: ({ signal }) => call(capacityEndpoints.instance, { params: { id }, query: { days }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The course of one database or table; not asked for while `of` is null. */
export function useCapacitySeries(id: string, of: { database: string; table?: string } | null, days: number) {
  return useQuery({
    queryKey: [...governKeys.capacity, id, 'series', of, days],
    queryFn: ({ signal }) =>
      call(capacityEndpoints.series, { params: { id }, query: { database: '', ...of, days }, signal }),
    placeholderData: keepPreviousData,
    enabled: of !== null,
  });
}

export function useCapacityTables(id: string, query: QueryInputOf<typeof capacityEndpoints.tables>) {
  return useQuery({
    queryKey: [...governKeys.capacity, id, 'tables', query],
    queryFn: ({ signal }) => call(capacityEndpoints.tables, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useAccounts(query: QueryInputOf<typeof accountEndpoints.list>) {
  return useQuery({
    queryKey: [...governKeys.accounts, 'list', query],
    queryFn: ({ signal }) => call(accountEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: [...governKeys.accounts, 'one', id],
    queryFn: ({ signal }) => call(accountEndpoints.get, { params: { id }, signal }),
  });
}

export function useAccountStatistics() {
  return useQuery({
    queryKey: [...governKeys.accounts, 'statistics'],
    queryFn: ({ signal }) => call(accountEndpoints.statistics, { signal }),
  });
}

/** How the last reading of an instance's accounts went. */
export function useAccountSync(connectionId: string) {
  return useQuery({
    queryKey: [...governKeys.accounts, 'sync', connectionId],
    queryFn: ({ signal }) => call(accountEndpoints.syncState, { params: { id: connectionId }, signal }),
  });
}

export function useAccountChanges(query: QueryInputOf<typeof accountEndpoints.changes>) {
  return useQuery({
    queryKey: [...governKeys.changes, query],
    queryFn: ({ signal }) => call(accountEndpoints.changes, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useClasses() {
  return useQuery({
    queryKey: governKeys.classes,
    queryFn: async ({ signal }) => (await call(classificationEndpoints.classes, { signal })).classes,
  });
}

export function useSessions(query: QueryInputOf<typeof syncSessionEndpoints.list>) {
  return useQuery({
    queryKey: [...governKeys.sessions, 'list', query],
    queryFn: ({ signal }) => call(syncSessionEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.sessions.some(({ status }) => goesOn(status)) ? livelyMilliseconds : calmMilliseconds,
  });
}

/** One session, asked for again each second while it goes on. */
export function useSession(id: string) {
  return useQuery({
    queryKey: [...governKeys.sessions, 'one', id],
    queryFn: ({ signal }) => call(syncSessionEndpoints.get, { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (goesOn(state.data?.status) ? livelyMilliseconds : false),
  });
}
