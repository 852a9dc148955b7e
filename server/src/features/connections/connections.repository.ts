import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { ConnectionKind } from './stored-connection.ts';

export type ConnectionRow = Selectable<Schema['connections']>;

export type ConnectionValues = Pick<
  ConnectionRow,
  | 'name'
  | 'description'
  | 'engine'
  | 'host'
  | 'port'
  | 'username'
  | 'database_name'
  | 'options'
  | 'secret'
  | 'credential_id'
  | 'is_shared'
>;

/** The integer ids are 32 bits wide on PostgreSQL. */
const largestNumber = 2 ** 31 - 1;

/** Rows of `connections`. The caller makes the id, because secrets are sealed under it. */
export function createConnectionsRepository(db: MetadataDatabase) {
  return {
    newId: (): string => randomUUID(),

    create(row: ConnectionValues & { id: string; owner_id: string; kind: ConnectionKind }) {
      const now = new Date().toISOString();
      return db
        .insertInto('connections')
        .values({ ...row, created_at: now, updated_at: now })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    findById: (id: string): Promise<ConnectionRow | undefined> =>
      db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Numbers beyond what the column can hold name no row. */
    async findByNumber(number: number): Promise<ConnectionRow | undefined> {
      if (number > largestNumber) return undefined;
      return db.selectFrom('connections').selectAll().where('number', '=', number).executeTakeFirst();
    },

    findByName: (ownerId: string, name: string): Promise<ConnectionRow | undefined> =>
      db
        .selectFrom('connections')
        .selectAll()
        .where('owner_id', '=', ownerId)
        .where('name', '=', name)
        .executeTakeFirst(),

    findByKind: (kind: ConnectionKind, ownerId?: string): Promise<ConnectionRow | undefined> =>
      db
        .selectFrom('connections')
        .selectAll()
        .where('kind', '=', kind)
        .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId as string))
        .orderBy('number')
        .executeTakeFirst(),

    /** The connections a user may see, oldest first: their own and shared ones, or all of them. */
    list(userId: string, all: boolean): Promise<ConnectionRow[]> {
      return db
        .selectFrom('connections')
        .selectAll()
        .$if(!all, (query) =>
          query.where((where) => where.or([where('owner_id', '=', userId), where('is_shared', '=', 1)])),
        )
        .orderBy('number')
        .execute();
    },

    usingCredential: (credentialId: string): Promise<ConnectionRow[]> =>
      db
        .selectFrom('connections')
        .selectAll()
        .where('credential_id', '=', credentialId)
        .orderBy('number')
        .execute(),

    async renameLogin(credentialId: string, username: string): Promise<void> {
      await db
        .updateTable('connections')
        .set({ username })
        .where('credential_id', '=', credentialId)
        .execute();
    },

    /** How many connections use each of these credentials. */
    async countByCredential(ids: readonly string[]): Promise<Map<string, number>> {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('connections')
        .select(['credential_id', (c) => c.fn.countAll().as('count')])
        .where('credential_id', 'in', ids)
        .groupBy('credential_id')
        .execute();
      return new Map(rows.map(({ credential_id, count }) => [String(credential_id), Number(count)]));
    },

    update: (id: string, changes: Partial<ConnectionValues>): Promise<ConnectionRow | undefined> =>
      db
        .updateTable('connections')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('connections').where('id', '=', id).execute();
    },
  };
}

export type ConnectionsRepository = ReturnType<typeof createConnectionsRepository>;
