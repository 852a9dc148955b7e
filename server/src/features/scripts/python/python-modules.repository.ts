import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../../platform/db/open-database.ts';
import type { Schema } from '../../../platform/db/schema.ts';

export type PythonModuleRow = Selectable<Schema['python_modules']>;

/** What was found of the Python modules when they were last looked at. */
export function createPythonModulesRepository(db: MetadataDatabase) {
  return {
    all: (): Promise<PythonModuleRow[]> => db.selectFrom('python_modules').selectAll().execute(),

    find: (name: string): Promise<PythonModuleRow | undefined> =>
      db.selectFrom('python_modules').selectAll().where('name', '=', name).executeTakeFirst(),

    async keep({ name, ...found }: PythonModuleRow): Promise<void> {
      await db
        .insertInto('python_modules')
        .values({ name, ...found })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(found))
        .execute();
    },

    async remove(name: string): Promise<void> {
      await db.deleteFrom('python_modules').where('name', '=', name).execute();
    },
  };
}

export type PythonModulesRepository = ReturnType<typeof createPythonModulesRepository>;
