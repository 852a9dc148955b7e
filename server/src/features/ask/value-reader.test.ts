import { findEngine } from '@sextant/engines/registry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../../test/library.ts';
import { createValueReader } from './value-reader.ts';

let library: Library;
beforeAll(async () => {
  library = await createLibrary();
});
afterAll(() => library.remove());

async function read(rowEstimate: number | null, signal = new AbortController().signal) {
  const engine = findEngine('sqlite');
  if (!engine) throw new Error('there is no SQLite engine');
  const settings = {
    host: null,
    port: null,
    username: null,
    password: null,
    database: library.path,
    options: {},
  };
  const database = await engine.open(settings, { resolveHost: async (host) => host });
  try {
    const catalog = await database.catalog();
    const tables = catalog.tables.map((table) => ({ ...table, rowEstimate }));
    const reader = createValueReader({ database, dialect: engine.dialect, catalog: { tables }, signal });
    return await reader({ schema: null, table: 'readers', column: 'city' }, 10);
  } finally {
    await database.close();
  }
}

test('a small table gives all its distinct values', async () => {
  expect(await read(3)).toEqual(['Turin', 'Lyon']);
  expect(await read(null)).toEqual(['Turin', 'Lyon']);
});

test('a large table gives values of its first rows, marked as a sample', async () => {
  expect(await read(5_000_000)).toEqual({ sample: ['Turin', 'Lyon'] });
});

test('nothing is read once reading was called off', async () => {
  await expect(read(3, AbortSignal.abort())).rejects.toThrow();
});
