import { performance } from 'node:perf_hooks';
import type { Database } from '@sextant/engines/engine';
import { EngineError } from '@sextant/engines/engine-error';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { expectedProblem, type Problem } from '../connections/connection-problem.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { ChecksRepository } from './checks.repository.ts';
import type { InstancesRepository } from './instances.repository.ts';

/** How long an instance may take to answer; also what `check_instances` gives each. */
export const checkLimitSeconds = 20;

export interface CheckOutcome {
  version: string | null;
  problem: Problem | null;
}

/** Logs in to an instance anew, asks for its version, and keeps what came of it. */
export function createInstanceChecker(deps: {
  instances: InstancesRepository;
  checks: ChecksRepository;
  events: EventBus;
}) {
  const { instances, checks, events } = deps;

  async function keep(
    connection: StoredConnection,
    { version, problem }: CheckOutcome,
    latencyMs: number,
  ): Promise<void> {
    const at = new Date().toISOString();
    const isUp = problem === null;
    const before = (await instances.notes([connection.id])).get(connection.id);
    const failures = isUp ? 0 : (before?.failures ?? 0) + 1;
    const error = problem && JSON.stringify(problem);
    const found = { version, latency_ms: isUp ? latencyMs : null, error };
    await checks.add({ connection_id: connection.id, at, is_up: isUp ? 1 : 0, ...found });
    await instances.note(connection.id, {
      health: isUp ? 'up' : 'down',
      failures,
      latency_ms: found.latency_ms,
      error,
      last_checked_at: at,
      // The last known version still holds while it does not answer.
      ...(isUp && { version, last_up_at: at }),
    });
    if (isUp && before?.health !== 'down') return;
    await events.publish('instance.status', {
      connectionId: connection.id,
      name: connection.name,
      status: isUp ? 'up' : 'down',
      failures,
      error: problem?.message ?? null,
    });
  }

  return {
    /** Rejects only when it was stopped; that the instance does not answer is an outcome. */
    async check(
      connection: StoredConnection,
      open: () => Promise<Database>,
      signal: AbortSignal,
    ): Promise<CheckOutcome> {
      const startedAt = performance.now();
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(unanswered()), (checkLimitSeconds - 1) * 1000);
      const outcome = await Promise.race([open().then((database) => database.version()), late.promise])
        .then((version): CheckOutcome => ({ version, problem: null }))
        .catch((error: unknown): CheckOutcome => {
          const problem = expectedProblem(error);
          if (!problem) throw error;
          return { version: null, problem };
        })
        .finally(() => clearTimeout(timer));
      signal.throwIfAborted();
      await keep(connection, outcome, Math.round(performance.now() - startedAt));
      return outcome;
    },
  };
}

export type InstanceChecker = ReturnType<typeof createInstanceChecker>;

function unanswered(): EngineError {
  return new EngineError('timeout', `No answer within ${checkLimitSeconds - 1} s`, {
    hint: {
      zh: '数据库没有及时响应，请检查地址、防火墙和数据库负载',
      en: 'The database did not answer in time; check the address, the firewall and its load',
    },
  });
}
