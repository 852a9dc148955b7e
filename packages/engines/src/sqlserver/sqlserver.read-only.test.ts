import { expect, test } from 'vitest';
import { refuseWrites } from './sqlserver.read-only.ts';

test.each([
  'SELECT 1',
  '  (SELECT 1) UNION (SELECT 2);',
  "SELECT 'INSERT; DROP' AS [DELETE], \"UPDATE\" FROM [a]]; DROP] -- COMMIT\n WHERE b = N'it''s'",
  '/* DELETE /* nested */ INTO */ SELECT 1 AS created_into, @commit, #update',
  'WITH a AS (SELECT 1 AS n) SELECT n FROM a ORDER BY n OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY',
  "SELECT 1e5, 0x1F, $12.5, .5 OPTION (MERGE JOIN, USE HINT('FORCE_DEFAULT_CARDINALITY_ESTIMATION'))",
])('%s may run', (sql) => {
  expect(() => refuseWrites(sql)).not.toThrow();
});

test.each([
  ['INSERT INTO t VALUES (1)', 'read_only'],
  ['WITH a AS (SELECT 1 AS n) DELETE FROM a', 'read_only'],
  ['SELECT * INTO sneaky FROM t', 'read_only'],
  ['SELECT 1INTO sneaky', 'read_only'],
  ['SELECT 1eINTO sneaky', 'read_only'],
  ['SELECT 0x41INTO sneaky', 'read_only'],
  ['SELECT $1INTO sneaky', 'read_only'],
  ['SELECT 1 ＩＮＴＯ sneaky', 'read_only'],
  ['SELECT 1 COMMIT DROP TABLE t', 'read_only'],
  ["SELECT 1 EXEC('DROP TABLE t')", 'read_only'],
  ["SELECT 1 WAITFOR DELAY '0:1'", 'read_only'],
  ["SELECT * FROM OPENROWSET('SQLNCLI', 'x', 'DROP TABLE t')", 'read_only'],
  ["SELECT * FROM OPENROWSET(BULK '/etc/passwd', SINGLE_CLOB) x", 'read_only'],
  ['SELECT NEXT VALUE FOR numbers', 'read_only'],
  ['SELECT 1 USE master', 'read_only'],
  ['SELECT 1 -- a\rINTO sneaky', 'syntax'],
  ['SELECT 1 /* open', 'syntax'],
  ['SELECT 1; SELECT 2', 'syntax'],
  ['SELEC 1', 'syntax'],
  ['sp_who', 'syntax'],
  ['', 'syntax'],
])('%s is refused', (sql, code) => {
  expect(() => refuseWrites(sql)).toThrow(
    expect.objectContaining({ code, hint: { zh: expect.any(String), en: expect.any(String) } }),
  );
});
