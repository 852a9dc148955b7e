import type { QueryOptions } from './engine.ts';
import type { EngineError } from './engine-error.ts';
import { hintedError } from './hints.ts';
import type { Pool } from './pool.ts';
import type { Session } from './session.ts';
import { withTimeLimit } from './time-limit.ts';

/** The database's own limit comes first; ours is for what it does not notice, such as a slow reader. */
const timeoutGraceMs = 250;
const resetLimitMs = 5000;
const stopLimitMs = 3000;

/** What a lease needs of a running statement. */
interface Closable {
  close(): Promise<boolean>;
}

/** A session taken from the pool for one statement, watched for cancel and timeout. */
export interface SessionLease {
  /** Waits for work of the session; when it fails or is stopped, the session is cleared away first. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Stops the statement on the server and gives up the session. */
  stop(reason: EngineError): Promise<void>;
  /** Ends a statement that is not being read and gives the session back. */
  finish(statement: Closable): Promise<void>;
}

const tooLate = () => new Error('The session did not answer in time');

/** Does not wait for a slow connect once the caller has gone; the pool clears the session away by itself. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = () => reject(hintedError('cancelled', 'The query was stopped before it started'));
  signal.addEventListener('abort', onAbort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  return promise;
}

/** A session of the pool for one statement. Rejects with what connecting rejects with, or `cancelled`. */
export async function leaseSession(
  pool: Pool,
  describeError: (error: unknown) => EngineError,
  options: QueryOptions,
): Promise<{ session: Session; lease: SessionLease }> {
  const session = await orAborted(pool.acquire(options.signal), options.signal);
  return { session, lease: superviseSession(pool, session, describeError, options) };
}

/** Takes charge of a session: it returns to the pool when it is clean and is closed when it is not. */
function superviseSession(
  pool: Pool,
  session: Session,
  describeError: (error: unknown) => EngineError,
  options: QueryOptions,
): SessionLease {
  const { signal, timeoutMs } = options;
  const startedAt = performance.now();
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  let reason: EngineError | null = null;
  let over = false;

  const timedOut = () => hintedError('timeout', `The statement ran longer than ${(timeoutMs ?? 0) / 1000} s`);
  const onAbort = () => void stop(hintedError('cancelled', 'The query was stopped'));
  const timer = timeoutMs ? setTimeout(() => void stop(timedOut()), timeoutMs + timeoutGraceMs) : undefined;
  signal?.addEventListener('abort', onAbort, { once: true });

  function leave(): boolean {
    if (over) return false;
    over = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    return true;
  }

  async function giveUp(): Promise<void> {
    await withTimeLimit(session.stop(), stopLimitMs, tooLate).catch(() => {});
    pool.discard(session);
  }

  async function giveBack(): Promise<void> {
    try {
      await withTimeLimit(session.reset(), resetLimitMs, tooLate);
      pool.release(session);
    } catch {
      await giveUp();
    }
  }

  async function stop(why: EngineError): Promise<void> {
    if (!leave()) return;
    reason = why;
    await giveUp();
    stopped.reject(why);
  }

  async function finish(statement: Closable): Promise<void> {
    if (!leave()) return;
    const clean = await statement.close().catch(() => false);
    if (clean) void giveBack();
    else await giveUp();
  }

  function translate(error: unknown): EngineError {
    const described = describeError(error);
    const late = timeoutMs != null && performance.now() - startedAt >= timeoutMs;
    if (described.code === 'cancelled' && late) return timedOut();
    return described;
  }

  async function during<T>(work: Promise<T>): Promise<T> {
    if (reason) work.catch(() => {});
    try {
      return await Promise.race([stopped.promise, work]);
    } catch (error) {
      if (reason) {
        await stopped.promise.catch(() => {});
        throw reason;
      }
      const failure = translate(error);
      if (leave()) void giveBack();
      throw failure;
    }
  }

  return { during, stop, finish };
}
