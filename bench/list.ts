import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { signIn, startServer } from '../test/server-process.ts';
import type { Figure } from './figure.ts';

const connections = 64;
const seconds = 4;
const objects = 20;
const autocannon = fileURLToPath(import.meta.resolve('autocannon'));

interface Load {
  requests: { average: number };
  latency: { p99: number };
  non2xx: number;
  errors: number;
}

/** An authenticated list of 20 objects against the same bytes from a bare Fastify, each in a process of its own. */
export async function benchList(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const server = await startServer({ dataDir });
  const bytesFile = path.join(dataDir, 'list.json');
  const bare = spawn(process.execPath, [
    fileURLToPath(new URL('bare-fastify.ts', import.meta.url)),
    bytesFile,
  ]);
  try {
    const headers = await signIn(server.url);
    for (let number = 1; number < objects; number += 1) await createUser(server.url, headers, number);
    const list = `${server.url}/api/v1/users?limit=${objects}`;
    const answer = await fetch(list, { headers });
    const body = await answer.text();
    if (JSON.parse(body).data.users.length !== objects)
      throw new Error(`the list has not ${objects} objects`);
    await writeFile(bytesFile, body);
    bare.stdout.setEncoding('utf8');
    const [bareUrl] = (await once(bare.stdout, 'data')) as [string];

    const authorization = headers.authorization ?? '';
    await load(list, authorization, 2);
    await load(bareUrl.trim(), authorization, 1);
    const ours = await load(list, authorization, seconds);
    const theirs = await load(bareUrl.trim(), authorization, seconds);
    const ratio = ours.requests.average / theirs.requests.average;
    return [
      {
        work: `authenticated list, ${objects} objects, ${connections} connections`,
        measured: `${ours.requests.average.toFixed(0)} req/s (${(ratio * 100).toFixed(0)} %), p99 ${ours.latency.p99} ms`,
        reference: `bare Fastify, same bytes: ${theirs.requests.average.toFixed(0)} req/s, p99 ${theirs.latency.p99} ms`,
        aim: '≥ 60 %, p99 < 20 ms',
        pass: ratio >= 0.6 && ours.latency.p99 < 20,
      },
    ];
  } finally {
    bare.kill('SIGTERM');
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function createUser(url: string, headers: Record<string, string>, number: number): Promise<void> {
  const body = JSON.stringify({ username: `analyst_${number}`, password: `correct horse ${number}` });
  const answer = await fetch(`${url}/api/v1/users`, { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(`user: ${answer.status} ${await answer.text()}`);
}

async function load(url: string, authorization: string, duration: number): Promise<Load> {
  const args = [
    '--json',
    '-c',
    String(connections),
    '-d',
    String(duration),
    '-H',
    `authorization=${authorization}`,
  ];
  const child = spawn(process.execPath, [autocannon, ...args, url], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const result = JSON.parse(output) as Load;
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no 2xx, ${result.errors} errors`);
  }
  return result;
}
