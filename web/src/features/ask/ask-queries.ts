import { chatEndpoints } from '@sextant/contract/chat';
import { connectionEndpoints } from '@sextant/contract/connections';
import { type Conversation, conversationEndpoints } from '@sextant/contract/conversations';
import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { type Exchange, exchangesOf } from './answer.ts';

const pageSize = 40;
const listKey = ['conversations', 'list'];

/** A conversation as the page shows it. */
export interface ConversationThread {
  title: string;
  model: string | null;
  connectionId: string | null;
  exchanges: Exchange[];
}

export function threadKey(conversationId: string) {
  return ['conversations', 'thread', conversationId];
}

export function useConversationList(search: string, favoritesOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...listKey, search, favoritesOnly],
    queryFn: ({ pageParam, signal }) =>
      call(conversationEndpoints.list, {
        query: {
          limit: pageSize,
          offset: pageParam,
          q: search || undefined,
          favorites: favoritesOnly ? 'true' : undefined,
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, all) =>
      last.has_more ? all.reduce((count, page) => count + page.conversations.length, 0) : undefined,
    placeholderData: (previous) => previous,
  });
}

export function useThread(conversationId: string | undefined) {
  return useQuery({
    queryKey: threadKey(conversationId ?? ''),
    queryFn: async ({ signal }): Promise<ConversationThread> => {
      const { title, model, connection_id, messages } = await call(conversationEndpoints.get, {
        params: { id: conversationId ?? '' },
        signal,
      });
      return { title, model, connectionId: connection_id, exchanges: exchangesOf(messages) };
    },
    enabled: conversationId !== undefined,
    // What was answered here holds all rows; the server keeps a preview, so reading again would lose some.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

type ListData = InfiniteData<{ conversations: Conversation[]; total: number; has_more: boolean }>;

/** Rename, favourite and delete, each shown at once and taken back when the server refuses. */
export function useConversationActions() {
  const client = useQueryClient();
  const change = (edit: (conversation: Conversation) => Conversation | null) => {
    const before = client.getQueriesData<ListData>({ queryKey: listKey });
    client.setQueriesData<ListData>({ queryKey: listKey }, (data) => data && edited(data, edit));
    return { before };
  };
  const undo = (
    _error: Error,
    _input: unknown,
    context: { before: [readonly unknown[], ListData | undefined][] } | undefined,
  ) => {
    for (const [key, data] of context?.before ?? []) client.setQueryData(key, data);
  };
  const onSettled = () => client.invalidateQueries({ queryKey: listKey });
  const rename = useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) =>
      call(conversationEndpoints.rename, { params: { id }, body: { title } }),
    onMutate: ({ id, title }) => change((one) => (one.id === id ? { ...one, title } : one)),
    onError: undo,
    onSettled,
  });
  const favorite = useMutation({
    mutationFn: ({ id }: { id: string }) => call(conversationEndpoints.favorite, { params: { id } }),
    onMutate: ({ id }) => change((one) => (one.id === id ? { ...one, is_favorite: !one.is_favorite } : one)),
    onError: undo,
    onSettled,
  });
  const remove = useMutation({
    mutationFn: ({ id }: { id: string }) => call(conversationEndpoints.remove, { params: { id } }),
    onMutate: ({ id }) => change((one) => (one.id === id ? null : one)),
    onError: undo,
    onSuccess: (_data, { id }) => client.removeQueries({ queryKey: threadKey(id) }),
    onSettled,
  });
  return { rename, favorite, remove };
}

function edited(data: ListData, edit: (conversation: Conversation) => Conversation | null): ListData {
  const pages = data.pages.map((page) => ({
    ...page,
    conversations: page.conversations.map(edit).filter((one) => one !== null),
  }));
  return { ...data, pages };
}

export function useSuggestions(connectionId: string | null, language: 'zh' | 'en') {
  return useQuery({
    queryKey: ['suggestions', connectionId, language],
    queryFn: async ({ signal }) =>
      (
        await call(chatEndpoints.suggestions, {
          query: { connection_id: connectionId ?? undefined, language },
          signal,
        })
      ).suggestions,
    enabled: connectionId !== null,
    staleTime: 300_000,
  });
}

export function useSchema(connectionId: string | null) {
  return useQuery({
    queryKey: queryKeys.schema(connectionId ?? ''),
    queryFn: ({ signal }) =>
      call(connectionEndpoints.schema, { params: { id: connectionId ?? '' }, query: {}, signal }),
    enabled: connectionId !== null,
    staleTime: 300_000,
  });
}
