import type { RunEvent } from '@sextant/contract/workbench';
import type { ApiClient } from './test-app.ts';

/** An open run over a real socket: its lines as they come, and the client that may go away. */
export interface OpenRun {
  /** The next line; null at the end of the body. */
  next(): Promise<RunEvent | null>;
  rest(): Promise<RunEvent[]>;
  leave(): void;
}

/** Starts a statement through `POST /connections/{id}/run`; throws with the answer when it is refused. */
export async function openRun(
  base: string,
  user: ApiClient,
  connectionId: string,
  body: Record<string, unknown>,
): Promise<OpenRun> {
  const controller = new AbortController();
  const answer = await fetch(`${base}/api/v1/connections/${connectionId}/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: controller.signal,
  });
  if (!answer.ok || !answer.body) throw new Error(await answer.text());
  const lines = linesOf(answer.body);
  const next = async () => {
    const { value } = await lines.next();
    return value ?? null;
  };
  return {
    next,
    leave: () => controller.abort(),
    async rest() {
      const events: RunEvent[] = [];
      for (let event = await next(); event; event = await next()) events.push(event);
      return events;
    },
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<RunEvent, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as RunEvent;
  }
}
