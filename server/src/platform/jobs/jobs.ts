import { randomUUID } from 'node:crypto';
import type { MetadataDatabase, MetadataKind } from '../db/open-database.ts';
import { AppError, notFound } from '../errors/app-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Logger } from '../log/logger.ts';
import { openParams } from '../secrets/sealed-params.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { ExecutionHandler, ExecutionRow, NewExecution, StoredError } from './execution.ts';
import { createExecutionsStore, type EndStatus } from './executions.store.ts';
import { runExecution, type StopReason } from './run-execution.ts';

const defaultLeaseMs = 15_000;
const lookEveryMs = 1000;
const drainMs = 10_000;

const executionThing = { zh: '执行记录', en: 'Execution' };

const workerLost: StoredError = {
  text: {
    zh: '执行它的进程已退出（重启或崩溃），未能跑完',
    en: 'The process that ran it ended (a restart or a crash) before it was done',
  },
  line: null,
  details: null,
};

/**
 * Runs executions in the background: what is due is taken by whichever process has room, under a lease that it must
 * keep. What a dead process left is found by its lease and tried again or marked failed.
 */
export function createJobs(deps: {
  db: MetadataDatabase;
  kind: MetadataKind;
  events: EventBus;
  logger: Logger;
  secrets: SecretBox;
  /** How many executions this process runs at once; asked anew each time. */
  concurrency: () => number;
  /** How long a process may be silent before its executions are another's; 15 s unless told. */
  leaseMs?: number;
}) {
  const { db, kind, events, logger, secrets, concurrency, leaseMs = defaultLeaseMs } = deps;
  const store = createExecutionsStore(db, kind, secrets);
  const owner = randomUUID();
  const handlers = new Map<string, ExecutionHandler>();
  const endListeners: ((row: ExecutionRow, status: EndStatus) => Promise<void>)[] = [];
  const running = new Map<string, { stop: AbortController; done: Promise<void>; queued: boolean }>();
  let timers: NodeJS.Timeout[] = [];
  const unsubscribe: (() => void)[] = [];
  let attending = false;
  let working = false;
  let taking: Promise<void> | null = null;
  let askedAgain = false;

  const stopOne = (id: string, reason: StopReason) => running.get(id)?.stop.abort(reason);

  async function tellEnd(row: ExecutionRow, status: EndStatus): Promise<void> {
    for (const listener of endListeners) {
      await listener(row, status).catch((error: unknown) =>
        logger.error({ module: 'jobs', execution: row.id, err: error }, 'what follows an execution failed'),
      );
    }
  }

  const paramsOf = ({ id, params }: ExecutionRow) => openParams(secrets, params, id);

  /** A handler that sees parameters as they were given. */
  const inClear =
    (handler: ExecutionHandler): ExecutionHandler =>
    async (job) => {
      const params = JSON.stringify(paramsOf(job.execution));
      return handler({ ...job, execution: { ...job.execution, params } });
    };

  function launch(row: ExecutionRow): void {
    const handler = handlers.get(row.task_type) ?? (() => Promise.reject(unknownType(row.task_type)));
    void begin(row, handler, true);
  }

  function begin(row: ExecutionRow, handler: ExecutionHandler, queued: boolean): Promise<void> {
    const stop = new AbortController();
    // Whoever waits for an end sees it.
    const onEnd = queued ? tellEnd : async () => {};
    const done = runExecution(row, { store, events, logger, owner, handler: inClear(handler), stop, onEnd })
      .catch((error: unknown) =>
        logger.error({ module: 'jobs', execution: row.id, err: error }, 'an execution could not be ended'),
      )
      .finally(() => {
        running.delete(row.id);
        take();
      });
    running.set(row.id, { stop, done, queued });
    if (row.cancel_requested === 1) stop.abort('cancelled');
    return done;
  }

  async function takeDue(): Promise<void> {
    while (working) {
      askedAgain = false;
      const room = concurrency() - [...running.values()].filter(({ queued }) => queued).length;
      if (room <= 0) return;
      const rows = await store.claim(owner, room, leaseMs);
      rows.sort((a, b) => a.number - b.number).forEach(launch);
      if (rows.length < room && !askedAgain) return;
    }
  }

  /** Takes what is due, one round at a time. */
  function take(): void {
    askedAgain = true;
    if (!working || taking) return;
    taking = takeDue()
      .catch((error: unknown) =>
        logger.error({ module: 'jobs', err: error }, 'due executions could not be taken'),
      )
      .finally(() => {
        taking = null;
      });
  }

  async function keepLeases(): Promise<void> {
    for (const id of await store.keep(owner, leaseMs)) stopOne(id, 'cancelled');
  }

  /** Puts back, or ends, what processes that are gone had taken. */
  async function recover(rows: readonly ExecutionRow[]): Promise<void> {
    for (const row of rows) {
      const holder = row.lease_owner ?? '';
      if (row.cancel_requested === 1) await store.end(row.id, holder, 'cancelled', {});
      else if (row.attempt < row.max_attempts) {
        await store.putBack(row.id, holder, new Date(), { error: workerLost, countAttempt: true });
      } else if (await store.end(row.id, holder, 'failed', { error: workerLost }))
        await tellEnd(row, 'failed');
    }
  }

  const every = (ms: number, work: () => Promise<void>) => {
    const timer = setInterval(() => {
      work().catch((error: unknown) =>
        logger.error({ module: 'jobs', err: error }, 'the executions could not be looked after'),
      );
    }, ms);
    timer.unref();
    timers.push(timer);
  };

  /** Keeps the leases of what runs here and hears of cancels; begins with the first execution. */
  function attend(): void {
    if (attending) return;
    attending = true;
    unsubscribe.push(
      events.subscribe('execution.cancel', ({ executionId }) => stopOne(executionId, 'cancelled')),
    );
    every(leaseMs / 3, keepLeases);
  }

  return {
    /** Says who does the work of a task type; before `start`. */
    handle: (taskType: string, handler: ExecutionHandler): void => void handlers.set(taskType, handler),
    taskTypes: (): string[] => [...handlers.keys()],
    /** Called once for each execution of the queue that ended for good, in the process that ran it. */
    onEnd: (listener: (row: ExecutionRow, status: EndStatus) => Promise<void>): void =>
      void endListeners.push(listener),

    async enqueue(executions: readonly NewExecution[]): Promise<ExecutionRow[]> {
      const rows = await store.add(executions);
      if (rows.length > 0) await events.publish('execution.due', {});
      return rows;
    },

    /** Cancels an execution wherever it runs; 409 when it is over. */
    async cancel(id: string): Promise<void> {
      const state = await store.requestCancel(id);
      if (state === 'over') {
        if (!(await store.find(id))) throw notFound(executionThing, id);
        throw new AppError('CONFLICT', {
          zh: '这次执行已经结束，不能取消',
          en: 'This execution is over and cannot be cancelled',
        });
      }
      await events.publish(state === 'cancelled' ? 'execution.changed' : 'execution.cancel', {
        executionId: id,
      });
    },

    /** Runs at once in this process, past the queue, and gives how it ended. `handler` instead of its type's own. */
    async runNow(
      execution: NewExecution,
      handler: ExecutionHandler,
      onStart: (row: ExecutionRow) => void = () => {},
    ): Promise<ExecutionRow> {
      attend();
      const row = await store.addRunning(execution, owner, leaseMs);
      onStart(row);
      await begin(row, handler, false);
      return (await store.find(row.id)) ?? row;
    },

    /** The parameters of an execution in clear. */
    paramsOf,

    /** Whether a script runs, in whichever process. */
    runsScript: (scriptId: string): Promise<boolean> => store.runsScript(scriptId),

    runningCount: (): number => running.size,

    /** Begins to take work. `alone`: no other process works on this store, so whatever runs was left by a dead one. */
    async start({ alone }: { alone: boolean }): Promise<void> {
      working = true;
      if (alone) await recover(await store.left());
      unsubscribe.push(events.subscribe('execution.due', take));
      attend();
      every(lookEveryMs, async () => take());
      every(leaseMs / 3, async () => recover(await store.lost()));
      take();
    },

    /** Takes no new work, lets running executions end for a while, and hands back the rest. */
    async stop(): Promise<void> {
      working = false;
      for (const end of unsubscribe) end();
      await taking;
      const ends = Promise.all([...running.values()].map(({ done }) => done));
      const late = setTimeout(() => {
        // What somebody waited for is not begun again without them.
        for (const [id, { queued }] of running) stopOne(id, queued ? 'shutdown' : 'cancelled');
      }, drainMs);
      await ends;
      clearTimeout(late);
      for (const timer of timers) clearInterval(timer);
      timers = [];
    },
  };
}

export type Jobs = ReturnType<typeof createJobs>;

function unknownType(type: string): AppError {
  return new AppError('BAD_REQUEST', {
    zh: `没有「${type}」这种任务`,
    en: `There is no task type "${type}"`,
  });
}
