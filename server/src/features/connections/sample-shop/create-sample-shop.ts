import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { dayNumber } from './shop-time.ts';
import type { ShopOrder } from './write-shop.worker.ts';

/**
 * Writes the sample shop as a SQLite database at `path`, in a worker thread, complete or not at all: the file
 * takes its name when it is finished. `today` is an ISO date; the same day and seed give the same shop.
 * Rejects with the worker's error (disk full, folder missing).
 */
export async function createSampleShop(
  path: string,
  options: { today: string; seed?: number },
): Promise<void> {
  dayNumber(options.today);
  const workerData: ShopOrder = { path, today: options.today, seed: options.seed ?? 20_240_618 };
  const worker = new Worker(new URL('./write-shop.worker.ts', import.meta.url), { workerData });
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) throw new Error(`The sample shop could not be written to ${path} (worker code ${code})`);
}
