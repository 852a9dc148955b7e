import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../server/src/config.ts';
import { openDatabase } from '../server/src/platform/db/open-database.ts';
import { createLocalEventBus } from '../server/src/platform/events/event-bus.ts';
import { createJobs } from '../server/src/platform/jobs/jobs.ts';
import { createLogStore } from '../server/src/platform/log/log-store.ts';
import { createLogger } from '../server/src/platform/log/logger.ts';
import { createSecretBox } from '../server/src/platform/secrets/secret-box.ts';
import { createDatabase } from '../server/test/metadata-stores.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { type Figure, noAim, timed } from './figure.ts';

const count = 1000;

/** Executions that do nothing, drained from the queue in each store. */
export async function benchExecutions(): Promise<Figure[]> {
  const figures = [await drain('SQLite', null)];
  if (!(await isReachable(testServers.postgresql))) return figures;
  const database = await createDatabase();
  try {
    figures.push(await drain('PostgreSQL', database.url));
  } finally {
    await database.drop();
  }
  return figures;
}

async function drain(store: string, databaseUrl: string | null): Promise<Figure> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const { db, kind } = await openDatabase({ databaseUrl, dataDir });
  const logger = createLogger({ ...readConfig({}), logLevel: 'silent' }, createLogStore(db));
  const secrets = createSecretBox(randomBytes(32));
  const jobs = createJobs({
    db,
    kind,
    events: createLocalEventBus(),
    logger,
    secrets,
    concurrency: () => 10,
  });
  const done = Promise.withResolvers<void>();
  let ended = 0;
  jobs.handle('nothing', async () => ({}));
  jobs.onEnd(async () => {
    ended += 1;
    if (ended === count) done.resolve();
  });
  try {
    const order = { taskType: 'nothing', triggeredBy: 'api' as const, params: {} };
    for (let added = 0; added < count; added += 100) await jobs.enqueue(new Array(100).fill(order));
    const took = await timed(async () => {
      await jobs.start({ alone: true });
      await done.promise;
    });
    const measured = `${Math.round(count / (took / 1000))} per second`;
    return { work: `${count} executions from ${store}`, measured, reference: '', aim: noAim, pass: true };
  } finally {
    await jobs.stop();
    await db.destroy();
    await rm(dataDir, { recursive: true, force: true });
  }
}
