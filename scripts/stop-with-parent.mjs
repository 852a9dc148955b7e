/** Preloaded into the server when `npm start` keeps it as a child: stops it in good order when that parent is gone. */
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  const preload = process.execArgv.indexOf('--import');
  if (preload >= 0) process.execArgv.splice(preload, 2);
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
