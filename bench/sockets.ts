import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectLive, type LiveClient } from '../server/test/live-client.ts';
import { createDatabase } from '../server/test/metadata-stores.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { type ServerProcess, signIn, startServer } from '../test/server-process.ts';
import { type Figure, median, milliseconds, noAim } from './figure.ts';
import { residentBytes, startWatchedServer } from './server-watch.ts';

const sockets = 1_000;
const socketsPerUser = 50;
const rounds = 5;
const messages = 10_000;
const inFlight = 50;
const megabyte = 1024 * 1024;
const password = 'battery staple 2';

/** A thousand WebSockets on one process, and ten thousand messages through a room of two processes. */
export async function benchSockets(): Promise<Figure[]> {
  return [...(await benchSpread()), ...(await benchTwoProcesses())];
}

async function call(url: string, headers: Record<string, string>, to: string, body: object) {
  const answer = await fetch(`${url}/api/v1${to}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${to}: ${answer.status} ${await answer.text()}`);
  // biome-ignore lint/suspicious/noExplicitAny: it reads whatever the server sent
  return ((await answer.json()) as any).data;
}

const tokenIn = (headers: Record<string, string>) => headers.authorization?.slice('Bearer '.length) ?? '';

async function newTokens(url: string, headers: Record<string, string>, count: number) {
  const people: { id: string; token: string }[] = [];
  for (let number = 0; number < count; number += 1) {
    const username = `reader${number}`;
    const { id } = await call(url, headers, '/users', { username, password });
    const { access_token: token } = await call(url, headers, '/auth/login', { email: username, password });
    people.push({ id, token });
  }
  return people;
}

async function benchSpread(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const server = await startWatchedServer(dataDir);
  try {
    const headers = await signIn(server.url);
    const people = await newTokens(server.url, headers, sockets / socketsPerUser);
    const member_ids = people.map(({ id }) => id);
    const room = await call(server.url, headers, '/rooms', { kind: 'group', name: 'bench', member_ids });
    const before = await residentBytes(server);
    const clients: LiveClient[] = [];
    for (let number = 0; number < sockets; number += 1)
      clients.push(await connectLive(server.url, people[number % people.length]?.token ?? ''));
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      times.push(await toAll(server.url, headers, room.id, clients, `round ${round}`));
    const held = await residentBytes(server);
    for (const client of clients) client.close();
    const work = `${sockets.toLocaleString('en')} WebSockets`;
    return [
      {
        work: `${work}: memory`,
        measured: `${Math.round(held / megabyte)} MB (+ ${Math.round((held - before) / megabyte)} MB)`,
        reference: '',
        aim: '< 300 MB',
        pass: held < 300 * megabyte,
      },
      {
        work: `${work}: one message, from its sending to the last of them`,
        measured: `median ${milliseconds(median(times))} of ${rounds}`,
        reference: '',
        aim: '< 500 ms',
        pass: median(times) < 500,
      },
    ];
  } finally {
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds from the sending of a message until the last client has it. */
async function toAll(
  url: string,
  headers: Record<string, string>,
  roomId: string,
  clients: readonly LiveClient[],
  content: string,
): Promise<number> {
  const heard = clients.map((client) =>
    client.hear('room_change', ({ message }) => message.content === content),
  );
  const started = performance.now();
  await call(url, headers, `/rooms/${roomId}/messages`, { content });
  await Promise.all(heard);
  return performance.now() - started;
}

async function benchTwoProcesses(): Promise<Figure[]> {
  const work = `${messages.toLocaleString('en')} messages through a room on two processes`;
  if (!(await isReachable(testServers.postgresql)))
    return [{ work, measured: 'no PostgreSQL', reference: '', aim: '', pass: null }];
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const database = await createDatabase();
  const environment = {
    SEXTANT_DATABASE_URL: database.url,
    SEXTANT_SECRET: 'a'.repeat(40),
    SEXTANT_ROLE: 'web',
  };
  const start = (folder: string) => startServer({ dataDir: path.join(dataDir, folder), environment });
  const servers: ServerProcess[] = [];
  try {
    servers.push(await start('one'));
    servers.push(await start('two'));
    return await sendThrough(servers, work);
  } finally {
    for (const server of servers) await server.end('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function sendThrough(servers: readonly ServerProcess[], work: string): Promise<Figure[]> {
  const [first] = servers;
  if (!first) throw new Error('no server');
  const headers = await signIn(first.url);
  const room = await call(first.url, headers, '/rooms', { kind: 'group', name: 'bench' });
  const readers = await Promise.all(servers.map(({ url }) => connectLive(url, tokenIn(headers))));
  const started = performance.now();
  await Promise.all(
    servers.map(({ url }, index) => sendHalf(url, headers, room.id, index * (messages / servers.length))),
  );
  const sent = performance.now();
  const isComplete = () => readers.every((reader) => reader.frames.length > messages);
  while (!isComplete() && performance.now() < sent + 60_000) await sleep(20);
  const seconds = (performance.now() - started) / 1000;
  const heard = readers.map((reader) => reader.heardIn(room.id));
  const sameOrder = heard.every((texts) => texts.join() === heard[0]?.join());
  const missing = messages - new Set(heard[0]).size;
  const doubled = (heard[0]?.length ?? 0) - new Set(heard[0]).size;
  for (const reader of readers) reader.close();
  return [
    {
      work: `${work}: lost, doubled, out of order`,
      measured: `${missing}, ${doubled}, ${sameOrder ? 'none' : 'some'}`,
      reference: '',
      aim: '0, 0, none',
      pass: missing === 0 && doubled === 0 && sameOrder,
    },
    {
      work: `${work}: rate, and how long after the last was sent all had come`,
      measured: `${Math.round(messages / seconds)} messages/s, ${milliseconds(performance.now() - sent)}`,
      reference: '',
      aim: noAim,
      pass: true,
    },
  ];
}

/** Sends its share over HTTP, some at once; each with a client id. */
async function sendHalf(
  url: string,
  headers: Record<string, string>,
  roomId: string,
  from: number,
): Promise<void> {
  let next = from;
  const sending = Array.from({ length: inFlight / 2 }, async () => {
    while (next < from + messages / 2) {
      const content = String(next++);
      await call(url, headers, `/rooms/${roomId}/messages`, { content, client_id: content });
    }
  });
  await Promise.all(sending);
}
