import { describe, expect } from 'vitest';
import type { Trial } from './trial.ts';

/** What an engine tells of its database. */
export function tryCatalog({ database, spec, fixture }: Trial): void {
  describe('tells what is there', () => {
    spec('its version', async () => {
      expect(await database().version()).toMatch(fixture.version);
    });

    spec('tables, columns, keys, indexes, comments and estimates', async () => {
      const { tables } = await database().catalog();
      expect(tables.map((table) => table.name)).toEqual(fixture.tables.map((table) => table.name));
      expect(tables).toMatchObject(fixture.tables);
    });
  });
}
