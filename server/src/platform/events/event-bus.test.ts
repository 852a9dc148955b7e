import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { isReachable, testServers } from '../../../test/test-servers.ts';
import { createLocalEventBus, type EventBus } from './event-bus.ts';
import { createPostgresEventBus } from './postgres-event-bus.ts';

const postgresqlFound = await isReachable(testServers.postgresql);
const connectPostgresql = () => createPostgresEventBus(testServers.postgresql, pino({ level: 'silent' }));

async function received(bus: EventBus, publish: () => Promise<void>, count: number): Promise<string[]> {
  const seen: string[] = [];
  const done = new Promise<void>((resolve) => {
    bus.subscribe('session.revoked', ({ sessionId }) => {
      seen.push(sessionId);
      if (seen.length === count) resolve();
    });
  });
  await publish();
  await done;
  return seen;
}

describe('the event bus of one process', () => {
  it('delivers in order until the subscription ends', async () => {
    const bus = createLocalEventBus();
    const seen: string[] = [];
    const end = bus.subscribe('session.revoked', ({ sessionId }) => seen.push(sessionId));
    await bus.publish('session.revoked', { sessionId: 'a' });
    await bus.publish('user.changed', { userId: 'u' });
    await bus.publish('session.revoked', { sessionId: 'b' });
    end();
    await bus.publish('session.revoked', { sessionId: 'c' });
    expect(seen).toEqual(['a', 'b']);
  });
});

describe.skipIf(!postgresqlFound)('the event bus between processes (needs PostgreSQL)', () => {
  it('delivers what another process published, in order', async () => {
    const [here, there] = [await connectPostgresql(), await connectPostgresql()];
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const publish = async () => {
      for (const sessionId of ids) await there.publish('session.revoked', { sessionId });
    };
    expect(await received(here, publish, ids.length)).toEqual(ids);
    await Promise.all([here.close(), there.close()]);
  });

  it('delivers what is published at once, in order and without a warning of the driver', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    const bus = await connectPostgresql();
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const publish = async () => {
      await Promise.all(ids.map((sessionId) => bus.publish('session.revoked', { sessionId })));
    };
    expect(await received(bus, publish, ids.length)).toEqual(ids);
    await bus.close();
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});
