import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { column } from '../fixture-parts.ts';

const schema = `
CREATE TABLE 客户 ( -- 所有客户
  id INTEGER PRIMARY KEY,
  姓名 VARCHAR(50) NOT NULL, -- 客户的全名
  城市 TEXT,
  vip BOOLEAN,
  born DATE,
  big BIGINT);
CREATE INDEX 按城市 ON 客户 (城市, id);
CREATE TABLE 仓位 (a INTEGER, b INTEGER, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE 订单 (id INTEGER PRIMARY KEY, 客户号 INTEGER NOT NULL REFERENCES 客户, x INTEGER, y INTEGER,
  amount DECIMAL(10,2), FOREIGN KEY (x, y) REFERENCES 仓位 (b, a));
CREATE VIEW 北京客户 AS SELECT id, 姓名 FROM 客户 WHERE 城市 = '北京';
INSERT INTO 客户 VALUES (1, '张三', '北京', 1, '2024-02-29', 9223372036854775807), (2, '李四', NULL, 0, NULL, 1);`;

async function prepare(): Promise<PreparedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-engine-'));
  const file = join(folder, '数据.sqlite');
  const database = new DatabaseSync(file);
  database.exec(schema);
  database.close();
  return {
    settings: { host: null, port: null, username: null, password: null, database: file, options: {} },
    drop: () => rm(folder, { recursive: true }),
  };
}

export const sqliteFixture: ConformanceFixture = {
  engineId: 'sqlite',
  version: /^SQLite 3\.\d+\.\d+$/,
  prepare,
  tables: [
    {
      name: '仓位',
      primaryKey: ['b', 'a'],
      rowEstimate: null,
      columns: [
        column('a', 'INTEGER', 'integer', { nullable: false }),
        column('b', 'INTEGER', 'integer', { nullable: false }),
      ],
    },
    {
      name: '北京客户',
      kind: 'view',
      columns: [column('id', 'INTEGER', 'integer'), column('姓名', 'VARCHAR(50)', 'text')],
    },
    {
      name: '客户',
      schema: null,
      kind: 'table',
      comment: '所有客户',
      rowEstimate: 2,
      primaryKey: ['id'],
      indexes: [{ name: '按城市', columns: ['城市', 'id'], unique: false }],
      columns: [
        column('id', 'INTEGER', 'integer', { nullable: false }),
        column('姓名', 'VARCHAR(50)', 'text', { nullable: false, comment: '客户的全名' }),
        column('城市', 'TEXT', 'text'),
        column('vip', 'BOOLEAN', 'boolean'),
        column('born', 'DATE', 'date'),
        column('big', 'BIGINT', 'integer'),
      ],
    },
    {
      name: '订单',
      foreignKeys: [
        { columns: ['客户号'], referencedSchema: null, referencedTable: '客户', referencedColumns: ['id'] },
        {
          columns: ['x', 'y'],
          referencedSchema: null,
          referencedTable: '仓位',
          referencedColumns: ['b', 'a'],
        },
      ],
      columns: [
        column('id', 'INTEGER', 'integer', { nullable: false }),
        column('客户号', 'INTEGER', 'integer', { nullable: false }),
        column('x', 'INTEGER', 'integer'),
        column('y', 'INTEGER', 'integer'),
        column('amount', 'DECIMAL(10,2)', 'number'),
      ],
    },
  ],
  values: [
    ['9007199254740991', 9007199254740991, 'integer'],
    ['-9223372036854775808', '-9223372036854775808', 'integer'],
    ['12.5', 12.5, 'number'],
    ['1.0', 1, 'number'],
    ['0.1 + 0.2', 0.30000000000000004, 'number'],
    ['9e999', 'Infinity', 'number'],
    ["''", '', 'text'],
    ['NULL', null, 'other'],
    ["'你好 👋🏽 O''Brien'", "你好 👋🏽 O'Brien", 'text'],
    ["x'00ff'", 'AP8=', 'binary'],
    ['true', 1, 'integer'],
    ["date('2024-02-29')", '2024-02-29', 'text'],
    ['(SELECT big FROM 客户 WHERE id = 1)', '9223372036854775807', 'integer'],
  ],
  echo: {
    sql: 'SELECT ?, ?, ?, ?',
    params: [42, "x'; DROP TABLE t; --", true, null],
    cells: [42, "x'; DROP TABLE t; --", 1, null],
  },
  manyRows: (count) =>
    "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < {count}) SELECT i, printf('%400s', i) FROM t".replace(
      '{count}',
      String(count),
    ),
  repeatedNames: 'SELECT 1 AS a, 2 AS a, 3 AS ""',
  endless: 'WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t',
  failures: [
    ['SELEC 1', 'syntax'],
    ['SELECT * FROM 没有', 'unknown_table'],
    ['SELECT 没有 FROM 客户', 'unknown_column'],
    ["SELECT load_extension('x')", 'failed'],
  ],
  writes: [
    'INSERT INTO 仓位 VALUES (1, 1)',
    'UPDATE 客户 SET 城市 = NULL',
    'DELETE FROM 客户',
    'CREATE TABLE sneaky (a)',
    'CREATE TEMP TABLE sneaky (a)',
    'DROP TABLE 订单',
    "ATTACH ':memory:' AS other",
    "VACUUM INTO 'copy.db'",
    'PRAGMA query_only = 0',
    'PRAGMA database_list',
  ],
  columnsLimit: 2000,
  hugeCell: { sql: "SELECT replace(hex(zeroblob(15000000)), '0', 'x')", millions: 30 },
  badSettings: [
    ['a file that is not there', { database: join(tmpdir(), 'sextant-没有.db') }, 'unknown_database'],
    ['a folder', { database: tmpdir() }, 'unknown_database'],
    ['a URI in place of a path', { database: 'file::memory:?mode=rwc' }, 'unknown_database'],
    ['a file that is no database', { database: import.meta.filename }, 'unknown_database'],
  ],
};
