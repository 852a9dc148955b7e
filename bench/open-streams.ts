import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, signIn } from '../test/server-process.ts';
import { type Figure, median, milliseconds } from './figure.ts';
import { residentBytes, startWatchedServer } from './server-watch.ts';

const streams = 1_000;
const messages = 5;
const megabyte = 1024 * 1024;
const source = `export default {
  id: 'bench_ticks', name: 'bench_ticks', category: 'bench', frequency: 'manual', parameters: [],
  table: { name: 'bench_ticks' },
  async *run(params: Record<string, unknown>, ctx: any) {
    for (let tick = 1; !ctx.signal.aborted; tick += 1) {
      ctx.log('tick ' + tick + ';');
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    yield { a: 1 };
  },
};`;

/** A thousand readers of one execution's events: the memory they take, and how long a message needs to reach all. */
export async function benchOpenStreams(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const server = await startWatchedServer(dataDir);
  try {
    const headers = await signIn(server.url);
    const execution = await startTicking(server, headers);
    const before = await residentBytes(server);
    const readers = await openReaders(`${server.url}/api/v1/executions/${execution}/events`, headers);
    const spreads = await spreadsOf(readers);
    const held = await residentBytes(server);
    for (const reader of readers) reader.answer.destroy();
    return [
      {
        work: `${streams.toLocaleString('en')} open event streams: memory`,
        measured: `${Math.round(held / megabyte)} MB (+ ${Math.round((held - before) / megabyte)} MB)`,
        reference: '',
        aim: '< 300 MB',
        pass: held < 300 * megabyte,
      },
      {
        work: 'a message, from the first of them to the last',
        measured: `median ${milliseconds(median(spreads))} of ${spreads.length}`,
        reference: '',
        aim: '< 500 ms',
        pass: median(spreads) < 500,
      },
    ];
  } finally {
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startTicking(server: ServerProcess, headers: Record<string, string>): Promise<string> {
  const call = async (method: string, place: string, body: object) => {
    const answer = await fetch(`${server.url}/api/v1${place}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { data: { execution_id: string } };
  };
  const script = { category: 'bench', frequency: 'manual', language: 'typescript', source };
  await call('PUT', '/scripts/bench_ticks', script);
  return (await call('POST', '/scripts/bench_ticks/run', { params: {} })).data.execution_id;
}

interface Reader {
  answer: IncomingMessage;
  /** When each tick came, by its number. */
  ticks: Map<number, number>;
}

async function openReaders(url: string, headers: Record<string, string>): Promise<Reader[]> {
  const agent = new Agent({ maxSockets: streams });
  const readers: Reader[] = [];
  for (let number = 0; number < streams; number += 1) {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    get(url, { agent, headers }, resolve).on('error', reject);
    const answer = await promise;
    if (answer.statusCode !== 200) throw new Error(`stream ${number}: ${answer.statusCode}`);
    const ticks = new Map<number, number>();
    answer.setEncoding('utf8').on('data', (text: string) => {
      for (const [, tick] of text.matchAll(/tick (\d+);/g)) ticks.set(Number(tick), performance.now());
    });
    answer.on('error', () => undefined);
    readers.push({ answer, ticks });
  }
  return readers;
}

/** How long after the first reader the last one had each of the messages that came when all were there. */
async function spreadsOf(readers: readonly Reader[]): Promise<number[]> {
  const last = readers.at(-1);
  const first = Math.max(0, ...(readers[0]?.ticks.keys() ?? [])) + 2;
  const deadline = performance.now() + 60_000;
  while (!last?.ticks.has(first + messages) && performance.now() < deadline) await sleep(50);
  return Array.from({ length: messages }, (_, index) => {
    const times = readers.map(({ ticks }) => ticks.get(first + index) ?? Number.NaN);
    return Math.max(...times) - Math.min(...times);
  });
}
