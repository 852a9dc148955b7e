/**
 * Loaded before a server's own code (`--import`): on SIGUSR2 it prints how long the event loop was held up at most
 * since the last time, in milliseconds.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on('SIGUSR2', () => {
    process.stdout.write(`event loop held up: ${delay.max / 1e6} ms\n`);
    delay.reset();
  });
}
