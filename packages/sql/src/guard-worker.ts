import { parentPort } from 'node:worker_threads';
import type { Dialect } from './dialect.ts';
import { guardInline } from './guard-inline.ts';
import type { Verdict } from './verdict.ts';

export interface GuardRequest {
  id: number;
  sql: string;
  dialect: Dialect;
}

export interface GuardReply {
  id: number;
  verdict: Verdict;
}

parentPort?.on('message', (request: GuardRequest) => {
  void guardInline(request.sql, request.dialect).then((verdict) => {
    const reply: GuardReply = { id: request.id, verdict };
    parentPort?.postMessage(reply);
  });
});
