import { PassThrough, type Readable } from 'node:stream';

const keepAliveMs = 15_000;

export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** A body of server-sent events. A comment line every 15 seconds keeps proxies from closing it. */
export interface EventStream {
  body: Readable;
  /** Aborts when the reader goes away before the end. */
  signal: AbortSignal;
  /** Lets the reader know at once that the stream is open, where the first event may be far. */
  begin(): void;
  send(event: { type: string }): void;
  end(): void;
}

export function createEventStream(intervalMs = keepAliveMs): EventStream {
  const body = new PassThrough();
  const gone = new AbortController();
  const timer = setInterval(() => body.write(': keep-alive\n\n'), intervalMs).unref();
  body.on('close', () => {
    clearInterval(timer);
    if (!body.writableEnded) gone.abort();
  });
  body.on('error', () => undefined);
  return {
    body,
    signal: gone.signal,
    begin: () => void body.write(': open\n\n'),
    send(event) {
      if (body.writable) body.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    end() {
      clearInterval(timer);
      body.end();
    },
  };
}
