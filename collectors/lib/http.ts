import type { ScriptContext } from '@sextant/contract/collector';
import { decoderFor } from './charset.ts';
import { pause } from './pause.ts';
import { backoffMs, isWorthRetrying, retryAfterMs } from './retry.ts';

export interface HttpOptions {
  /** Requests to one host in a second; 2 when not said. */
  perSecond?: number;
  /** How often a request is tried in all; 4 when not said. */
  tries?: number;
  /** For one try, from the request to the end of its body; 30,000 when not said. */
  timeoutMs?: number;
  headers?: Record<string, string>;
  /** The charset of texts whose answer names none or a wrong one, e.g. `gbk`. */
  charset?: string;
}

export interface HttpRequest {
  /** Added to the URL; null leaves a parameter out. */
  query?: Record<string, string | number | boolean | null>;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** A form when it is an object. */
  body?: string | Record<string, string>;
}

/** An answer with status 2xx, read to its end. */
export interface HttpAnswer {
  url: string;
  text: string;
  headers: Headers;
}

/** A request that failed for good. `status` is null when no answer came. */
export class HttpError extends Error {
  readonly status: number | null;
  readonly body: string;

  constructor(message: string, status: number | null = null, body = '') {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.body = body;
  }
}

const longestWaitMs = 120_000;
const longestText = 128 * 1024 * 1024;
const agent = 'Mozilla/5.0 (compatible; Sextant collector)';

/**
 * A polite client over `ctx.fetch`: it keeps a rate for each host, tries again what may yet succeed (429, 408, 5xx, lost
 * connections) with growing pauses or as long as `Retry-After` says, and names host, status and the first of the answer
 * when it gives up. Throws `HttpError`, or the signal's reason when the execution is stopped.
 */
export function createHttp(
  ctx: Pick<ScriptContext, 'fetch' | 'signal' | 'log'>,
  options: HttpOptions = {},
): Http {
  const { perSecond = 2, tries = 4, timeoutMs = 30_000, charset } = options;
  const freeAt = new Map<string, number>();

  async function takeTurn(host: string): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, freeAt.get(host) ?? 0);
    freeAt.set(host, at + 1000 / perSecond);
    if (at > now) await pause(at - now, ctx.signal);
  }

  function send(url: URL, request: HttpRequest): Promise<Response> {
    const { body, method = body === undefined ? 'GET' : 'POST' } = request;
    return ctx.fetch(url.href, {
      method,
      headers: { 'user-agent': agent, ...options.headers, ...request.headers },
      body: typeof body === 'object' ? new URLSearchParams(body) : body,
      signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(timeoutMs)]),
    });
  }

  async function attempt<T>(
    url: URL,
    request: HttpRequest,
    read: (answer: Response) => Promise<T>,
  ): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      await takeTurn(url.host);
      const failure = await send(url, request).then(async (answer) => {
        if (answer.ok) return read(answer).then((value) => ({ value }), lost(url));
        return refused(url, answer, await firstOf(answer, charset));
      }, lost(url));
      ctx.signal.throwIfAborted();
      if ('value' in failure) return failure.value;
      const { error, retry, waitMs } = failure;
      if (!retry || tried >= tries) throw error;
      if (waitMs !== null && waitMs > longestWaitMs) {
        throw new HttpError(
          `${error.message} (it asks to come back in ${Math.round(waitMs / 1000)} s)`,
          error.status,
        );
      }
      const ms = waitMs ?? backoffMs(tried);
      ctx.log(`${error.message.slice(0, 200)}; trying again in ${(ms / 1000).toFixed(1)} s`);
      await pause(ms, ctx.signal);
    }
  }

  async function get(address: string, request: HttpRequest = {}): Promise<HttpAnswer> {
    const url = withQuery(address, request.query);
    return attempt(url, request, async (answer) => {
      const bytes = await wholeBody(answer, url);
      return {
        url: url.href,
        text: decoderFor(answer, bytes, charset).decode(bytes),
        headers: answer.headers,
      };
    });
  }

  return {
    get,
    text: async (address, request) => (await get(address, request)).text,
    async json(address, request) {
      const { url, text } = await get(address, request);
      return parseJson(text, new URL(url));
    },
    async *stream(address, request = {}) {
      const url = withQuery(address, request.query);
      const answer = await attempt(url, request, async (response) => response);
      let decoder: TextDecoder | null = null;
      for await (const chunk of answer.body ?? []) {
        decoder ??= decoderFor(answer, chunk, charset);
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder?.decode() ?? '';
    },
  };
}

export interface Http {
  get(url: string, request?: HttpRequest): Promise<HttpAnswer>;
  text(url: string, request?: HttpRequest): Promise<string>;
  /** The parsed answer, whose form is the caller's to check. */
  json(url: string, request?: HttpRequest): Promise<unknown>;
  /** The text in pieces as it comes, for answers too large to hold; only its start is tried again. */
  stream(url: string, request?: HttpRequest): AsyncGenerator<string>;
}

interface Failure {
  error: HttpError;
  retry: boolean;
  waitMs: number | null;
}

/** Parses a JSON answer. Throws an `HttpError` that shows how the answer begins. */
export function parseJson(text: string, url: URL): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(`${url.host}${url.pathname} did not answer in JSON: ${beginning(text)}`, 200, text);
  }
}

/** Reads an address. Throws a `RangeError` that shows what is none of http or https. */
export function urlOf(address: string): URL {
  const url = URL.parse(address);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new RangeError(`"${address.slice(0, 200)}" is not an address such as https://example.org/data`);
}

function withQuery(address: string, query: HttpRequest['query'] = {}): URL {
  const url = urlOf(address);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null) url.searchParams.append(name, String(value));
  }
  return url;
}

function refused(url: URL, answer: Response, text: string): Failure {
  const { status, statusText } = answer;
  const what = `${url.host}${url.pathname} answered ${status} ${statusText}`.trimEnd();
  return {
    error: new HttpError(`${what}: ${beginning(text)}`, status, text),
    retry: isWorthRetrying(status),
    waitMs: retryAfterMs(answer.headers.get('retry-after'), Date.now()),
  };
}

function lost(url: URL): (cause: unknown) => Failure {
  return (cause) => {
    if (cause instanceof HttpError) return { error: cause, retry: false, waitMs: null };
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
    const error = new HttpError(`${url.host}${url.pathname} could not be read: ${reason}`);
    // An address that the egress policy refuses stays refused.
    return { error, retry: !/egress|not allowed/i.test(reason), waitMs: null };
  };
}

async function wholeBody(answer: Response, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > longestText) {
      throw new HttpError(
        `${url.host}${url.pathname} answered more than ${longestText} bytes`,
        answer.status,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

async function firstOf(answer: Response, charset: string | undefined): Promise<string> {
  try {
    for await (const chunk of answer.body ?? []) {
      return decoderFor(answer, chunk, charset).decode(chunk.subarray(0, 4000));
    }
  } catch {
    // The status says enough.
  }
  return '';
}

function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'nothing';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
