import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connectTimeout } from '../dial.ts';
import { hintedError } from '../hints.ts';
import type { Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import { sqliteFailure } from './sqlite.errors.ts';
import type { SqliteReply, SqliteRequest } from './sqlite.protocol.ts';

const program = fileURLToPath(new URL('./sqlite.process.ts', import.meta.url));

interface ProcessLink {
  ask(request: SqliteRequest): Promise<SqliteReply>;
  isUp(): boolean;
  /** Ends the process whatever it does; resolves when it is gone. */
  kill(): Promise<void>;
}

function startProcess(): ChildProcess {
  return fork(program, {
    env: {},
    execArgv: ['--no-warnings'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function linkTo(child: ChildProcess): ProcessLink {
  let pending: PromiseWithResolvers<SqliteReply> | null = null;
  let up = true;
  const gone = Promise.withResolvers<void>();

  function lose(): void {
    up = false;
    pending?.reject(hintedError('lost', 'The process that reads the SQLite file ended'));
    pending = null;
    gone.resolve();
  }
  child.on('message', (reply: SqliteReply) => {
    pending?.resolve(reply);
    pending = null;
  });
  child.on('error', lose);
  child.on('exit', lose);

  return {
    isUp: () => up,
    async ask(request) {
      if (!up) throw hintedError('lost', 'The process that reads the SQLite file ended');
      pending = Promise.withResolvers();
      child.send(request);
      const reply = await pending.promise;
      if (reply.kind === 'failed') throw sqliteFailure(reply.failure);
      return reply;
    },
    async kill() {
      if (!up) return;
      child.kill('SIGKILL');
      await gone.promise;
    },
  };
}

async function openWithin(link: ProcessLink, path: string, timeoutMs: number): Promise<void> {
  try {
    await withTimeLimit(link.ask({ kind: 'open', path }), timeoutMs, () => connectTimeout(timeoutMs));
  } catch (error) {
    await link.kill();
    throw error;
  }
}

/**
 * A process of its own that holds the file open read-only. SQLite runs on the calling thread and cannot be
 * interrupted from JavaScript; a process neither blocks the server nor survives a cancel.
 */
export async function openSqliteSession(path: string, connectTimeoutMs: number): Promise<Session> {
  const link = linkTo(startProcess());
  await openWithin(link, path, connectTimeoutMs);

  return {
    async start(sql, params) {
      const started = await link.ask({ kind: 'start', sql, params: [...params] });
      return {
        columns: started.kind === 'started' ? started.columns : [],
        async read(count) {
          const reply = await link.ask({ kind: 'read', count });
          return reply.kind === 'rows' ? reply.rows : [];
        },
        close: async () => true,
      };
    },
    stop: link.kill,
    async reset() {
      await link.ask({ kind: 'close' });
    },
    isAlive: async () => link.isUp(),
    end: link.kill,
  };
}
