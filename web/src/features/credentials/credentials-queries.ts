import { credentialEndpoints } from '@sextant/contract/credentials';
import type { QueryInputOf } from '@sextant/contract/endpoint';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';

export const credentialsKey = ['credentials'];

export function useCredentials(query: QueryInputOf<typeof credentialEndpoints.list>) {
  return useQuery({
    queryKey: [...credentialsKey, 'list', query],
    queryFn: ({ signal }) => call(credentialEndpoints.list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Logins that connections have for themselves alone. */
export function useOwnLogins(query: QueryInputOf<typeof credentialEndpoints.ownLogins>) {
  return useQuery({
    queryKey: [...credentialsKey, 'own', query],
    queryFn: ({ signal }) => call(credentialEndpoints.ownLogins, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** One credential with the connections that use it. */
export function useCredential(id: string) {
  return useQuery({
    queryKey: [...credentialsKey, 'one', id],
    queryFn: ({ signal }) => call(credentialEndpoints.get, { params: { id }, signal }),
    staleTime: 0,
  });
}
