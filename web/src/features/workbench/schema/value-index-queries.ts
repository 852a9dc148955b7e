import { valueIndexEndpoints } from '@sextant/contract/value-index';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';

const pollMs = 1_500;

function keyOf(connectionId: string) {
  return ['connections', connectionId, 'value-index'];
}

/** How far the values of a connection are read, followed while they are. */
export function useValueIndex(connectionId: string) {
  return useQuery({
    queryKey: keyOf(connectionId),
    queryFn: ({ signal }) => call(valueIndexEndpoints.get, { params: { id: connectionId }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'reading' ? pollMs : false),
    retry: false,
  });
}

/** Has all values read again. */
export function useReadValues(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(valueIndexEndpoints.read, { params: { id: connectionId } }),
    onSuccess: (state) => client.setQueryData(keyOf(connectionId), state),
  });
}
