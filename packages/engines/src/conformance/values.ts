import type { Cell } from '@sextant/contract/chart';
import { describe, expect } from 'vitest';
import { csvHeader, csvLineWriter } from '../csv-text.ts';
import type { Database } from '../engine.ts';
import { readRows, type Trial } from './trial.ts';

/** What a reader of CSV finds in a line with one field: null where it is empty and not quoted. */
function fieldOf(line: string): string | null {
  const field = line.replace(/\r\n$/, '');
  const text = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  return field === '' ? null : text;
}

/** As a spreadsheet must find it: what could run there is led by an apostrophe, numbers aside. */
function shownAs(cell: Cell): string[] {
  const text = String(cell);
  return [text, `'${text}`];
}

async function copied(database: Database, sql: string): Promise<string | null> {
  const stream = await database.copyCsv?.(sql);
  if (!stream) return null;
  return Buffer.concat(await Array.fromAsync(stream.chunks)).toString();
}

/** Every type becomes cells, and lines of CSV, without loss. */
export function tryValues({ database, spec, fixture }: Trial): void {
  describe('gives values without loss', () => {
    for (const [expression, cell, kind] of fixture.values) {
      spec(`${expression} becomes ${JSON.stringify(cell)}, in CSV as well`, async () => {
        const sql = ['SELECT', expression, 'AS v', fixture.valuesFrom].join(' ');
        const stream = await database().query(sql);
        const batches = await Array.fromAsync(stream.batches);
        expect(batches).toEqual([[[cell]]]);
        expect(stream.columns).toMatchObject([{ name: 'v', kind }]);

        const line = csvLineWriter(stream.columns)([cell]);
        if (cell === null) expect(fieldOf(line)).toBeNull();
        else expect(shownAs(cell)).toContain(fieldOf(line));
        const own = await copied(database(), sql);
        if (own !== null) expect(own).toBe(csvHeader(stream.columns) + line);
      });
    }

    spec('parameters travel apart from the statement', async () => {
      const { sql, params, cells } = fixture.echo;
      expect(await readRows(database(), sql, { params })).toEqual([cells]);
    });

    spec('names of columns are unique', async () => {
      const stream = await database().query(fixture.repeatedNames, { maxRows: 1 });
      await Array.fromAsync(stream.batches);
      const names = stream.columns.map((column) => column.name);
      expect(names.slice(0, 2)).toEqual(['a', 'a_2']);
      expect(new Set(names).size).toBe(3);
      expect(names).not.toContain('');
    });

    spec('thousands of columns', async () => {
      const wide = (count: number) => {
        const columns = Array.from({ length: count }, (_, index) => `1 AS c${index}`);
        return ['SELECT', columns.join(', ')].join(' ');
      };
      const most = fixture.columnsLimit ?? 5000;
      const [row] = await readRows(database(), wide(most));
      expect(row).toHaveLength(most);
      expect(new Set(row)).toEqual(new Set([1]));
      if (most === 5000) return;
      const more = await readRows(database(), wide(5000)).catch((error: Error) => error);
      expect(more instanceof Error && more.name).toBe('EngineError');
      expect(await readRows(database(), 'SELECT 1')).toEqual([[1]]);
    });
  });
}
