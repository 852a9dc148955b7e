import { Worker } from 'node:worker_threads';
import type { Dialect } from './dialect.ts';
import { unreadable } from './guard-inline.ts';
import type { GuardReply, GuardRequest } from './guard-worker.ts';
import type { Verdict } from './verdict.ts';

/** Longest time, in milliseconds, that the reading of one long statement may take. */
const patience = 20_000;

interface Desk {
  worker: Worker;
  waiting: Map<number, (verdict: Verdict) => void>;
}

let desk: Desk | null = null;
let lastId = 0;

/** Judges a long statement in a worker thread, which is started at first use and replaced when it fails or hangs. */
export function guardInWorker(sql: string, dialect: Dialect): Promise<Verdict> {
  desk ??= openDesk();
  const current = desk;
  lastId += 1;
  const request: GuardRequest = { id: lastId, sql, dialect };
  return new Promise((resolve) => {
    const timer = setTimeout(() => closeDesk(current), patience);
    current.waiting.set(request.id, (verdict) => {
      clearTimeout(timer);
      resolve(verdict);
    });
    current.worker.ref();
    current.worker.postMessage(request);
  });
}

function openDesk(): Desk {
  const opened: Desk = {
    worker: new Worker(new URL('./guard-worker.ts', import.meta.url), {
      resourceLimits: { stackSizeMb: 16 },
    }),
    waiting: new Map(),
  };
  opened.worker.unref();
  opened.worker.on('message', (reply: GuardReply) => {
    opened.waiting.get(reply.id)?.(reply.verdict);
    opened.waiting.delete(reply.id);
    if (opened.waiting.size === 0) opened.worker.unref();
  });
  opened.worker.on('error', () => closeDesk(opened));
  opened.worker.on('exit', () => closeDesk(opened));
  return opened;
}

/** Refuses everything that still waits; the next long statement opens a new worker. */
function closeDesk(closed: Desk): void {
  if (desk === closed) desk = null;
  for (const answer of closed.waiting.values()) answer(unreadable().verdict);
  closed.waiting.clear();
  void closed.worker.terminate();
}
