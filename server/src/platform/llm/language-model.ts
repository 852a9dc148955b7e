import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ModelError, toModelError } from './model-error.ts';
import { type ModelSettings, openProviderModel } from './provider-model.ts';

export interface ChatTurn {
  role: 'user' | 'assistant';
  content: string;
}

export interface Completion {
  instructions: string;
  messages: ChatTurn[];
  /** Asks providers that can for JSON of this shape; the reply is text all the same and must be checked. */
  shape?: z.ZodType;
  maxOutputTokens?: number;
  /** 0 unless told, where the provider knows it. */
  temperature?: number;
  signal?: AbortSignal;
  /** Gets what each call cost; null where the provider does not tell. A call that failed midway tells nothing. */
  onUsage?: (usage: TokenUsage) => void;
}

export interface TokenUsage {
  input: number | null;
  output: number | null;
}

/** A language model: text in, text out. Rejects with a `ModelError`, or with the signal's reason when stopped. */
export interface LanguageModel {
  complete(request: Completion): Promise<string>;
}

export interface ModelTiming {
  firstTokenMs: number;
  totalMs: number;
  /** Wait before the one repeat after a 429 or 5xx that names no time; null repeats nothing. */
  backoffMs: number | null;
}

const usualTiming: ModelTiming = { firstTokenMs: 30_000, totalMs: 120_000, backoffMs: 1_000 };
const longestWaitMs = 10_000;
const maxReplyCharacters = 64_000;
const maxOutputTokens = 4_000;

/** `fetch` must already be under the egress policy; nothing else of this module reaches the network. */
export function createLanguageModel(
  settings: ModelSettings,
  fetch: typeof globalThis.fetch,
  timing: Partial<ModelTiming> = {},
): LanguageModel {
  const limits = { ...usualTiming, ...timing };
  /** Turned off once the server has refused a request for what not all servers know. */
  let extras = true;

  async function attempt(request: Completion, withExtras: boolean): Promise<string> {
    const stop = new AbortController();
    const end = (reason: unknown) => stop.abort(reason);
    const onAbort = () => end(request.signal?.reason);
    request.signal?.throwIfAborted();
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const late = () => end(new ModelError('MODEL_TIMEOUT'));
    const first = setTimeout(late, limits.firstTokenMs);
    const total = setTimeout(late, limits.totalMs);
    try {
      return await readReply(settings, fetch, request, withExtras, stop.signal, () => clearTimeout(first));
    } catch (error) {
      stop.signal.throwIfAborted();
      throw toModelError(error, settings.apiKey);
    } finally {
      clearTimeout(first);
      clearTimeout(total);
      request.signal?.removeEventListener('abort', onAbort);
      // Ends the request also when the reply was cut off for its length.
      end(new ModelError('PROVIDER_FORMAT_ERROR'));
    }
  }

  async function attemptKnown(request: Completion): Promise<string> {
    try {
      return await attempt(request, extras);
    } catch (error) {
      const refused = error instanceof ModelError && (error.status === 400 || error.status === 422);
      if (!extras || !refused || error.code === 'MODEL_NOT_FOUND') throw error;
      extras = false;
      return attempt(request, false);
    }
  }

  return {
    async complete(request) {
      try {
        return await attemptKnown(request);
      } catch (error) {
        const wait = waitBeforeRepeat(error, limits.backoffMs);
        if (wait === null) throw error;
        await sleep(wait, undefined, { signal: request.signal }).catch(() =>
          request.signal?.throwIfAborted(),
        );
        return attemptKnown(request);
      }
    },
  };
}

function waitBeforeRepeat(error: unknown, backoffMs: number | null): number | null {
  if (backoffMs === null || !(error instanceof ModelError)) return null;
  if (error.hungUp) return 0;
  if (error.status === null) return null;
  if (error.status !== 429 && error.status < 500) return null;
  const wait = error.retryAfterMs ?? backoffMs;
  return wait > longestWaitMs ? null : wait;
}

async function readReply(
  settings: ModelSettings,
  fetch: typeof globalThis.fetch,
  request: Completion,
  withExtras: boolean,
  signal: AbortSignal,
  onFirstToken: () => void,
): Promise<string> {
  const { Output, streamText } = await import('ai');
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const shaped = withExtras && request.shape && settings.provider !== 'custom';
  const reply = streamText({
    model: await openProviderModel(settings, fetch, { tellUsage: withExtras }),
    instructions: request.instructions,
    messages: request.messages,
    maxOutputTokens: request.maxOutputTokens ?? maxOutputTokens,
    maxRetries: 0,
    abortSignal: signal,
    onError: () => undefined,
    ...(withExtras && settings.provider !== 'anthropic' && { temperature: request.temperature ?? 0 }),
    ...(shaped && request.shape && { output: withoutPartials(Output.object({ schema: request.shape })) }),
  });
  let text = '';
  let finish: string | null = null;
  for await (const part of reply.fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'reasoning-delta') onFirstToken();
    if (part.type === 'text-delta') {
      onFirstToken();
      text += part.text;
      if (text.length > maxReplyCharacters) {
        throw new ModelError('PROVIDER_FORMAT_ERROR', {
          text: {
            zh: `模型的回复超过 ${maxReplyCharacters} 个字符`,
            en: `The reply of the model is longer than ${maxReplyCharacters} characters`,
          },
        });
      }
    }
    if (part.type === 'finish') {
      finish = part.finishReason;
      const { inputTokens, outputTokens } = part.totalUsage;
      request.onUsage?.({ input: inputTokens ?? null, output: outputTokens ?? null });
    }
  }
  signal.throwIfAborted();
  if (finish === null || finish === 'error' || (text === '' && finish !== 'length')) {
    throw new ModelError('PROVIDER_FORMAT_ERROR', {
      text: { zh: '模型的回复是空的或中途断开', en: 'The reply of the model is empty or broke off' },
    });
  }
  return text;
}

/** The SDK would parse all of a reply again with each of its words, and a long reply would hold up everybody. */
function withoutPartials<T extends { parsePartialOutput: unknown }>(output: T) {
  return { ...output, parsePartialOutput: async ({ text }: { text: string }) => ({ partial: text.length }) };
}
