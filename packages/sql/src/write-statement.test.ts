import { expect, test } from 'vitest';
import { beginsLikeWrite, readWriteStatement } from './write-statement.ts';

const read = (sql: string) => readWriteStatement(sql, 'duckdb');

test('an INSERT gives its rows as a query', () => {
  expect(read("INSERT INTO 行情 (id, 名) VALUES (1, 'a, (b'), (2, upper('c')); ")).toEqual({
    write: {
      kind: 'insert',
      table: '行情',
      columns: ['id', '名'],
      source: "SELECT * FROM (VALUES (1, 'a, (b'\n), (2, upper('c')\n)) AS v",
    },
  });
  expect(readWriteStatement('insert into t values (1), (2)', 'mysql')).toMatchObject({
    write: { columns: null, source: 'SELECT 1\n UNION ALL SELECT 2\n' },
  });
  expect(read('INSERT INTO t SELECT a FROM u WHERE b')).toMatchObject({
    write: { source: 'SELECT a FROM u WHERE b' },
  });
});

test('an UPDATE and a DELETE give their values and condition as written', () => {
  expect(
    read('UPDATE t SET a = coalesce(b, 1), "c d" = (SELECT max(x) FROM u WHERE y) WHERE e = :e'),
  ).toEqual({
    write: {
      kind: 'update',
      table: 't',
      changes: [
        { column: 'a', value: 'coalesce(b, 1)' },
        { column: 'c d', value: '(SELECT max(x) FROM u WHERE y)' },
      ],
      condition: 'e = :e',
    },
  });
  expect(read('/* all */ DELETE FROM "T" -- of them')).toEqual({
    write: { kind: 'delete', table: 'T', condition: null },
  });
});

test.each([
  'DELETE FROM s.t',
  'DELETE FROM t u WHERE 1 = 1',
  'DELETE FROM t; DROP TABLE t',
  'DELETE FROM t WHERE',
  'UPDATE t SET (a, b) = (1, 2)',
  'UPDATE t SET',
  'INSERT OR REPLACE INTO t VALUES (1)',
  'INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING',
  'INSERT INTO t VALUES (1',
  'INSERT INTO t DEFAULT VALUES',
  "DELETE FROM t WHERE a = 'x",
])('%s is told to have another form', (sql) => {
  expect(read(sql)).toHaveProperty('problem.en');
});

test('a reading statement is none that writes', () => {
  expect(beginsLikeWrite('-- x\n delete from t', 'postgresql')).toBe(true);
  expect(beginsLikeWrite('WITH a AS (SELECT 1) SELECT * FROM a', 'postgresql')).toBe(false);
  expect(beginsLikeWrite("'open", 'postgresql')).toBe(false);
});
