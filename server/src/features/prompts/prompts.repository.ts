import type { PromptName } from '@sextant/contract/prompts';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type PromptVersionRow = Selectable<Schema['prompt_versions']>;

/** Versions of prompts, only ever added; a version without content stands for the built-in text. */
export function createPromptsRepository(db: MetadataDatabase) {
  return {
    versions: (name: PromptName): Promise<PromptVersionRow[]> =>
      db
        .selectFrom('prompt_versions')
        .selectAll()
        .where('name', '=', name)
        .orderBy('version', 'desc')
        .execute(),

    latest: (name: PromptName): Promise<PromptVersionRow | undefined> =>
      db
        .selectFrom('prompt_versions')
        .selectAll()
        .where('name', '=', name)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst(),

    /** Adds versions to several prompts, all or none. */
    async add(changes: { name: PromptName; content: string | null }[], createdBy: string): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const { name, content } of changes) {
          const { last } = await transaction
            .selectFrom('prompt_versions')
            .select((select) => select.fn.max('version').as('last'))
            .where('name', '=', name)
            .executeTakeFirstOrThrow();
          await transaction
            .insertInto('prompt_versions')
            .values({
              name,
              version: (last ?? 0) + 1,
              content,
              created_by: createdBy,
              created_at: new Date().toISOString(),
            })
            .execute();
        }
      });
    },
  };
}

export type PromptsRepository = ReturnType<typeof createPromptsRepository>;
