import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type ChannelRow = Selectable<Schema['alert_channels']>;
export type ChannelValues = Omit<ChannelRow, 'id' | 'created_at' | 'updated_at'>;
export type DeliveryRow = Selectable<Schema['alert_deliveries']>;
export type NewDelivery = Pick<DeliveryRow, 'alert_id' | 'channel_id' | 'channel_name' | 'event' | 'message'>;

/** Channels and what was sent through them. */
export function createAlertChannelsRepository(db: MetadataDatabase) {
  return {
    newId: (): string => randomUUID(),
    channels: (): Promise<ChannelRow[]> =>
      db.selectFrom('alert_channels').selectAll().orderBy('created_at').orderBy('id').execute(),
    channel: (id: string): Promise<ChannelRow | undefined> =>
      db.selectFrom('alert_channels').selectAll().where('id', '=', id).executeTakeFirst(),
    async add(id: string, values: ChannelValues): Promise<ChannelRow> {
      const at = new Date().toISOString();
      return db
        .insertInto('alert_channels')
        .values({ ...values, id, created_at: at, updated_at: at })
        .returningAll()
        .executeTakeFirstOrThrow();
    },
    update: (id: string, changes: Partial<ChannelValues>): Promise<ChannelRow | undefined> =>
      db
        .updateTable('alert_channels')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),
    async remove(id: string): Promise<void> {
      await db.deleteFrom('alert_channels').where('id', '=', id).execute();
    },

    async addDeliveries(deliveries: readonly NewDelivery[]): Promise<void> {
      if (deliveries.length === 0) return;
      const at = new Date().toISOString();
      const fresh = {
        status: 'pending',
        attempts: 0,
        error: null,
        created_at: at,
        next_at: at,
        sent_at: null,
      };
      await db
        .insertInto('alert_deliveries')
        .values(deliveries.map((delivery) => ({ ...delivery, ...fresh, id: randomUUID() })))
        .execute();
    },

    /** A record of what was sent at once, such as a test. */
    async addDone(delivery: NewDelivery, error: string | null): Promise<void> {
      const at = new Date().toISOString();
      await db
        .insertInto('alert_deliveries')
        .values({
          ...delivery,
          id: randomUUID(),
          status: error === null ? 'sent' : 'failed',
          attempts: 1,
          error,
          created_at: at,
          next_at: null,
          sent_at: error === null ? at : null,
        })
        .execute();
    },

    /** Takes one delivery that is due, or that a dead process held longer than its lease; counts the attempt. */
    async take(leaseMs: number): Promise<DeliveryRow | null> {
      const now = new Date();
      const due = await db
        .selectFrom('alert_deliveries')
        .select(['id', 'attempts', 'next_at'])
        .where('status', 'in', ['pending', 'sending'])
        .where('next_at', '<=', now.toISOString())
        .orderBy('next_at')
        .limit(10)
        .execute();
      for (const { id, attempts, next_at } of due) {
        const taken = await db
          .updateTable('alert_deliveries')
          .set({
            status: 'sending',
            attempts: attempts + 1,
            next_at: new Date(now.getTime() + leaseMs).toISOString(),
          })
          .where('id', '=', id)
          .where('next_at', '=', next_at)
          .where('attempts', '=', attempts)
          .returningAll()
          .executeTakeFirst();
        if (taken) return taken;
      }
      return null;
    },

    async end(id: string, end: { error: string | null; retryAt: string | null }): Promise<void> {
      const { error, retryAt } = end;
      const status = error === null ? 'sent' : retryAt === null ? 'failed' : 'pending';
      await db
        .updateTable('alert_deliveries')
        .set({ status, error, next_at: retryAt, sent_at: error === null ? new Date().toISOString() : null })
        .where('id', '=', id)
        .execute();
    },

    async list(filter: {
      alertId?: string | undefined;
      status?: string | undefined;
      limit: number;
      offset: number;
    }): Promise<{ rows: DeliveryRow[]; total: number }> {
      let query = db.selectFrom('alert_deliveries');
      if (filter.alertId !== undefined) query = query.where('alert_id', '=', filter.alertId);
      if (filter.status !== undefined) query = query.where('status', '=', filter.status);
      const rows = await query
        .selectAll()
        .orderBy('number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },
  };
}

export type AlertChannelsRepository = ReturnType<typeof createAlertChannelsRepository>;
