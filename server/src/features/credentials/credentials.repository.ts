import { randomUUID } from 'node:crypto';
import type { CredentialKind } from '@sextant/contract/credentials';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type CredentialRow = Selectable<Schema['credentials']>;
export type CredentialValues = Omit<CredentialRow, 'number' | 'id' | 'created_at' | 'updated_at'>;

export interface CredentialFilter {
  /** Only credentials of this user. */
  ownerId?: string;
  q?: string;
  kind?: CredentialKind;
}

const largestNumber = 2 ** 31 - 1;

/** Rows of `credentials`. The caller makes the id, because the secret is sealed under it. */
export function createCredentialsRepository(db: MetadataDatabase) {
  return {
    newId: (): string => randomUUID(),

    /** By id or number. */
    async find(id: string): Promise<CredentialRow | undefined> {
      const isNumber = /^\d{1,10}$/.test(id);
      if (isNumber && Number(id) > largestNumber) return undefined;
      return db
        .selectFrom('credentials')
        .selectAll()
        .where((where) => (isNumber ? where('number', '=', Number(id)) : where('id', '=', id)))
        .executeTakeFirst();
    },

    findByName: (ownerId: string, name: string): Promise<CredentialRow | undefined> =>
      db
        .selectFrom('credentials')
        .selectAll()
        .where('owner_id', '=', ownerId)
        .where('name', '=', name)
        .executeTakeFirst(),

    async names(ids: readonly string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('credentials')
        .select(['id', 'name'])
        .where('id', 'in', [...new Set(ids)])
        .execute();
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    list: (filter: CredentialFilter): Promise<CredentialRow[]> =>
      db
        .selectFrom('credentials')
        .selectAll()
        .$if(filter.ownerId !== undefined, (query) => query.where('owner_id', '=', filter.ownerId as string))
        .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind as string))
        .$if(!!filter.q, (query) =>
          query.where(holdsText(['name', 'username', 'description'], filter.q as string)),
        )
        .orderBy('number')
        .execute(),

    create(row: CredentialValues & { id: string }): Promise<CredentialRow> {
      const now = new Date().toISOString();
      return db
        .insertInto('credentials')
        .values({ ...row, created_at: now, updated_at: now })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    update: (id: string, changes: Partial<CredentialValues>): Promise<CredentialRow | undefined> =>
      db
        .updateTable('credentials')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),

    /** Marks that the owner was reminded; false when another process was quicker. */
    async claimReminder(id: string, before: string | null): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('credentials')
        .set({ reminded_at: new Date().toISOString() })
        .where('id', '=', id)
        .where((where) =>
          before === null ? where('reminded_at', 'is', null) : where('reminded_at', '=', before),
        )
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    remove: async (id: string): Promise<void> => {
      await db.deleteFrom('credentials').where('id', '=', id).execute();
    },
  };
}

export type CredentialsRepository = ReturnType<typeof createCredentialsRepository>;
