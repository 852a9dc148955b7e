import type { PromptName } from '@sextant/contract/prompts';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';

export type PromptVersionRow = Selectable<Schema['prompt_versions']>;

interface PromptChange {
  name: PromptName;
  content: string | null;
}

/** Of saves at once each round stores one; more than these at the same moment are not people. */
const mostAttempts = 10;

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

    /** Adds versions to several prompts, all or none. Two that add at once get versions one after the other. */
    async add(changes: readonly PromptChange[], createdBy: string): Promise<void> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await addVersions(db, changes, createdBy);
        } catch (error) {
          if (!isUniqueViolation(error) || attempt === mostAttempts) throw error;
        }
      }
    },
  };
}

export type PromptsRepository = ReturnType<typeof createPromptsRepository>;

function addVersions(
  db: MetadataDatabase,
  changes: readonly PromptChange[],
  createdBy: string,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    // In one order, or two that change the same prompts wait for each other for ever.
    for (const { name, content } of changes.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
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
}
