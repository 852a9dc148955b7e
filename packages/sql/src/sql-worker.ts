import { parentPort } from 'node:worker_threads';
import type { Dialect } from './dialect.ts';
import { formatInline } from './format-inline.ts';
import { guardInline } from './guard-inline.ts';
import { readFacts } from './read-facts.ts';
import type { StatementFacts } from './statement-facts.ts';
import type { Verdict } from './verdict.ts';

/** What a worker thread does with long statements, and what comes of it. */
export interface WorkerResults {
  guard: Verdict;
  format: string;
  facts: StatementFacts | null;
}

export interface WorkerTask<T extends keyof WorkerResults> {
  task: T;
  sql: string;
  dialect: Dialect;
}

export interface WorkerRequest extends WorkerTask<keyof WorkerResults> {
  id: number;
}

export interface WorkerReply {
  id: number;
  result: WorkerResults[keyof WorkerResults];
}

const tasks: { [T in keyof WorkerResults]: (sql: string, dialect: Dialect) => Promise<WorkerResults[T]> } = {
  guard: guardInline,
  format: formatInline,
  facts: readFacts,
};

parentPort?.on('message', ({ id, task, sql, dialect }: WorkerRequest) => {
  void tasks[task](sql, dialect).then((result) => {
    const reply: WorkerReply = { id, result };
    parentPort?.postMessage(reply);
  });
});
