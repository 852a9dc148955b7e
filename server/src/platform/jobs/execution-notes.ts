import type { EventBus } from '../events/event-bus.ts';
import type { ExecutionsStore } from './executions.store.ts';

const flushEveryMs = 300;
const longestMessage = 4000;
const maxWaiting = 2000;

/** Writes an execution's progress and log a few times a second at most, and tells that they went on. */
export function createExecutionNotes(deps: {
  store: ExecutionsStore;
  events: EventBus;
  id: string;
  owner: string;
}) {
  const { store, events, id, owner } = deps;
  let waiting: { execution_id: string; at: string; level: string; message: string }[] = [];
  let dropped = 0;
  let percent: number | null = null;
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void flush(), flushEveryMs);
  timer.unref();

  async function write(): Promise<void> {
    const lines = waiting;
    const progress = percent;
    if (dropped > 0) lines.push(line(`… ${dropped} lines came too fast and were left out`, 'warn'));
    [waiting, percent, dropped] = [[], null, 0];
    if (lines.length === 0 && progress === null) return;
    await store.addLog(lines);
    if (progress !== null) await store.setProgress(id, owner, progress);
    await events.publish('execution.changed', { executionId: id });
  }

  function flush(): Promise<void> {
    writing = writing.then(write).catch(() => undefined);
    return writing;
  }

  // PostgreSQL keeps no U+0000.
  const line = (message: string, level: string) => ({
    execution_id: id,
    at: new Date().toISOString(),
    level,
    message: message.replaceAll('\0', '').slice(0, longestMessage),
  });

  return {
    log(message: string, level = 'info'): void {
      if (waiting.length < maxWaiting) waiting.push(line(message, level));
      else dropped += 1;
    },
    progress(value: number): void {
      percent = value;
    },
    async end(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}
