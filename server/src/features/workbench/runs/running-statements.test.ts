import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/metadata-stores.ts';
import { isReachable, testServers } from '../../../../test/test-servers.ts';
import type { EventBus } from '../../../platform/events/event-bus.ts';
import { createPostgresEventBus } from '../../../platform/events/postgres-event-bus.ts';
import { createRunningStatements, type RunningStatements } from './running-statements.ts';

const postgresqlFound = await isReachable(testServers.postgresql);

describe.skipIf(!postgresqlFound)('statements of two processes (needs PostgreSQL)', () => {
  let database: { url: string; drop(): Promise<void> };
  let buses: EventBus[];
  let here: RunningStatements;
  let there: RunningStatements;

  beforeAll(async () => {
    database = await createDatabase();
    const connect = () => createPostgresEventBus(database.url, pino({ level: 'silent' }));
    buses = [await connect(), await connect()];
    const [first, second] = buses as [EventBus, EventBus];
    here = createRunningStatements({ events: first, singleProcess: false });
    there = createRunningStatements({ events: second, singleProcess: false });
  });
  afterAll(async () => {
    await Promise.all([here, there].map((statements) => statements.drain()));
    await Promise.all(buses.map((bus) => bus.close()));
    await database.drop();
  });

  it('are stopped from the other one', async () => {
    const statement = here.begin('ada');
    expect(await there.cancel('ada', statement.id)).toBe(true);
    expect(statement.signal.aborted).toBe(true);
    statement.end();
  });

  it('are not stopped by somebody else', async () => {
    const statement = here.begin('ada');
    expect(await there.cancel('bo', statement.id)).toBe(false);
    expect(statement.signal.aborted).toBe(false);
    statement.end();
  });
});
