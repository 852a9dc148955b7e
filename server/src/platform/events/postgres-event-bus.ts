import { Client } from 'pg';
import type { Logger } from '../log/logger.ts';
import { createListeners, type EventBus, type EventName } from './event-bus.ts';

const channel = 'sextant_events';
const reconnectAfterMs = 1_000;

/**
 * The bus between processes over LISTEN/NOTIFY. Own events come back through the database too, so that all
 * processes see one order. A lost connection is opened again; what was published meanwhile elsewhere is missed,
 * which is why caches fed by events also expire by time.
 */
export async function createPostgresEventBus(databaseUrl: string, logger: Logger): Promise<EventBus> {
  const listeners = createListeners();
  let closed = false;
  let client = await connect();
  let sent: Promise<unknown> = Promise.resolve();

  async function connect(): Promise<Client> {
    const next = new Client({ connectionString: databaseUrl });
    next.on('notification', ({ payload }) => {
      const { name, data } = JSON.parse(payload ?? '{}') as { name: EventName; data: unknown };
      listeners.deliver(name, data);
    });
    next.on('error', (error) =>
      logger.warn({ module: 'events', error: error.message }, 'event channel lost'),
    );
    await next.connect();
    await next.query('listen sextant_events');
    next.on('end', () => void reconnect());
    return next;
  }

  async function reconnect(): Promise<void> {
    while (!closed) {
      try {
        client = await connect();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs));
      }
    }
  }

  return {
    async publish(name, payload) {
      const message = JSON.stringify({ name, data: payload });
      // One after the other, because a connection takes one statement at a time.
      const sending = sent.then(() => client.query('select pg_notify($1, $2)', [channel, message]));
      sent = sending.catch(() => undefined);
      await sending;
    },
    subscribe: listeners.subscribe,
    async close() {
      closed = true;
      await client.end();
    },
  };
}
