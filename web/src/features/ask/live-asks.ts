import { type AskInput, type ChatEvent, chatEndpoints } from '@sextant/contract/chat';
import { useSyncExternalStore } from 'react';
import { call, callRaw } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { readEventStream } from '../../lib/event-stream.ts';
import { queryClient } from '../../lib/query-client.ts';
import { onSignOut } from '../../lib/session.ts';
import { type Exchange, finish, startAnswer, withEvent } from './answer.ts';
import { type ConversationThread, threadKey } from './ask-queries.ts';

/** Questions of a conversation that does not exist yet stand under this key. */
export const newConversation = 'new';

const live = new Map<string, Exchange>();
const aborts = new Map<string, AbortController>();
const listeners = new Set<() => void>();
let asked = 0;

function publish(key: string, exchange: Exchange | null): void {
  if (exchange === null) live.delete(key);
  else live.set(key, exchange);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The question being answered in a conversation. It lives outside the page: leaving the page does not stop it.
 */
export function useLiveExchange(key: string): Exchange | null {
  return useSyncExternalStore(subscribe, () => live.get(key) ?? null);
}

/** Takes a stopped or failed question off the screen; one that is still running stays. */
export function clearUnanswered(key: string): void {
  if (live.get(key)?.answer.running === false) publish(key, null);
}

/**
 * Asks and follows the stream until it is done; the finished exchange goes into the conversation's thread.
 * Gives the conversation's id, or null when the answer was stopped or failed before it had one.
 */
export async function ask(
  input: Omit<AskInput, 'conversation_id'>,
  conversationId: string | undefined,
): Promise<string | null> {
  const key = conversationId ?? newConversation;
  aborts.get(key)?.abort();
  keepUnfinished(key);
  const abort = new AbortController();
  aborts.set(key, abort);
  asked += 1;
  let exchange: Exchange = {
    key: `live-${asked}`,
    question: input.query,
    answer: startAnswer(input.connection_id ?? null),
    failure: null,
  };
  let answered: string | null = null;
  publish(key, exchange);
  const update = (change: Partial<Exchange>) => {
    exchange = { ...exchange, ...change };
    if (aborts.get(key) === abort) publish(key, exchange);
  };
  try {
    for await (const event of streamAnswer({ ...input, conversation_id: conversationId }, abort.signal)) {
      update({ answer: withEvent(exchange.answer, event) });
      if (event.type === 'done') {
        answered = event.conversation_id;
        if (aborts.get(key) === abort) keep(answered, key, exchange, input);
      }
    }
    if (answered !== null) return answered;
    throw new ApiError('The stream ended before the answer was complete', { status: 0, code: 'NETWORK' });
  } catch (error) {
    const stopped = error instanceof ApiError && error.code === 'ABORTED';
    update({ answer: finish(exchange.answer), failure: stopped ? 'stopped' : error });
    return null;
  } finally {
    if (aborts.get(key) === abort) aborts.delete(key);
    void queryClient.invalidateQueries({ queryKey: ['conversations', 'list'] });
  }
}

async function* streamAnswer(body: AskInput, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const response = await callRaw(chatEndpoints.ask, { body, signal });
  if (response.body === null) return;
  try {
    for await (const { data } of readEventStream(response.body)) yield JSON.parse(data) as ChatEvent;
  } catch (cause) {
    throw new ApiError(String(cause), { status: 0, code: signal.aborted ? 'ABORTED' : 'NETWORK', cause });
  }
}

function keep(
  conversationId: string,
  key: string,
  exchange: Exchange,
  input: Omit<AskInput, 'conversation_id'>,
): void {
  const fresh: ConversationThread = { title: input.query, model: null, connectionId: null, exchanges: [] };
  queryClient.setQueryData<ConversationThread>(threadKey(conversationId), (thread) => {
    const known = thread ?? (key === newConversation ? fresh : undefined);
    return (
      known && {
        ...known,
        model: input.model ?? null,
        connectionId: input.connection_id ?? null,
        exchanges: [...known.exchanges, exchange],
      }
    );
  });
  publish(key, null);
}

/** A stopped or failed question stays in its thread when the next one is asked. */
function keepUnfinished(key: string): void {
  const exchange = live.get(key);
  if (exchange === undefined || exchange.failure === null) return;
  queryClient.setQueryData<ConversationThread>(
    threadKey(key),
    (thread) => thread && { ...thread, exchanges: [...thread.exchanges, exchange] },
  );
}

/**
 * Stops the answer: the closed stream already ends model call and statement on the server; for a known conversation
 * the server is told as well, so that it holds even behind a proxy that keeps the stream open.
 */
export function stopAsking(conversationId: string | undefined): void {
  const abort = aborts.get(conversationId ?? newConversation);
  if (abort === undefined) return;
  abort.abort();
  if (conversationId !== undefined) {
    call(chatEndpoints.stop, { body: { conversation_id: conversationId } }).catch(() => undefined);
  }
}

onSignOut(() => {
  for (const abort of aborts.values()) abort.abort();
  live.clear();
});
