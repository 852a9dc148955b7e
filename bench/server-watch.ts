import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, startServer } from '../test/server-process.ts';
import type { Figure } from './figure.ts';
import { milliseconds } from './figure.ts';

const megabyte = 1024 * 1024;
const root = path.resolve(import.meta.dirname, '..');
const heldUp = /event loop held up: (\S+) ms/g;

/** Starts a server whose event loop can be watched. */
export function startWatchedServer(dataDir: string): Promise<ServerProcess> {
  const command = [
    `--import=${path.join(root, 'bench/loop-delay.ts')}`,
    path.join(root, 'server/src/main.ts'),
  ];
  return startServer({ dataDir, command });
}

/** Bytes of memory that a server holds now. */
export async function residentBytes({ process: { pid } }: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** Samples how much memory the server holds; the function gives the growth in bytes and ends the watch. */
export function watchMemory(server: ServerProcess): () => Promise<number> {
  let isOver = false;
  const watching = (async () => {
    const before = await residentBytes(server);
    let most = before;
    while (!isOver) {
      most = Math.max(most, await residentBytes(server));
      await sleep(20);
    }
    return most - before;
  })();
  return () => {
    isOver = true;
    return watching;
  };
}

/** Milliseconds for which the event loop was held up at most since the last call. */
export async function loopDelay(server: ServerProcess): Promise<number> {
  const told = () => [...server.output().matchAll(heldUp)].map(([, delay]) => Number(delay));
  const before = told().length;
  server.process.kill('SIGUSR2');
  while (told().length === before) await sleep(10);
  return told().at(-1) ?? Number.NaN;
}

export function memoryFigure(work: string, grown: number, aim: number): Figure {
  const growth = Math.round(grown / megabyte);
  return {
    work: `${work}: memory`,
    measured: `+ ${growth} MB`,
    reference: '',
    aim: `< ${aim} MB`,
    pass: growth < aim,
  };
}

export function loopFigure(work: string, delay: number): Figure {
  return {
    work: `${work}: event loop held up`,
    measured: `at most ${milliseconds(delay)}`,
    reference: '',
    aim: '< 50 ms',
    pass: delay < 50,
  };
}
