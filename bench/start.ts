import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServerProcess, signIn, startServer } from '../test/server-process.ts';
import { type Figure, median, milliseconds, noAim } from './figure.ts';

const starts = 5;
const environment = { SEXTANT_SAMPLE_DATA: 'on' };
const command = [path.resolve(import.meta.dirname, '../scripts/start.mjs')];

/** From `npm start` without npm to the first 200 of `GET /health`: on an empty data folder, then on existing data; and memory. */
export async function benchStart(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  try {
    const first = await startedIn(dataDir);
    await first.server.end('SIGTERM');
    const times: number[] = [];
    for (let number = 0; number < starts; number += 1) {
      const { server, took } = await startedIn(dataDir);
      times.push(took);
      if (number < starts - 1) await server.end('SIGTERM');
      else return [...startFigures(first.took, times), await memory(server)];
    }
    return [];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startedIn(dataDir: string): Promise<{ server: ServerProcess; took: number }> {
  const began = performance.now();
  const server = await startServer({ dataDir, environment, command });
  const health = await fetch(`${server.url}/health`);
  if (health.status !== 200) throw new Error(`/health answered ${health.status}`);
  return { server, took: performance.now() - began };
}

function startFigures(first: number, times: number[]): Figure[] {
  const middle = median(times);
  return [
    { work: 'first start to healthy', measured: milliseconds(first), reference: '', aim: noAim, pass: true },
    {
      work: 'start to healthy, existing data',
      measured: `median ${milliseconds(middle)} of ${starts}`,
      reference: '',
      aim: '< 1500 ms',
      pass: middle < 1500,
    },
  ];
}

async function memory(server: ServerProcess): Promise<Figure> {
  const work = 'memory of the server';
  try {
    const rest = await residentMegabytes(server);
    const headers = await signIn(server.url);
    for (let request = 0; request < 100; request += 1) {
      await (await fetch(`${server.url}/api/v1/auth/me`, { headers })).arrayBuffer();
    }
    const after = await residentMegabytes(server);
    const measured = `${rest} MB after start, ${after} MB after 100 requests`;
    return { work, measured, reference: '', aim: noAim, pass: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { work, measured: 'needs /proc', reference: '', aim: noAim, pass: null };
  } finally {
    await server.end('SIGTERM');
  }
}

async function residentMegabytes(server: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
