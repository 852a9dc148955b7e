import { setTimeout as sleep } from 'node:timers/promises';

const most = { frames: 32, bytes: 1024 * 1024 };

/**
 * Handles the frames of one client one after the other and no faster than allowed. What comes faster waits in the
 * client's own connection, which is not read meanwhile: nothing is lost, and nobody else notices.
 */
export function createFramePump(deps: {
  handle: (text: string) => Promise<void>;
  pause: () => void;
  resume: () => void;
  perSecond: number;
  burst: number;
}) {
  const { handle, pause, resume, perSecond, burst } = deps;
  let waiting: string[] = [];
  let bytes = 0;
  let paused = false;
  let running = false;
  let budget = burst;
  let countedAt = performance.now();

  async function takeTurn(): Promise<void> {
    if (perSecond === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    budget = Math.min(burst, budget + ((now - countedAt) * perSecond) / 1000);
    countedAt = now;
    budget -= 1;
    if (budget < 0) await sleep((-budget * 1000) / perSecond, undefined, { ref: false });
  }

  async function run(): Promise<void> {
    running = true;
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      bytes -= text.length;
      await takeTurn();
      await handle(text);
      if (paused && waiting.length < most.frames / 2 && bytes < most.bytes) {
        paused = false;
        resume();
      }
    }
    running = false;
  }

  return {
    push(text: string): void {
      waiting.push(text);
      bytes += text.length;
      if (!paused && (waiting.length >= most.frames || bytes >= most.bytes)) {
        paused = true;
        pause();
      }
      if (!running) void run();
    },
    /** Forgets what waits; for a client that is gone. */
    stop(): void {
      waiting = [];
      bytes = 0;
    },
  };
}
