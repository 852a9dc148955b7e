import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the fake does with one request. */
export type Behaviour =
  | { kind: 'reply'; text: string; pauseMs?: number; pieces?: number; usage?: Usage }
  | { kind: 'status'; status: number; message?: string; headers?: Record<string, string> }
  /** Sends the text, then nothing more, and keeps the connection open. */
  | { kind: 'stall'; text: string }
  /** Sends the text, then tears the connection down. */
  | { kind: 'breakOff'; text: string }
  /** Closes the connection without a word. */
  | { kind: 'hangUp' }
  /** Never sends a byte. */
  | { kind: 'silence' }
  /** A 200 whose body is none of the protocol's. */
  | { kind: 'body'; body: string };

interface Usage {
  input: number;
  output: number;
}

export interface ModelRequest {
  path: string;
  headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was sent
  body: any;
  /** Everything the model was told, instructions and turns, as one text. */
  text: string;
  /** Resolves when the client closed the connection before the reply was complete. */
  abandoned: Promise<void>;
}

/**
 * A language model on loopback that speaks OpenAI chat completions and Anthropic messages, streaming or not.
 * `script` says what it does with the next requests, in order; an unscripted request gets status 500.
 */
export async function startFakeModelServer() {
  const requests: ModelRequest[] = [];
  const queue: Behaviour[] = [];
  let choose: ((request: ModelRequest) => Behaviour) | null = null;

  const server = createServer(async (request, response) => {
    const body = JSON.parse((await readAll(request)) || '{}');
    const abandoned = Promise.withResolvers<void>();
    response.on('close', () => {
      if (!response.writableFinished) abandoned.resolve();
    });
    const path = request.url ?? '/';
    const { headers } = request;
    const asked = { path, headers, body, text: toldText(body), abandoned: abandoned.promise };
    requests.push(asked);
    const unscripted: Behaviour = { kind: 'status', status: 500, message: 'nothing is scripted' };
    const behaviour = choose?.(asked) ?? queue.shift() ?? unscripted;
    await behave(behaviour, protocolOf(path), body, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    /** The base URL for models, with `/v1`. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script(...behaviours: Behaviour[]): void {
      requests.length = 0;
      choose = null;
      queue.splice(0, queue.length, ...behaviours);
    },
    /** What it does with each request from now on, for requests that come at the same time. */
    scriptBy(behaviourOf: (request: ModelRequest) => Behaviour): void {
      requests.length = 0;
      choose = behaviourOf;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type FakeModelServer = Awaited<ReturnType<typeof startFakeModelServer>>;

/** The reply that lane 2 asks for, as a model would give it. */
export function sqlReply(sql: string): Behaviour {
  return { kind: 'reply', text: JSON.stringify({ kind: 'sql', sql, message: '', choices: [] }) };
}

interface AskedBody {
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
}

interface Protocol {
  whole(text: string, usage: Usage): unknown;
  head(usage: Usage): string;
  delta(text: string): string;
  tail(usage: Usage, request: AskedBody): string;
  error(message: string): unknown;
}

const openAi: Protocol = {
  whole: (text, usage) => ({
    id: 'fake',
    object: 'chat.completion',
    created: 1,
    model: 'fake',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: openAiUsage(usage),
  }),
  head: () => openAiChunk({ role: 'assistant', content: '' }, null),
  delta: (text) => openAiChunk({ content: text }, null),
  tail: (usage, request) => {
    const told = request.stream_options?.include_usage
      ? openAiEvent({ choices: [], usage: openAiUsage(usage) })
      : '';
    return `${openAiChunk({}, 'stop')}${told}data: [DONE]\n\n`;
  },
  error: (message) => ({ error: { message, type: 'fake_error', code: null, param: null } }),
};

function openAiChunk(delta: unknown, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return openAiEvent({ choices });
}

function openAiEvent(fields: object): string {
  const chunk = { id: 'fake', object: 'chat.completion.chunk', created: 1, model: 'fake', ...fields };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function openAiUsage({ input, output }: Usage) {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

const anthropic: Protocol = {
  whole: (text, usage) => ({
    id: 'fake',
    type: 'message',
    role: 'assistant',
    model: 'fake',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: usage.input, output_tokens: usage.output },
  }),
  head: ({ input }) =>
    anthropicEvent('message_start', {
      message: {
        id: 'fake',
        type: 'message',
        role: 'assistant',
        model: 'fake',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: input, output_tokens: 0 },
      },
    }) + anthropicEvent('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  delta: (text) => anthropicEvent('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  tail: ({ output }) =>
    anthropicEvent('content_block_stop', { index: 0 }) +
    anthropicEvent('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: output },
    }) +
    anthropicEvent('message_stop', {}),
  error: (message) => ({ type: 'error', error: { type: 'fake_error', message } }),
};

function anthropicEvent(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function protocolOf(path: string): Protocol {
  return path.endsWith('/messages') ? anthropic : openAi;
}

async function behave(
  behaviour: Behaviour,
  protocol: Protocol,
  request: AskedBody,
  response: ServerResponse,
): Promise<void> {
  if (behaviour.kind === 'silence') return;
  if (behaviour.kind === 'hangUp') {
    response.socket?.destroy();
    return;
  }
  const streams = Boolean(request.stream);
  const usage = (behaviour.kind === 'reply' && behaviour.usage) || { input: 1, output: 1 };
  if (behaviour.kind === 'status') {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(JSON.stringify(protocol.error(behaviour.message ?? `status ${behaviour.status}`)));
    return;
  }
  if (behaviour.kind === 'body') {
    response.writeHead(200, { 'content-type': streams ? 'text/event-stream' : 'application/json' });
    response.end(behaviour.body);
    return;
  }
  if (!streams && behaviour.kind === 'reply') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(protocol.whole(behaviour.text, usage)));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(protocol.head(usage));
  const count = (behaviour.kind === 'reply' && behaviour.pieces) || 200;
  for (const piece of pieces(behaviour.text, count)) {
    if (behaviour.kind === 'reply' && behaviour.pauseMs) await sleep(behaviour.pauseMs);
    response.write(protocol.delta(piece));
  }
  if (behaviour.kind === 'reply') response.end(protocol.tail(usage, request));
  if (behaviour.kind !== 'breakOff') return;
  // What was written goes out first, or it would look like a server that never answered.
  await sleep(50);
  response.socket?.destroy();
}

function pieces(text: string, count: number): string[] {
  const size = Math.max(8, Math.ceil(text.length / count));
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? [];
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

interface ToldBody {
  system?: unknown;
  messages?: { content: unknown }[];
}

function toldText({ system, messages = [] }: ToldBody): string {
  return [system, ...messages.map(({ content }) => content)].map(plain).join('\n');
}

function plain(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join('');
}
