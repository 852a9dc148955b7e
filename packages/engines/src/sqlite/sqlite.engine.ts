import { existingFile } from '../database-file.ts';
import type { Engine } from '../engine.ts';
import { fileFields } from '../fields.ts';
import { fileRights } from '../file-rights.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { readSqliteCatalog } from './sqlite.catalog.ts';
import { readSqliteDefinition } from './sqlite.definition.ts';
import { describeSqliteError } from './sqlite.errors.ts';
import { readSqlitePlan } from './sqlite.plan.ts';
import { openSqliteSession } from './sqlite.session.ts';
import { readSqliteSizes } from './sqlite.sizes.ts';

const fields = fileFields();

/** SQLite 3 files of this machine, each read by processes of its own. */
export const sqlite: Engine = {
  id: 'sqlite',
  label: 'SQLite',
  dialect: 'sqlite',
  fields,
  features: { schemas: false, cancel: true, file: true },
  async open(settings, context) {
    checkSettings(fields, settings);
    const connect = async () =>
      openSqliteSession(await existingFile(settings.database ?? ''), context.connectTimeoutMs ?? 10_000);
    return createPooledDatabase({
      source: { connect, describeError: describeSqliteError },
      maxSessions: context.maxSessions ?? 3,
      readVersion: async (run) => {
        const [[version] = []] = await run('SELECT sqlite_version()');
        return `SQLite ${version}`;
      },
      readCatalog: readSqliteCatalog,
      readPlan: readSqlitePlan,
      readDefinition: readSqliteDefinition,
      readRights: async () => fileRights(await existingFile(settings.database ?? '')),
      readSizes: (run) => readSqliteSizes(run, settings.database ?? ''),
    });
  },
};
