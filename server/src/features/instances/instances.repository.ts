import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type InstanceRow = Selectable<Schema['instances']>;
export type TagRow = Selectable<Schema['tags']>;
export type InstanceValues = Omit<InstanceRow, 'connection_id' | 'updated_at'>;

const idsAtOnce = 500;

/** What is noted of a connection about which nothing was noted yet. */
export const unnoted: InstanceValues = {
  environment: null,
  contact: null,
  is_active: 1,
  health: 'unknown',
  version: null,
  latency_ms: null,
  error: null,
  last_checked_at: null,
  last_up_at: null,
  failures: 0,
  size_bytes: null,
};

function parts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, at) =>
    all.slice(at * idsAtOnce, (at + 1) * idsAtOnce),
  );
}

/** Rows of `instances`, `tags` and `instance_tags`. */
export function createInstancesRepository(db: MetadataDatabase) {
  async function tagByName(name: string): Promise<TagRow | undefined> {
    return db.selectFrom('tags').selectAll().where('name', '=', name).executeTakeFirst();
  }

  return {
    tagByName,

    async notes(ids: readonly string[]): Promise<Map<string, InstanceRow>> {
      const rows = await Promise.all(
        parts(ids).map((part) =>
          db.selectFrom('instances').selectAll().where('connection_id', 'in', part).execute(),
        ),
      );
      return new Map(rows.flat().map((row) => [row.connection_id, row]));
    },

    /** Tags by connection, by name. */
    async tagsOf(ids: readonly string[]): Promise<Map<string, TagRow[]>> {
      const found = new Map<string, TagRow[]>();
      for (const part of parts(ids)) {
        const rows = await db
          .selectFrom('instance_tags as it')
          .innerJoin('tags as t', 't.id', 'it.tag_id')
          .selectAll('t')
          .select('it.connection_id')
          .where('it.connection_id', 'in', part)
          .orderBy('t.name')
          .execute();
        for (const { connection_id: id, ...tag } of rows) found.set(id, [...(found.get(id) ?? []), tag]);
      }
      return found;
    },

    /** Notes something of a connection; what is not named stays. */
    async note(connectionId: string, changes: Partial<InstanceValues>): Promise<void> {
      const updated_at = new Date().toISOString();
      await db
        .insertInto('instances')
        .values({ ...unnoted, ...changes, connection_id: connectionId, updated_at })
        .onConflict((conflict) => conflict.column('connection_id').doUpdateSet({ ...changes, updated_at }))
        .execute();
    },

    tags: (): Promise<TagRow[]> => db.selectFrom('tags').selectAll().orderBy('name').execute(),

    findTag: (id: string): Promise<TagRow | undefined> =>
      db.selectFrom('tags').selectAll().where('id', '=', id).executeTakeFirst(),

    /** The tag of this name, made when there is none. */
    async tag(name: string, color: string): Promise<TagRow> {
      const tag = { id: randomUUID(), name, color, created_at: new Date().toISOString() };
      await db
        .insertInto('tags')
        .values(tag)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      return (await tagByName(name)) ?? tag;
    },

    updateTag: (id: string, changes: Partial<TagRow>): Promise<TagRow | undefined> =>
      db.updateTable('tags').set(changes).where('id', '=', id).returningAll().executeTakeFirst(),

    removeTag: async (id: string): Promise<void> => {
      await db.deleteFrom('tags').where('id', '=', id).execute();
    },

    async setTags(connectionId: string, tagIds: readonly string[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        // Touching the row takes its lock, so that of two sets of tags at once the last one holds, whole.
        await transaction
          .updateTable('connections')
          .set((row) => ({ name: row.ref('connections.name') }))
          .where('id', '=', connectionId)
          .execute();
        await transaction.deleteFrom('instance_tags').where('connection_id', '=', connectionId).execute();
        if (tagIds.length === 0) return;
        await transaction
          .insertInto('instance_tags')
          .values(tagIds.map((tag_id) => ({ connection_id: connectionId, tag_id })))
          .execute();
      });
    },
  };
}

export type InstancesRepository = ReturnType<typeof createInstancesRepository>;
