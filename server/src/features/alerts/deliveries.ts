import type { Logger } from '../../platform/log/logger.ts';
import type { AlertChannelsRepository, DeliveryRow } from './alert-channels.repository.ts';
import { type AlertChannels, describeFailure } from './alert-channels.service.ts';
import type { AlertMessage } from './alert-message.ts';

const lookEveryMs = 2_000;
const leaseMs = 120_000;
/** How long after a failed attempt the next one follows; after the last one it is given up. */
const retryAfterMs = [2_000, 30_000, 120_000, 600_000, 1_800_000];

/** Sends what alerts have to tell, tries again what failed, and writes down how it went. */
export function createDeliveries(deps: {
  channels: AlertChannels;
  repository: AlertChannelsRepository;
  logger: Logger;
}) {
  const { channels, repository, logger } = deps;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function sendOne(delivery: DeliveryRow): Promise<void> {
    try {
      if (delivery.channel_id === null) return await giveUp(delivery, 'The channel was deleted');
      const channel = await channels.get(delivery.channel_id);
      await channels.send(channel, JSON.parse(delivery.message) as AlertMessage);
      await repository.end(delivery.id, { error: null, retryAt: null });
    } catch (failure) {
      const { en: error } = describeFailure(failure);
      const wait = retryAfterMs[delivery.attempts - 1];
      if (wait === undefined) return giveUp(delivery, error);
      const retryAt = new Date(Date.now() + wait).toISOString();
      await repository.end(delivery.id, { error, retryAt });
    }
  }

  async function giveUp(delivery: DeliveryRow, error: string): Promise<void> {
    await repository.end(delivery.id, { error, retryAt: null });
    const { channel_name: channel, attempts } = delivery;
    logger.error({ module: 'alerts', channel, attempts, error }, 'an alert could not be delivered');
  }

  async function sendDue(): Promise<void> {
    do {
      again = false;
      for (;;) {
        if (stopped) return;
        const delivery = await repository.take(leaseMs);
        if (!delivery) break;
        await sendOne(delivery);
      }
    } while (again);
  }

  function wake(): void {
    if (stopped) return;
    if (sending) {
      again = true;
      return;
    }
    sending = sendDue()
      .catch((error: unknown) =>
        logger.error({ module: 'alerts', err: error }, 'deliveries could not be read'),
      )
      .finally(() => {
        sending = null;
      });
  }

  return {
    wake,
    start(): void {
      timer = setInterval(wake, lookEveryMs).unref();
    },
    async stop(): Promise<void> {
      stopped = true;
      if (timer) clearInterval(timer);
      await sending;
    },
  };
}
