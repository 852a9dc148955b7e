import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../platform/errors/app-error.ts';
import type { DatabaseOrder, DatabaseReply } from './extension-database.process.ts';

export type DatabaseValues = DatabaseOrder['values'];
export interface DatabaseAnswer extends Omit<DatabaseReply, 'id' | 'error'> {}

interface Worker {
  child: ChildProcess;
  waiting: Map<number, (reply: DatabaseReply | null) => void>;
  idle: NodeJS.Timeout | null;
}

const program = new URL('./extension-database.process.ts', import.meta.url);
const idleMs = 60_000;
const limitMs = 30_000;
const memoryMb = 256;
const mostRows = 50_000;

/**
 * A SQLite database for each extension, each in a process of its own: a statement that takes too long or too much ends
 * that process and nothing else.
 */
export function createExtensionDatabases(folderOf: (extensionId: string) => string) {
  const workers = new Map<string, Worker>();
  let lastId = 0;

  async function start(extensionId: string): Promise<Worker> {
    const folder = folderOf(extensionId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const running = workers.get(extensionId);
    if (running) return running;
    const child = fork(program, [join(folder, 'database.sqlite')], {
      cwd: folder,
      env: {},
      execArgv: [`--max-old-space-size=${memoryMb}`, '--no-warnings'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: Worker = { child, waiting: new Map(), idle: null };
    workers.set(extensionId, worker);
    const end = () => {
      if (workers.get(extensionId) === worker) workers.delete(extensionId);
      if (worker.idle) clearTimeout(worker.idle);
      for (const answer of worker.waiting.values()) answer(null);
      worker.waiting.clear();
    };
    child.on('exit', end);
    child.on('error', end);
    child.on('message', (reply: DatabaseReply) => {
      worker.waiting.get(reply.id)?.(reply);
      worker.waiting.delete(reply.id);
    });
    return worker;
  }

  function letGoWhenIdle(worker: Worker): void {
    if (worker.idle) clearTimeout(worker.idle);
    worker.idle = setTimeout(() => {
      if (worker.waiting.size === 0) worker.child.kill('SIGKILL');
    }, idleMs);
    worker.idle.unref();
  }

  async function ask(
    extensionId: string,
    order: Omit<DatabaseOrder, 'id'>,
    signal?: AbortSignal,
  ): Promise<DatabaseReply | null> {
    const worker = await start(extensionId);
    lastId += 1;
    const id = lastId;
    const stop = () => worker.child.kill('SIGKILL');
    const timer = setTimeout(stop, limitMs);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise<DatabaseReply | null>((resolve) => {
        worker.waiting.set(id, resolve);
        worker.child.send({ ...order, id }, (error) => {
          if (error) resolve(null);
        });
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      letGoWhenIdle(worker);
    }
  }

  return {
    /** Runs one statement. Rejects with `SQL_FAILED` in the database's words. */
    async run(
      extensionId: string,
      sql: string,
      values: DatabaseValues = [],
      options: { readOnly?: boolean; maxRows?: number; signal?: AbortSignal } = {},
    ): Promise<DatabaseAnswer> {
      const { readOnly = false, maxRows = mostRows, signal } = options;
      const order = { sql, values, readOnly, maxRows: Math.min(maxRows, mostRows) };
      const reply = await ask(extensionId, order, signal);
      if (reply === null) throw tooMuch();
      if (reply.error !== null) {
        const text = { zh: `扩展数据库：${reply.error}`, en: `The extension's database: ${reply.error}` };
        throw new AppError('SQL_FAILED', text);
      }
      const { id: _, error: __, ...answer } = reply;
      return answer;
    },

    /** Whether the extension has ever stored something. */
    exists: (extensionId: string): boolean => existsSync(join(folderOf(extensionId), 'database.sqlite')),

    /** Ends the process of an extension's database, before its folder goes. */
    async release(extensionId: string): Promise<void> {
      const worker = workers.get(extensionId);
      if (worker) await endOf(worker);
    },

    async close(): Promise<void> {
      await Promise.all([...workers.values()].map(endOf));
    },
  };
}

export type ExtensionDatabases = ReturnType<typeof createExtensionDatabases>;

function endOf({ child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function tooMuch(): AppError {
  return new AppError('SQL_FAILED', {
    zh: `扩展数据库的语句超过 ${limitMs / 1000} 秒或内存上限，已被停止`,
    en: `A statement in the extension's database took more than ${limitMs / 1000} s or its memory, and was stopped`,
  });
}
