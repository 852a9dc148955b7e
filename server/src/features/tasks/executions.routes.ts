import {
  type Execution,
  type ExecutionEvent,
  executionEndpoints,
  executionStatusSchema,
  triggerSchema,
} from '@sextant/contract/executions';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createEventStream, type EventStream, eventStreamHeaders } from '../../platform/http/event-stream.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { StoredError } from '../../platform/jobs/execution.ts';
import { maskSecrets } from '../../platform/secrets/mask-secrets.ts';
import { maskParams } from '../../platform/secrets/sealed-params.ts';
import type { NamedExecution } from './executions.repository.ts';
import { durationSeconds, type ExecutionsService } from './executions.service.ts';

const linesAtOnce = 500;
const over = new Set(['completed', 'failed', 'timeout', 'cancelled']);

/** API v1: `/executions`. */
export function registerExecutionRoutes(
  app: FastifyInstance,
  deps: { executions: ExecutionsService; events: EventBus },
): void {
  const { executions, events } = deps;

  registerV1(app, executionEndpoints, {
    async list({ principal, query, language }) {
      const { task_id: taskId, script_id: scriptId, status, limit, offset } = query;
      const { rows, total } = await executions.list(principal, { taskId, scriptId, status, limit, offset });
      return {
        executions: rows.map((row) => presentExecution(row, language)),
        total,
        has_more: offset + rows.length < total,
      };
    },
    async stats({ principal, query }) {
      const { total, succeeded, failed, running, pending, successRate, averageSeconds, days } =
        await executions.stats(principal, query.days);
      return {
        total_count: total,
        success_count: succeeded,
        failed_count: failed,
        running_count: running,
        pending_count: pending,
        success_rate: successRate,
        average_seconds: averageSeconds,
        days: days.map((one) => ({
          day: one.day,
          success_count: one.succeeded,
          failed_count: one.failed,
          timeout_count: one.timedOut,
          cancelled_count: one.cancelled,
          rows_count: one.rows,
        })),
      };
    },
    async attention({ principal, query, language }) {
      const { failing, slowest } = await executions.attention(principal, query.days);
      return {
        failing: failing.map((row) => presentExecution(row, language)),
        slowest: slowest.map((row) => presentExecution(row, language)),
      };
    },
    get: async ({ principal, params, language }) =>
      presentExecution(await executions.get(principal, params.id), language),
    async log({ principal, params, query }) {
      const lines = await executions.log(principal, params.id, query.after, query.limit + 1);
      return { lines: lines.slice(0, query.limit), has_more: lines.length > query.limit };
    },
    async events({ principal, params, language }) {
      await executions.get(principal, params.id);
      const stream = createEventStream();
      void follow({ executions, events, stream, principal, id: params.id, language });
      return new Streamed(stream.body, eventStreamHeaders);
    },
    cancel: async ({ principal, params, language }) =>
      presentExecution(await executions.cancel(principal, params.id), language),
    async retry({ principal, params }) {
      const { id, status } = await executions.retry(principal, params.id);
      return { execution_id: id, status: executionStatusSchema.parse(status) };
    },
  });
}

/** Sends an execution and its new log lines whenever it went on, until it is over. */
async function follow(deps: {
  executions: ExecutionsService;
  events: EventBus;
  stream: EventStream;
  principal: Principal;
  id: string;
  language: Language;
}): Promise<void> {
  const { executions, events, stream, principal, id, language } = deps;
  const send = (event: ExecutionEvent) => stream.send(event);
  let lastLine = 0;
  let changed = Promise.withResolvers<void>();
  const unsubscribe = events.subscribe('execution.changed', ({ executionId }) => {
    if (executionId === id) changed.resolve();
  });
  stream.signal.addEventListener('abort', () => changed.resolve());
  try {
    while (!stream.signal.aborted) {
      changed = Promise.withResolvers<void>();
      const row = await executions.get(principal, id);
      const lines = await executions.log(principal, id, lastLine, linesAtOnce);
      if (lines.length > 0) send({ type: 'log', lines });
      lastLine = lines.at(-1)?.number ?? lastLine;
      send({ type: 'execution', execution: presentExecution(row, language) });
      if (lines.length === linesAtOnce) continue;
      if (over.has(row.status)) return;
      await changed.promise;
    }
  } catch {
    // It was removed, or the store cannot be read: the stream ends, and the reader asks again.
  } finally {
    unsubscribe();
    stream.end();
  }
}

/** An execution as v1 shows it. */
export function presentExecution(row: NamedExecution, language: Language): Execution {
  const error = row.error === null ? null : (JSON.parse(row.error) as StoredError);
  return {
    id: row.id,
    number: row.number,
    task_id: row.task_id,
    task_name: row.task_name,
    task_type: row.task_type,
    script_id: row.script_id,
    script_version: row.script_version,
    params: maskSecrets(maskParams(row.params)) as Execution['params'],
    status: executionStatusSchema.parse(row.status),
    progress: row.progress,
    attempt: row.attempt,
    max_attempts: row.max_attempts,
    triggered_by: triggerSchema.parse(row.triggered_by),
    user: row.username,
    table_name: row.table_name,
    rows_before: row.rows_before,
    rows_after: row.rows_after,
    rows_affected: row.rows_affected,
    result: row.result === null ? null : (JSON.parse(row.result) as Execution['result']),
    error: error && { message: error.text[language], line: error.line, details: error.details },
    created_at: row.created_at,
    due_at: row.due_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
    duration_seconds: durationSeconds(row),
  };
}
