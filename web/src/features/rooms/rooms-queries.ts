import { fileEndpoints } from '@sextant/contract/files';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { type Room, type RoomMember, roomEndpoints } from '@sextant/contract/rooms';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';
import { roomsKey, roomsListKey } from '../../lib/unread-messages.ts';

const roomKey = (id: string) => [...roomsKey, 'room', id] as const;
export const membersKey = (id: string) => [...roomsKey, 'members', id] as const;
export const pinsKey = (id: string) => [...roomsKey, 'pins', id] as const;

/** One room, also an open one that one has not joined. */
export function useRoom(id: string) {
  return useQuery({
    queryKey: roomKey(id),
    queryFn: ({ signal }) => call(roomEndpoints.get, { params: { id }, signal }),
  });
}

export function useOpenRooms(q: string) {
  return useQuery({
    queryKey: [...roomsKey, 'open', q],
    queryFn: async ({ signal }) => (await call(roomEndpoints.open, { query: { q }, signal })).rooms,
    placeholderData: keepPreviousData,
  });
}

export function usePeopleFound(q: string) {
  return useQuery({
    queryKey: [...roomsKey, 'people', q],
    queryFn: async ({ signal }) => (await call(roomEndpoints.people, { query: { q }, signal })).people,
    placeholderData: keepPreviousData,
  });
}

export function useMembers(id: string): readonly RoomMember[] {
  const members = useQuery({
    queryKey: membersKey(id),
    queryFn: async ({ signal }) => (await call(roomEndpoints.members, { params: { id }, signal })).members,
  });
  return members.data ?? [];
}

export function usePins(id: string) {
  return useQuery({
    queryKey: pinsKey(id),
    queryFn: async ({ signal }) => (await call(roomEndpoints.pins, { params: { id }, signal })).messages,
  });
}

/** Messages that hold a text, the newest first; of one room or of all own ones. */
export function useFoundMessages(q: string, roomId?: string) {
  return useInfiniteQuery({
    queryKey: [...roomsKey, 'search', roomId, q],
    queryFn: ({ pageParam, signal }) =>
      call(roomEndpoints.search, {
        query: { q, room_id: roomId, before: pageParam ?? undefined, limit: 30 },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ messages, has_more }) => (has_more ? messages.at(-1)?.number : undefined),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
}

/** A short-lived address of an attachment, for what the browser loads by itself. */
export function useAttachmentUrl(fileId: string, wanted: boolean) {
  return useQuery({
    queryKey: ['file-content-link', fileId],
    queryFn: ({ signal }) => call(fileEndpoints.contentLink, { params: { id: fileId }, signal }),
    enabled: wanted,
    staleTime: 60_000,
  });
}

/** Changes around a room; each ends with everything about rooms read anew. */
export function useRoomActions() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: roomsKey });
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onSuccess: refresh });
  return {
    isPending: act.isPending,
    /** Resolves when it is done; rejects with what the server said. */
    run: async <T>(work: () => Promise<T>): Promise<T> => (await act.mutateAsync(work)) as T,
    keep(room: Room): void {
      client.setQueryData(roomKey(room.id), room);
      void client.invalidateQueries({ queryKey: roomsListKey });
    },
  };
}

/** The acts on one message; each gives the message as it is then. */
export function messageActs({ room_id: id, id: message_id }: Pick<RoomMessage, 'room_id' | 'id'>) {
  const params = { id, message_id };
  return {
    edit: (content: string) => call(roomEndpoints.edit, { params, body: { content } }),
    remove: () => call(roomEndpoints.removeMessage, { params }),
    react: (emoji: string, on: boolean) => call(roomEndpoints.react, { params, body: { emoji, on } }),
    pin: (pinned: boolean) => call(roomEndpoints.pin, { params, body: { pinned } }),
    openCard: () => call(roomEndpoints.openCard, { params }),
  };
}
