import type { Connection } from '@sextant/contract/connections';
import { schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';

const rightsKey = (connectionId: string) => ['connections', connectionId, 'rights'];
const keptMilliseconds = 10 * 60_000;

/** Only who manages a connection may see what its login may do; the product's own files have no login. */
export function hasRights({ can_manage, is_sample, is_workspace, is_warehouse }: Connection): boolean {
  return can_manage && !is_sample && !is_workspace && !is_warehouse;
}

/** What the login of a connection may do beyond reading. The database is asked, so ask only for what is looked at. */
export function useRights(connectionId: string, enabled = true) {
  return useQuery({
    queryKey: rightsKey(connectionId),
    queryFn: ({ signal }) =>
      call(schemaBrowserEndpoints.rights, { params: { id: connectionId }, query: {}, signal }),
    enabled,
    staleTime: keptMilliseconds,
  });
}

/** Asks the database anew, after somebody has granted or revoked. */
export function useCheckRightsAgain(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(schemaBrowserEndpoints.rights, { params: { id: connectionId }, query: { refresh: 'true' } }),
    onSuccess: (rights) => client.setQueryData(rightsKey(connectionId), rights),
  });
}
