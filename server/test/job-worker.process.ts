// A worker that a test may kill: runs the executions of a metadata database until it is ended.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openDatabase } from '../src/platform/db/open-database.ts';
import { createLocalEventBus } from '../src/platform/events/event-bus.ts';
import { createJobs } from '../src/platform/jobs/jobs.ts';
import { createSecretBox } from '../src/platform/secrets/secret-box.ts';

const [metadata, place = ''] = process.argv.slice(2);
const { db, kind } = await openDatabase(
  metadata === 'postgresql' ? { databaseUrl: place, dataDir: '' } : { databaseUrl: null, dataDir: place },
);
const jobs = createJobs({
  db,
  kind,
  events: createLocalEventBus(),
  logger: pino({ level: 'silent' }),
  secrets: createSecretBox(randomBytes(32)),
  concurrency: () => 8,
  leaseMs: 1500,
});
jobs.handle('work', async () => {
  await sleep(5);
  return {};
});
await jobs.start({ alone: kind === 'sqlite' });
