import { AppError } from '../../../platform/errors/app-error.ts';
import { encodeFrame, encodeJson } from './frames.ts';

export interface FetchOrder {
  id: number;
  url: string;
  method: string;
  headers: [string, string][];
  /** Base64; null without a body. */
  body: string | null;
}

const atOnce = 16;
const pieceBytes = 256 * 1024;
const maxRedirects = 5;
const withoutBody = new Set(['GET', 'HEAD']);
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Makes a script's requests under the egress policy: each hop of a redirect is checked anew, and an answer is read only
 * as fast as the script takes it.
 */
export function createScriptFetch(deps: { fetch: typeof fetch; send: (frame: Buffer) => Promise<void> }) {
  const { send } = deps;
  const running = new Map<number, { abort: AbortController; pieces: AsyncIterator<Uint8Array> | null }>();

  const end = async (id: number, error: string | null) => {
    running.delete(id);
    await send(encodeJson('fetched', { id, error }));
  };

  async function follow(order: FetchOrder, signal: AbortSignal): Promise<Response> {
    let { url, method } = order;
    let body = order.body === null ? undefined : Buffer.from(order.body, 'base64');
    for (let hop = 0; ; hop += 1) {
      const headers =
        hop > 0 && new URL(url).origin !== new URL(order.url).origin
          ? withoutSecrets(order.headers)
          : order.headers;
      const response = await deps.fetch(url, {
        method,
        headers,
        body: withoutBody.has(method) ? undefined : body,
        signal,
        redirect: 'manual',
      });
      const location = redirects.has(response.status) ? response.headers.get('location') : null;
      if (location === null) return response;
      if (hop === maxRedirects) throw new Error(`More than ${maxRedirects} redirects`);
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (response.status === 303 || (method === 'POST' && response.status < 303)) {
        method = 'GET';
        body = undefined;
      }
    }
  }

  return {
    async start(order: FetchOrder): Promise<void> {
      if (running.size >= atOnce) return end(order.id, `More than ${atOnce} requests at once`);
      const abort = new AbortController();
      running.set(order.id, { abort, pieces: null });
      try {
        if (!/^https?:$/.test(new URL(order.url).protocol))
          throw new Error('Only http and https can be fetched');
        const response = await follow(order, abort.signal);
        running.set(order.id, { abort, pieces: piecesOf(response) });
        const { status, statusText } = response;
        await send(
          encodeJson('head', {
            id: order.id,
            status,
            statusText,
            headers: plainHeaders(response),
            url: order.url,
          }),
        );
      } catch (error) {
        await end(order.id, reasonOf(error));
      }
    },

    /** Sends the next piece of an answer, or its end. */
    async pull(id: number): Promise<void> {
      const one = running.get(id);
      if (!one?.pieces) return;
      try {
        const { done, value } = await one.pieces.next();
        if (done) return await end(id, null);
        const frame = Buffer.allocUnsafe(4 + value.length);
        frame.writeUInt32LE(id, 0);
        frame.set(value, 4);
        await send(encodeFrame('body', frame));
      } catch (error) {
        await end(id, reasonOf(error));
      }
    },

    stop(id: number): void {
      running.get(id)?.abort.abort();
      running.delete(id);
    },

    stopAll(): void {
      for (const { abort } of running.values()) abort.abort();
      running.clear();
    },
  };
}

async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  for await (const chunk of response.body ?? []) {
    for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
  }
}

/** The body arrives decoded and in pieces, so these would mislead. */
function plainHeaders(response: Response): [string, string][] {
  return [...response.headers].filter(
    ([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name),
  );
}

function withoutSecrets(headers: [string, string][]): [string, string][] {
  return headers.filter(([name]) => !['authorization', 'cookie'].includes(name.toLowerCase()));
}

function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof AppError) return inner.text.en;
  return inner instanceof Error ? inner.message : String(inner);
}
