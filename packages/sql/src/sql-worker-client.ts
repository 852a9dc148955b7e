import { Worker } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest, WorkerResults, WorkerTask } from './sql-worker.ts';

/** Longest time, in milliseconds, that the reading of one long statement may take. */
const patience = 20_000;

interface Waiting {
  resolve(result: WorkerResults[keyof WorkerResults]): void;
  giveUp(): void;
}

interface Desk {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

let desk: Desk | null = null;
let lastId = 0;

/**
 * Reads a long statement in a worker thread, which is started at first use and replaced when it fails or hangs;
 * `giveUp` says what comes of the statement then.
 */
export function inWorker<T extends keyof WorkerResults>(
  task: WorkerTask<T>,
  giveUp: () => WorkerResults[T],
): Promise<WorkerResults[T]> {
  desk ??= openDesk();
  const current = desk;
  lastId += 1;
  const request: WorkerRequest = { ...task, id: lastId };
  return new Promise((resolve) => {
    const timer = setTimeout(() => closeDesk(current), patience);
    const settle = (result: WorkerResults[T]) => {
      clearTimeout(timer);
      resolve(result);
    };
    current.waiting.set(request.id, {
      resolve: (result) => settle(result as WorkerResults[T]),
      giveUp: () => settle(giveUp()),
    });
    current.worker.ref();
    current.worker.postMessage(request);
  });
}

function openDesk(): Desk {
  const opened: Desk = {
    worker: new Worker(new URL('./sql-worker.ts', import.meta.url), {
      resourceLimits: { stackSizeMb: 16 },
    }),
    waiting: new Map(),
  };
  opened.worker.unref();
  opened.worker.on('message', (reply: WorkerReply) => {
    opened.waiting.get(reply.id)?.resolve(reply.result);
    opened.waiting.delete(reply.id);
    if (opened.waiting.size === 0) opened.worker.unref();
  });
  opened.worker.on('error', () => closeDesk(opened));
  opened.worker.on('exit', () => closeDesk(opened));
  return opened;
}

/** Gives up everything that still waits; the next long statement opens a new worker. */
function closeDesk(closed: Desk): void {
  if (desk === closed) desk = null;
  for (const waiting of closed.waiting.values()) waiting.giveUp();
  closed.waiting.clear();
  void closed.worker.terminate();
}
