import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type RuleRow = Selectable<Schema['alert_rules']>;
export type RuleValues = Omit<RuleRow, 'id' | 'created_at' | 'updated_at'>;
export type AlertRow = Selectable<Schema['alerts']>;
export type NewAlert = Omit<
  Insertable<Schema['alerts']>,
  'id' | 'number' | 'state' | 'resolved_at' | 'resolved_by'
>;

/** Rules and the alerts that they raised. */
export function createAlertRulesRepository(db: MetadataDatabase) {
  return {
    rules: (): Promise<RuleRow[]> =>
      db.selectFrom('alert_rules').selectAll().orderBy('created_at').orderBy('id').execute(),
    rule: (id: string): Promise<RuleRow | undefined> =>
      db.selectFrom('alert_rules').selectAll().where('id', '=', id).executeTakeFirst(),

    async addRule(values: RuleValues): Promise<RuleRow> {
      const at = new Date().toISOString();
      return db
        .insertInto('alert_rules')
        .values({ ...values, id: randomUUID(), created_at: at, updated_at: at })
        .returningAll()
        .executeTakeFirstOrThrow();
    },
    updateRule: (id: string, changes: Partial<RuleValues>): Promise<RuleRow | undefined> =>
      db
        .updateTable('alert_rules')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),
    async removeRule(id: string): Promise<void> {
      await db.deleteFrom('alert_rules').where('id', '=', id).execute();
    },

    /** By rule: how many alerts fire, and when one fired last. */
    async states(): Promise<Map<string, { firing: number; lastFiredAt: string }>> {
      const rows = await db
        .selectFrom('alerts')
        .select((row) => [
          'rule_id',
          row.fn.sum<number>(row.case().when('state', '=', 'firing').then(1).else(0).end()).as('firing'),
          row.fn.max('fired_at').as('last'),
        ])
        .where('rule_id', 'is not', null)
        .groupBy('rule_id')
        .execute();
      return new Map(
        rows.map(({ rule_id, firing, last }) => [
          rule_id as string,
          { firing: Number(firing), lastFiredAt: last },
        ]),
      );
    },

    firing: (ruleId: string): Promise<AlertRow[]> =>
      db
        .selectFrom('alerts')
        .selectAll()
        .where('rule_id', '=', ruleId)
        .where('state', '=', 'firing')
        .execute(),

    find: (id: string): Promise<AlertRow | undefined> =>
      db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Undefined when another process has just raised the same. */
    raise: (alert: NewAlert): Promise<AlertRow | undefined> =>
      db
        .insertInto('alerts')
        .values({ ...alert, id: randomUUID(), state: 'firing', resolved_at: null, resolved_by: null })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst(),

    /** Undefined when it was resolved already. */
    resolve: (id: string, by: string | null): Promise<AlertRow | undefined> =>
      db
        .updateTable('alerts')
        .set({ state: 'resolved', resolved_at: new Date().toISOString(), resolved_by: by })
        .where('id', '=', id)
        .where('state', '=', 'firing')
        .returningAll()
        .executeTakeFirst(),

    /** When people were last told of this rule and subject by an alert other than this one. */
    async lastTold(ruleId: string, subject: string, exceptId: string): Promise<string | null> {
      const row = await db
        .selectFrom('alerts')
        .select('fired_at')
        .where('rule_id', '=', ruleId)
        .where('subject', '=', subject)
        .where('id', '<>', exceptId)
        .where('was_told', '=', 1)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.fired_at ?? null;
    },
    async markTold(id: string): Promise<void> {
      await db.updateTable('alerts').set({ was_told: 1 }).where('id', '=', id).execute();
    },

    async list(filter: {
      state?: string | undefined;
      kind?: string | undefined;
      ruleId?: string | undefined;
      limit: number;
      offset: number;
    }): Promise<{ rows: AlertRow[]; total: number }> {
      let query = db.selectFrom('alerts');
      if (filter.state !== undefined) query = query.where('state', '=', filter.state);
      if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
      if (filter.ruleId !== undefined) query = query.where('rule_id', '=', filter.ruleId);
      const rows = await query
        .selectAll()
        .orderBy('number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    async removeResolvedBefore(time: string): Promise<void> {
      await db.deleteFrom('alerts').where('state', '=', 'resolved').where('resolved_at', '<', time).execute();
    },
  };
}

export type AlertRulesRepository = ReturnType<typeof createAlertRulesRepository>;
