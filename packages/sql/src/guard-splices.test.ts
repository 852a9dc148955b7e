import { expect, it } from 'vitest';
import { clickhouseReads } from './clickhouse.cases.testing.ts';
import type { Dialect } from './dialect.ts';
import { guardInline } from './guard-inline.ts';
import { lexicalRules } from './lexical-rules.ts';
import { oracleReads } from './oracle.cases.testing.ts';
import { tokenize } from './tokenize.ts';
import { tsqlReads } from './tsql.cases.testing.ts';

/** What must not become part of a reading statement, wherever it is put. */
const splices: [Dialect, readonly string[], readonly string[]][] = [
  [
    'tsql',
    tsqlReads,
    [
      'DELETE FROM ledger',
      'EXEC sp_who',
      'DROP TABLE ledger',
      'COMMIT',
      'SHUTDOWN',
      'INTO #copy',
      'NEXT VALUE FOR s',
    ],
  ],
  ['oracle', oracleReads, ['FOR UPDATE', 'INTO copied', 'DELETE FROM ledger', '; DROP TABLE ledger']],
  [
    'clickhouse',
    clickhouseReads,
    ["INTO OUTFILE 'x'", 'FORMAT CSV', 'SETTINGS max_threads = 1', 'INSERT INTO ledger'],
  ],
];

it.each(splices)(
  'the guard for %s finds a writing part between any two tokens of what it allows',
  async (dialect, reads, parts) => {
    const passed: string[] = [];
    for (const sql of reads.filter((read) => !/(?:--|# )/.test(read))) {
      for (const { start } of tokenize(sql, lexicalRules[dialect])) {
        for (const part of parts) {
          const spliced = `${sql.slice(0, start)} ${part} ${sql.slice(start)}`;
          if ((await guardInline(spliced, dialect)).allow) passed.push(spliced);
        }
      }
    }
    expect(passed).toEqual([]);
  },
  60_000,
);
