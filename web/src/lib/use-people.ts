import { roomEndpoints } from '@sextant/contract/rooms';
import { useQuery } from '@tanstack/react-query';
import { call } from './api-client.ts';

/** The people of the installation, for choosing with whom to share something. */
export function usePeople() {
  const people = useQuery({
    queryKey: ['people'],
    queryFn: async ({ signal }) => (await call(roomEndpoints.people, { signal })).people,
    staleTime: 60_000,
  });
  return people.data ?? [];
}
