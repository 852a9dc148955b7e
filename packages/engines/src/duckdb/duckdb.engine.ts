import { existingFile } from '../database-file.ts';
import type { Engine } from '../engine.ts';
import { fileFields } from '../fields.ts';
import { fileRights } from '../file-rights.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { readDuckdbCatalog } from './duckdb.catalog.ts';
import { readDuckdbDefinition } from './duckdb.definition.ts';
import { describeDuckdbError } from './duckdb.errors.ts';
import { shareInstance } from './duckdb.instance.ts';
import { readDuckdbPlan } from './duckdb.plan.ts';
import { openDuckdbSession } from './duckdb.session.ts';
import { readDuckdbSizes } from './duckdb.sizes.ts';

const fields = fileFields();

/** DuckDB files of this machine, read on DuckDB's own threads. */
export const duckdb: Engine = {
  id: 'duckdb',
  label: 'DuckDB',
  dialect: 'duckdb',
  fields,
  features: { schemas: true, cancel: true, file: true },
  async open(settings, context) {
    checkSettings(fields, settings);
    const shared = shareInstance(settings.database ?? '');
    return createPooledDatabase({
      source: { connect: () => openDuckdbSession(shared), describeError: describeDuckdbError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const [[version] = []] = await run('SELECT version()');
        return `DuckDB ${String(version).replace(/^v/, '')}`;
      },
      readCatalog: readDuckdbCatalog,
      readPlan: readDuckdbPlan,
      readDefinition: readDuckdbDefinition,
      readRights: async () => fileRights(await existingFile(settings.database ?? '')),
      readSizes: (run) => readDuckdbSizes(run, settings.database ?? ''),
    });
  },
};
