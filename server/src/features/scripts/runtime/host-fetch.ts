import { decodeJson, type Frame, type FrameKind } from './frames.ts';

interface FetchHead {
  id: number;
  status: number;
  statusText: string;
  headers: [string, string][];
  url: string;
}

interface Pending {
  head: (response: Response) => void;
  fail: (error: Error) => void;
  body: ReadableStreamDefaultController<Uint8Array> | null;
}

const bodiless = new Set([101, 204, 205, 304]);

/** A script's `fetch`: the server makes the request under its egress policy and sends the answer as frames. */
export function createHostFetch(send: (kind: FrameKind, value: unknown) => void) {
  const pending = new Map<number, Pending>();
  let lastId = 0;

  async function fetchThroughServer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer()).toString('base64');
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    pending.set(id, { head: resolve, fail: reject, body: null });
    send('fetch', { id, url: request.url, method: request.method, headers: [...request.headers], body });
    request.signal.addEventListener('abort', () => {
      const one = pending.get(id);
      if (!one) return;
      send('unfetch', { id });
      end(id, request.signal.reason instanceof Error ? request.signal.reason : new Error('Aborted'));
    });
    return promise;
  }

  function start({ id, status, statusText, headers, url }: FetchHead): void {
    const one = pending.get(id);
    if (!one) return;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        one.body = controller;
      },
      // The server sends one piece for each pull, so a slow reader holds the far end back.
      pull: () => send('pull', { id }),
      cancel: () => {
        send('unfetch', { id });
        pending.delete(id);
      },
    });
    const response = new Response(bodiless.has(status) ? null : stream, { status, statusText, headers });
    Object.defineProperty(response, 'url', { value: url });
    one.head(response);
  }

  function end(id: number, error: Error | null): void {
    const one = pending.get(id);
    if (!one) return;
    pending.delete(id);
    if (error === null) one.body?.close();
    else {
      one.fail(error);
      one.body?.error(error);
    }
  }

  function receive(frame: Frame): void {
    if (frame.kind === 'head') start(decodeJson<FetchHead>(frame));
    else if (frame.kind === 'body') {
      const id = frame.payload.readUInt32LE(0);
      pending.get(id)?.body?.enqueue(new Uint8Array(frame.payload.subarray(4)));
    } else if (frame.kind === 'fetched') {
      const { id, error } = decodeJson<{ id: number; error: string | null }>(frame);
      end(id, error === null ? null : new TypeError(error));
    }
  }

  return { fetch: fetchThroughServer as typeof fetch, receive };
}
