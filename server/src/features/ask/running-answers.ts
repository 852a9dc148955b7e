import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';

interface RunningAnswer {
  controller: AbortController;
  done: PromiseWithResolvers<void>;
}

const drainMs = 5_000;
const graceMs = 1_000;

/** The answers that run in this process: at most one per conversation, each can be stopped from any process. */
export function createRunningAnswers(events: EventBus) {
  const running = new Map<string, RunningAnswer>();
  const unsubscribe = events.subscribe('answer.stop', ({ conversationId }) => {
    running.get(conversationId)?.controller.abort(stopped());
  });

  return {
    isRunning: (conversationId: string): boolean => running.has(conversationId),

    /**
     * Registers an answer; `end` must be called when it is over. While the conversation's last question is being
     * answered it throws 409, a second later than asked: one that was just stopped may have to be stored yet.
     */
    async begin(conversationId: string): Promise<{ signal: AbortSignal; end(): void }> {
      const previous = running.get(conversationId);
      if (previous) await Promise.race([previous.done.promise, sleep(graceMs, undefined, { ref: false })]);
      if (running.has(conversationId)) throw stillAnswering();
      const answer: RunningAnswer = {
        controller: new AbortController(),
        done: Promise.withResolvers<void>(),
      };
      running.set(conversationId, answer);
      return {
        signal: answer.controller.signal,
        end() {
          running.delete(conversationId);
          answer.done.resolve();
        },
      };
    },

    /** Lets running answers end for some seconds, then stops them; resolves when the last one is stored. */
    async drain(): Promise<void> {
      const ends = Promise.all([...running.values()].map(({ done }) => done.promise));
      await Promise.race([ends, sleep(drainMs, undefined, { ref: false })]);
      for (const { controller } of running.values()) controller.abort(stopped());
      await ends;
      unsubscribe();
    },
  };
}

export type RunningAnswers = ReturnType<typeof createRunningAnswers>;

function stopped(): AppError {
  return new AppError('CANCELLED', { zh: '已停止', en: 'Stopped' });
}

function stillAnswering(): AppError {
  return new AppError('CONFLICT', {
    zh: '这个对话的上一个问题还在回答，请等它结束或先停止',
    en: 'The last question of this conversation is still being answered; wait for it or stop it first',
  });
}
