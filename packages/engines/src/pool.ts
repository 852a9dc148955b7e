import { hintedError } from './hints.ts';
import type { Session } from './session.ts';
import { withTimeLimit } from './time-limit.ts';

export interface PoolOptions {
  /** Most sessions at a time. */
  max: number;
  /** An unused session is closed after this time. */
  idleMs: number;
}

export interface Pool {
  /** A live session of one's own; waits in line when all are busy. Rejects with code `cancelled` on abort. */
  acquire(signal?: AbortSignal): Promise<Session>;
  /** Gives back a clean session. */
  release(session: Session): void;
  /** Gives up a session that was stopped or lost; the caller closes it. */
  discard(session: Session): void;
  /** Closes idle sessions, refuses new work and stops the busy ones. */
  close(): Promise<void>;
}

const checkLimitMs = 2000;
const closeLimitMs = 3000;

const tooLate = () => new Error('The database did not answer in time');

interface IdleSession {
  session: Session;
  timer: NodeJS.Timeout;
}

/** A small pool: sessions are made when needed, checked before reuse and closed when idle. */
export function createPool(connect: () => Promise<Session>, options: PoolOptions): Pool {
  const idle: IdleSession[] = [];
  const busy = new Set<Session>();
  const waiting: (() => void)[] = [];
  let opening = 0;
  let closed = false;

  function refuseWhenClosed(): void {
    if (closed) throw hintedError('lost', 'The connection was closed');
  }

  function next(): void {
    waiting.shift()?.();
  }

  function waitForTurn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(hintedError('cancelled', 'The query was stopped while it waited for a connection'));
      };
      const turn = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(turn);
    });
  }

  async function takeIdle(): Promise<Session | null> {
    for (let entry = idle.pop(); entry; entry = idle.pop()) {
      clearTimeout(entry.timer);
      const alive = withTimeLimit(entry.session.isAlive(), checkLimitMs, tooLate);
      if (await alive.catch(() => false)) return entry.session;
      void entry.session.stop();
    }
    return null;
  }

  async function take(signal?: AbortSignal): Promise<Session> {
    opening += 1;
    try {
      const session = (await takeIdle()) ?? (await connect());
      if (closed || signal?.aborted) {
        void session.end();
        refuseWhenClosed();
        throw hintedError('cancelled', 'The query was stopped before it started');
      }
      busy.add(session);
      return session;
    } finally {
      opening -= 1;
    }
  }

  async function acquire(signal?: AbortSignal): Promise<Session> {
    refuseWhenClosed();
    if (signal?.aborted) throw hintedError('cancelled', 'The query was stopped before it started');
    while (busy.size + opening >= options.max) {
      await waitForTurn(signal);
      refuseWhenClosed();
    }
    try {
      return await take(signal);
    } catch (error) {
      next();
      throw error;
    }
  }

  function retire(session: Session): void {
    const index = idle.findIndex((entry) => entry.session === session);
    if (index >= 0) idle.splice(index, 1);
    void session.end();
  }

  function release(session: Session): void {
    if (!busy.delete(session)) return;
    if (closed) void session.end();
    else {
      const timer = setTimeout(() => retire(session), options.idleMs);
      timer.unref();
      idle.push({ session, timer });
    }
    next();
  }

  function discard(session: Session): void {
    if (busy.delete(session)) next();
  }

  async function close(): Promise<void> {
    closed = true;
    for (const turn of waiting.splice(0)) turn();
    const ends = idle.splice(0).map(({ session, timer }) => {
      clearTimeout(timer);
      return session.end();
    });
    const stops = [...busy].map((session) => session.stop());
    await withTimeLimit(Promise.all([...ends, ...stops]), closeLimitMs, tooLate).catch(() => {});
  }

  return { acquire, release, discard, close };
}
