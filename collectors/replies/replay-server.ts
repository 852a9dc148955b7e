import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Reply } from './replay.ts';

/** What may go wrong on the way: the first requests get this instead of their reply. */
export interface Fault {
  times: number;
  answer(response: ServerResponse, reply: Reply): void;
}

/**
 * Replays a source's answers on this machine. `fetch` goes to it whatever the host is; a request that no reply is for gets
 * 418 and stands in `strays`.
 */
export async function startReplayServer() {
  let replies: Reply[] = [];
  let fault: Fault | null = null;
  let strays: string[] = [];
  let requests = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const url = new URL(request.url ?? '/', 'http://replay');
    const sent = new URLSearchParams([...url.searchParams, ...new URLSearchParams(await text(request))]);
    const reply = replies.find(
      ({ at, query = {} }) =>
        at === url.pathname.slice(1) &&
        Object.entries(query).every(([name, value]) => sent.get(name) === value),
    );
    if (!reply) {
      strays.push(request.url ?? '');
      response.writeHead(418).end('no reply');
    } else if (fault !== null && fault.times > 0) {
      fault.times -= 1;
      fault.answer(response, reply);
    } else response.writeHead(reply.status ?? 200, headersOf(reply)).end(bytesOf(reply));
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    play(next: Reply[], trouble: Fault | null = null): void {
      [replies, fault, strays, requests] = [next, trouble, [], 0];
    },
    strays: () => strays,
    requests: () => requests,
    fetch: ((input: string, init?: RequestInit) => {
      const { host, pathname, search } = new URL(input);
      return fetch(`http://127.0.0.1:${port}/${host}${pathname}${search}`, init);
    }) as typeof fetch,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function bytesOf({ body }: Reply): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

export function headersOf({ body, headers = {} }: Reply): Record<string, string> {
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  return { ...(isJson && { 'content-type': 'application/json' }), ...headers };
}
