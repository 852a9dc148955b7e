import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import type { AccountTables } from '../../platform/db/account-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type ClassRow = Selectable<AccountTables['account_classes']>;
export type RuleRow = Selectable<AccountTables['account_rules']>;
export type LabelValues = Selectable<AccountTables['account_labels']>;
export type BatchRow = Selectable<AccountTables['account_batches']>;
export type MatchValues = Omit<Insertable<AccountTables['account_batch_matches']>, 'number'>;

const rowsAtOnce = 200;
/** Batches whose matches are kept; of older ones only the counts are. */
const keptBatches = 20;

export interface BatchFilter {
  kind?: string | undefined;
  status?: string | undefined;
  q?: string | undefined;
  /** The newest first unless told. */
  sort?: 'number' | 'status' | 'ended_at' | 'total_accounts' | 'matched_accounts' | undefined;
  order?: 'asc' | 'desc' | undefined;
}

export interface MatchFilter {
  ruleId?: string | undefined;
  classId?: string | undefined;
  change?: string | undefined;
  /** Leaves out the classes that were taken back. */
  isMatch?: boolean | undefined;
  q?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
  connectionIds: readonly string[] | null;
}

/** Classes, rules, who has which class, and batches. */
export function createClassificationRepository(db: MetadataDatabase) {
  return {
    newId: (): string => randomUUID(),

    classes: () =>
      db
        .selectFrom('account_classes')
        .selectAll()
        .select((e) => [
          e
            .selectFrom('account_labels')
            .innerJoin('accounts', 'accounts.id', 'account_labels.account_id')
            .whereRef('class_id', '=', 'account_classes.id')
            .where('accounts.state', '=', 'present')
            .select((f) => f.fn.countAll().as('count'))
            .as('accounts_count'),
          e
            .selectFrom('account_rules')
            .whereRef('class_id', '=', 'account_classes.id')
            .select((f) => f.fn.countAll().as('count'))
            .as('rules_count'),
        ])
        .orderBy('priority', 'desc')
        .orderBy('number')
        .execute(),

    findClass: (id: string): Promise<ClassRow | undefined> =>
      db.selectFrom('account_classes').selectAll().where('id', '=', id).executeTakeFirst(),

    async addClass(row: Omit<ClassRow, 'number'>): Promise<void> {
      await db.insertInto('account_classes').values(row).execute();
    },

    async updateClass(id: string, changes: Partial<Omit<ClassRow, 'number'>>): Promise<void> {
      await db.updateTable('account_classes').set(changes).where('id', '=', id).execute();
    },

    async removeClass(id: string): Promise<void> {
      await db.deleteFrom('account_classes').where('id', '=', id).execute();
    },

    rules: (classId?: string): Promise<RuleRow[]> =>
      db
        .selectFrom('account_rules')
        .selectAll()
        .$if(classId !== undefined, (query) => query.where('class_id', '=', classId ?? ''))
        .orderBy('number')
        .execute(),

    findRule: (id: string): Promise<RuleRow | undefined> =>
      db.selectFrom('account_rules').selectAll().where('id', '=', id).executeTakeFirst(),

    async addRule(row: Omit<RuleRow, 'number'>): Promise<void> {
      await db.insertInto('account_rules').values(row).execute();
    },

    async updateRule(id: string, changes: Partial<Omit<RuleRow, 'number'>>): Promise<void> {
      await db.updateTable('account_rules').set(changes).where('id', '=', id).execute();
    },

    async removeRule(id: string): Promise<void> {
      await db.deleteFrom('account_rules').where('id', '=', id).execute();
    },

    allLabels: (): Promise<LabelValues[]> => db.selectFrom('account_labels').selectAll().execute(),

    /** Who has which class, in the order of accounts. */
    async labels(
      filter: { classId?: string | undefined; connectionIds: readonly string[] | null },
      page: { limit: number; offset: number },
    ) {
      const base = () => {
        let query = db
          .selectFrom('account_labels')
          .innerJoin('accounts', 'accounts.id', 'account_labels.account_id')
          .innerJoin('connections', 'connections.id', 'accounts.connection_id')
          .innerJoin('account_classes', 'account_classes.id', 'account_labels.class_id')
          .leftJoin('account_rules', 'account_rules.id', 'account_labels.rule_id')
          .where('accounts.state', '=', 'present');
        if (filter.classId) query = query.where('account_labels.class_id', '=', filter.classId);
        if (filter.connectionIds)
          query = query.where('accounts.connection_id', 'in', [...filter.connectionIds, '']);
        return query;
      };
      const rows = await base()
        .selectAll('account_labels')
        .select([
          'accounts.number as account_number',
          'accounts.name as account',
          'accounts.host',
          'connections.number as connection_number',
          'connections.name as connection_name',
          'account_classes.number as class_number',
          'name_zh as class_name',
          'account_rules.number as rule_number',
        ])
        .orderBy('accounts.number')
        .orderBy('account_classes.number')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const counted = await base()
        .select((label) => label.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return { rows, total: Number(counted.count) };
    },

    async saveLabel(label: LabelValues): Promise<void> {
      await db
        .insertInto('account_labels')
        .values(label)
        .onConflict((conflict) => conflict.columns(['account_id', 'class_id']).doUpdateSet(label))
        .execute();
    },

    async removeLabel(accountId: string, classId: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('account_labels')
        .where('account_id', '=', accountId)
        .where('class_id', '=', classId)
        .where('source', '=', 'manual')
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },

    addBatch: (row: Omit<BatchRow, 'number'>): Promise<BatchRow> =>
      db.insertInto('account_batches').values(row).returningAll().executeTakeFirstOrThrow(),

    updateBatch: (id: string, changes: Partial<Omit<BatchRow, 'number'>>): Promise<BatchRow> =>
      db
        .updateTable('account_batches')
        .set(changes)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    findBatch: (id: string): Promise<BatchRow | undefined> =>
      db.selectFrom('account_batches').selectAll().where('id', '=', id).executeTakeFirst(),

    findBatchByNumber: (number: number): Promise<BatchRow | undefined> =>
      db.selectFrom('account_batches').selectAll().where('number', '=', number).executeTakeFirst(),

    async batches(filter: BatchFilter, page: { limit: number; offset: number }) {
      const base = () => {
        let query = db.selectFrom('account_batches');
        if (filter.kind) query = query.where('kind', '=', filter.kind);
        if (filter.status) query = query.where('status', '=', filter.status);
        if (filter.q) query = query.where(holdsText(['id', 'created_by', 'error'], filter.q));
        return query;
      };
      const { sort = 'number', order = 'desc' } = filter;
      const rows = await base()
        .selectAll()
        .orderBy(sort, order)
        .orderBy('number', order)
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const counted = await base()
        .select((e) => e.fn.countAll().as('count'))
        .executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    /** Ends batches that a process which is gone left running. */
    async failRunning(error: string): Promise<void> {
      await db
        .updateTable('account_batches')
        .set({ status: 'failed', error, ended_at: new Date().toISOString() })
        .where('status', '=', 'running')
        .execute();
    },

    /** Puts the outcome of a batch in place of the last one's; labels given by hand stay. */
    async applyBatch(outcome: {
      matches: MatchValues[];
      given: LabelValues[];
      taken: { accountId: string; classId: string }[];
      counts: ReadonlyMap<string, number>;
    }): Promise<void> {
      await db.transaction().execute(async (trx) => {
        for (const { accountId, classId } of outcome.taken) {
          await trx
            .deleteFrom('account_labels')
            .where('account_id', '=', accountId)
            .where('class_id', '=', classId)
            .where('source', '=', 'rule')
            .execute();
        }
        for (let at = 0; at < outcome.given.length; at += rowsAtOnce) {
          await trx
            .insertInto('account_labels')
            .values(outcome.given.slice(at, at + rowsAtOnce))
            .onConflict((conflict) =>
              conflict.columns(['account_id', 'class_id']).doUpdateSet((e) => ({
                rule_id: e.ref('excluded.rule_id'),
                rule_name: e.ref('excluded.rule_name'),
                reasons: e.ref('excluded.reasons'),
              })),
            )
            .execute();
        }
        for (let at = 0; at < outcome.matches.length; at += rowsAtOnce) {
          await trx
            .insertInto('account_batch_matches')
            .values(outcome.matches.slice(at, at + rowsAtOnce))
            .execute();
        }
        for (const [id, matched_count] of outcome.counts) {
          await trx.updateTable('account_rules').set({ matched_count }).where('id', '=', id).execute();
        }
        const kept = trx
          .selectFrom('account_batches')
          .select('id')
          .orderBy('number', 'desc')
          .limit(keptBatches);
        await trx.deleteFrom('account_batch_matches').where('batch_id', 'not in', kept).execute();
      });
    },

    async matches(batchId: string, filter: MatchFilter, page: { limit: number; offset: number }) {
      const base = () => {
        let query = db
          .selectFrom('account_batch_matches as m')
          .innerJoin('accounts', 'accounts.id', 'm.account_id')
          .innerJoin('connections', 'connections.id', 'accounts.connection_id')
          .innerJoin('account_classes', 'account_classes.id', 'm.class_id')
          .where('m.batch_id', '=', batchId);
        if (filter.connectionIds)
          query = query.where('accounts.connection_id', 'in', [...filter.connectionIds, '']);
        if (filter.ruleId) query = query.where('m.rule_id', '=', filter.ruleId);
        if (filter.classId) query = query.where('m.class_id', '=', filter.classId);
        if (filter.change) query = query.where('m.change', '=', filter.change);
        if (filter.isMatch) query = query.where('m.change', '!=', 'removed');
        if (filter.q)
          query = query.where(holdsText(['accounts.name', 'connections.name', 'm.rule_name'], filter.q));
        return query;
      };
      const rows = await base()
        .leftJoin('account_rules', 'account_rules.id', 'm.rule_id')
        .select([
          'm.number',
          'm.account_id',
          'accounts.number as account_number',
          'accounts.name as account',
          'accounts.host',
          'connections.id as connection_id',
          'connections.number as connection_number',
          'connections.name as connection_name',
          'connections.engine',
          'm.class_id',
          'account_classes.number as class_number',
          'name_zh',
          'name_en',
          'color',
          'm.rule_id',
          'account_rules.number as rule_number',
          'm.rule_name',
          'm.change',
          'm.reasons',
          'm.at',
        ])
        .orderBy('m.number', filter.order ?? 'asc')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const counted = await base()
        .select((e) => e.fn.countAll().as('count'))
        .executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },
  };
}

export type ClassificationRepository = ReturnType<typeof createClassificationRepository>;
