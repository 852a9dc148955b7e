import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines } from '@sextant/engines/registry';
import { type Dialect, dialects } from '@sextant/sql/dialect';
import { guard } from '@sextant/sql/guard';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { Verdict } from '@sextant/sql/verdict';
import { describe, expect, test } from 'vitest';
import { dangerous, dangerousEverywhere, harmless } from './adversarial.ts';
import { hostileNames, namesThatEscape, statementsAllowed } from './checks.ts';

describe('the guard (rows 3 and 4)', () => {
  test('knows the dialect of every engine', () => {
    expect(engines.filter(({ dialect }) => !dialects.includes(dialect))).toEqual([]);
  });

  test.each(dialects)('lets nothing dangerous through in %s', async (dialect) => {
    expect(await statementsAllowed(guard, dialect, [...dangerousEverywhere, ...dangerous[dialect]])).toEqual(
      [],
    );
  });

  test.each(dialects)('lets people read in %s', async (dialect) => {
    expect(await statementsAllowed(guard, dialect, harmless[dialect])).toEqual(harmless[dialect]);
  });

  test('the check notices a guard that allows everything', async () => {
    const open = async (): Promise<Verdict> => ({ allow: true, tables: [] });
    for (const dialect of dialects) {
      expect(await statementsAllowed(open, dialect, dangerous[dialect])).toEqual(dangerous[dialect]);
    }
  });

  test('the check notices a guard that looks for forbidden words at the beginning', async () => {
    const byWords = async (sql: string): Promise<Verdict> =>
      /^\s*(select|with)\b/i.test(sql) ? { allow: true, tables: [] } : guard(sql, 'sqlite');
    for (const dialect of dialects) {
      expect((await statementsAllowed(byWords, dialect, dangerous[dialect])).length).toBeGreaterThan(2);
    }
  });
});

describe('a quoted name (row 11)', () => {
  /** Oracle has no way to write a quote mark inside a name, and DuckDB takes a name with a slash for a file. */
  const unwritable: Partial<Record<Dialect, RegExp>> = { oracle: /"/, duckdb: /[\\/]/ };
  const writable = (dialect: Dialect) => hostileNames.filter((name) => !unwritable[dialect]?.test(name));

  test.each(dialects)('is one table of that name in %s, whatever it holds', async (dialect) => {
    expect(await namesThatEscape(quoteIdentifier, guard, dialect, writable(dialect))).toEqual([]);
  });

  test('that cannot be written is refused', () => {
    for (const name of ['', 'a\0b', 'a\ud800b']) {
      for (const dialect of dialects) expect(() => quoteIdentifier(dialect, name)).toThrow(RangeError);
    }
    expect(() => quoteIdentifier('oracle', 'a"b')).toThrow('a\\"b');
  });

  test.each(dialects)('the check notices quotes that are not doubled in %s', async (dialect) => {
    const careless = (_: Dialect, name: string) => {
      const [open = '', close = ''] =
        { mysql: '``', clickhouse: '``', tsql: '[]' }[dialect as string] ?? '""';
      return open + name + close;
    };
    expect((await namesThatEscape(careless, guard, dialect)).length).toBeGreaterThan(1);
  });
});

interface CorpusLine {
  sql: string;
  readonly: boolean;
  grey?: boolean;
  needs_runtime?: boolean;
  calls_user_function?: boolean;
}

const corpora = join(import.meta.dirname, '../../../shared/eval/guard');
/**
 * How many of the reading statements must pass. What is short of all of them is refused on purpose: files that DuckDB
 * would open, roles' passwords, settings of a query, functions that no list knows (grammar examples of Oracle).
 */
const floors: Record<string, [dialect: Dialect, reads: number]> = {
  'postgres.jsonl': ['postgresql', 0.97],
  'mysql.jsonl': ['mysql', 0.97],
  'sqlite.jsonl': ['sqlite', 0.99],
  'duckdb.jsonl': ['duckdb', 0.95],
  'clickhouse.jsonl': ['clickhouse', 0.94],
  'tsql.jsonl': ['tsql', 0.97],
  'oracle.jsonl': ['oracle', 0.85],
};

describe.skipIf(!existsSync(corpora))('the corpora beside the project (skipped where they are not)', () => {
  test('are all of them tried', () => {
    expect(readdirSync(corpora)).toEqual(expect.arrayContaining(Object.keys(floors)));
  });

  test.each(Object.entries(floors))(
    '%s: nothing writes, and reading works',
    async (file, [dialect, floor]) => {
      const lines: CorpusLine[] = readFileSync(join(corpora, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line));
      const judged = lines.filter(({ grey, needs_runtime }) => !grey && !needs_runtime);
      const writing = judged.filter(({ readonly }) => !readonly).map(({ sql }) => sql);
      expect(writing.length).toBeGreaterThan(20);
      expect(await statementsAllowed(guard, dialect, writing)).toEqual([]);

      const reading = judged
        .filter((line) => line.readonly && !line.calls_user_function)
        .map(({ sql }) => sql);
      const read = await statementsAllowed(guard, dialect, reading);
      expect(read.length / reading.length).toBeGreaterThanOrEqual(floor);
    },
  );
});
