import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type PreparedCatalog, prepareCatalog } from '@sextant/ask/catalog-index';
import { collectValues } from '@sextant/ask/collect-values';
import { compile } from '@sextant/ask/compile';
import { interpret } from '@sextant/ask/interpret';
import { sqlite } from '@sextant/engines/sqlite/sqlite.engine';
import { createSampleShop } from '../../server/src/features/connections/sample-shop/create-sample-shop.ts';
import { goldenDay, type Understand } from './run-golden.ts';

/** The sample shop in a temporary folder, and the built-in engine that knows it. */
export interface GoldenShop {
  database: DatabaseSync;
  prepared: PreparedCatalog;
  understand: Understand;
  close(): Promise<void>;
}

/** Makes the sample shop of the golden day and reads it as the product does, through the SQLite engine. */
export async function openGoldenShop(): Promise<GoldenShop> {
  const folder = await mkdtemp(join(tmpdir(), 'golden-shop-'));
  const path = join(folder, 'shop.sqlite');
  await createSampleShop(path, { today: goldenDay });
  const settings = { host: null, port: null, username: null, password: null, database: path, options: {} };
  const engine = await sqlite.open(settings, { resolveHost: async (host) => host });
  try {
    const found = await engine.catalog();
    const values = await collectValues(found, async (column, limit) => {
      const none = { joins: [], measures: [], having: [], order: [] };
      const filters = [{ kind: 'null', column, negated: true } as const];
      const distinct = { from: column, dimensions: [{ column }], distinct: true, filters, limit, ...none };
      const run = await engine.query(compile(distinct, 'sqlite'));
      const texts: string[] = [];
      for await (const batch of run.batches) texts.push(...batch.map(([value]) => String(value)));
      return texts;
    });
    const database = new DatabaseSync(path, { readOnly: true });
    const close = async (): Promise<void> => {
      database.close();
      await rm(folder, { recursive: true });
    };
    const prepared = prepareCatalog(found);
    const now = `${goldenDay}T12:00:00`;
    const understand: Understand = (question, previous) =>
      interpret({ question, now, prepared, values, previous: previous ?? undefined });
    return { database, prepared, understand, close };
  } finally {
    await engine.close();
  }
}
