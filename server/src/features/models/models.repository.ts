import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type ModelRow = Selectable<Schema['models']>;
export type ModelChanges = Pick<
  Updateable<Schema['models']>,
  'name' | 'provider' | 'model_id' | 'base_url' | 'secret' | 'votes_on_hard'
>;

export interface NewModel {
  ownerId: string;
  name: string;
  provider: string;
  modelId: string;
  baseUrl: string | null;
  isShared: boolean;
  votesOnHard: boolean;
  /** Seals the key under the id that the new row gets; null when there is no key. */
  seal(id: string): string | null;
}

/** Rows of `models`: a user sees the own ones and the shared ones. */
export function createModelsRepository(db: MetadataDatabase) {
  const visible = (userId: string) =>
    db
      .selectFrom('models')
      .selectAll()
      .where((where) => where.or([where('owner_id', '=', userId), where('is_shared', '=', 1)]));

  return {
    list: (userId: string): Promise<ModelRow[]> => visible(userId).orderBy('number').execute(),

    find: (userId: string, id: string): Promise<ModelRow | undefined> =>
      visible(userId).where('id', '=', id).executeTakeFirst(),

    async create(model: NewModel): Promise<ModelRow> {
      const id = randomUUID();
      const now = new Date().toISOString();
      return db
        .insertInto('models')
        .values({
          id,
          owner_id: model.ownerId,
          name: model.name,
          provider: model.provider,
          model_id: model.modelId,
          base_url: model.baseUrl,
          secret: model.seal(id),
          is_shared: model.isShared ? 1 : 0,
          votes_on_hard: model.votesOnHard ? 1 : 0,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    update: (id: string, changes: ModelChanges): Promise<ModelRow> =>
      db
        .updateTable('models')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('models').where('id', '=', id).execute();
    },
  };
}

export type ModelsRepository = ReturnType<typeof createModelsRepository>;
