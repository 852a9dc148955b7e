import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBus } from '../../../platform/events/event-bus.ts';

/** How long another process may take to say that it stopped a statement. */
const answerMs = 1_000;
const drainMs = 5_000;
const pollMs = 50;

interface RunningStatement {
  userId: string;
  controller: AbortController;
}

/** The statements that run for people in this process; their owners can stop them from any process. */
export function createRunningStatements(deps: { events: EventBus; singleProcess: boolean }) {
  const { events, singleProcess } = deps;
  const running = new Map<string, RunningStatement>();

  const unsubscribe = events.subscribe('run.cancel', ({ runId, userId }) => {
    const statement = running.get(runId);
    if (statement?.userId !== userId) return;
    statement.controller.abort();
    events.publish('run.cancelled', { runId }).catch(() => undefined);
  });

  return {
    /** Registers a statement; `signal` aborts when it is cancelled, `end` must be called when it is over. */
    begin(userId: string): { id: string; signal: AbortSignal; end(): void } {
      const id = randomUUID();
      const controller = new AbortController();
      running.set(id, { userId, controller });
      return { id, signal: controller.signal, end: () => void running.delete(id) };
    },

    /** Stops a statement of the user's, wherever it runs; false when there is none, also when it just ended. */
    async cancel(userId: string, runId: string): Promise<boolean> {
      const stopped = Promise.withResolvers<boolean>();
      const end = events.subscribe('run.cancelled', (event) => {
        if (event.runId === runId) stopped.resolve(true);
      });
      try {
        await events.publish('run.cancel', { runId, userId });
        const late = singleProcess ? Promise.resolve(false) : sleep(answerMs, false, { ref: false });
        return await Promise.race([stopped.promise, late]);
      } finally {
        end();
      }
    },

    /** Lets statements end for some seconds, then stops them. */
    async drain(): Promise<void> {
      const deadline = Date.now() + drainMs;
      while (running.size > 0 && Date.now() < deadline) await sleep(pollMs);
      unsubscribe();
      for (const { controller } of running.values()) controller.abort();
    },
  };
}

export type RunningStatements = ReturnType<typeof createRunningStatements>;
