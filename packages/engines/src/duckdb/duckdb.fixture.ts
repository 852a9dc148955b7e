import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { column } from '../fixture-parts.ts';

const schema = `
CREATE TYPE mood AS ENUM ('好', '坏');
CREATE TABLE 客户 (id INTEGER PRIMARY KEY, 姓名 VARCHAR NOT NULL, 城市 VARCHAR, mood mood, nested STRUCT(a INTEGER, b DATE[]));
COMMENT ON TABLE 客户 IS '所有客户';
COMMENT ON COLUMN 客户.姓名 IS '客户的全名';
CREATE INDEX 按城市 ON 客户 (城市, id);
CREATE TABLE 仓位 (a INTEGER, b INTEGER, PRIMARY KEY (b, a));
CREATE TABLE 订单 (id BIGINT PRIMARY KEY, 客户号 INTEGER NOT NULL REFERENCES 客户 (id), x INTEGER, y INTEGER,
  amount DECIMAL(10,2), FOREIGN KEY (x, y) REFERENCES 仓位 (b, a));
CREATE VIEW 北京客户 AS SELECT id, 姓名 FROM 客户 WHERE 城市 = '北京';
CREATE SCHEMA sales;
CREATE TABLE sales.target (client INTEGER, goal DOUBLE);
INSERT INTO 客户 VALUES (1, '张三', '北京', '好', {'a': 1, 'b': ['2024-02-29']}), (2, '李四', NULL, NULL, NULL);`;

async function prepare(): Promise<PreparedDatabase> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const folder = await mkdtemp(join(tmpdir(), 'sextant-engine-'));
  const file = join(folder, '数据.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(schema);
  connection.closeSync();
  instance.closeSync();
  return {
    settings: { host: null, port: null, username: null, password: null, database: file, options: {} },
    drop: () => rm(folder, { recursive: true }),
  };
}

export const duckdbFixture: ConformanceFixture = {
  engineId: 'duckdb',
  version: /^DuckDB \d+\.\d+\.\d+$/,
  prepare,
  tables: [
    {
      name: '仓位',
      primaryKey: ['b', 'a'],
      columns: [
        column('a', 'INTEGER', 'integer', { nullable: false }),
        column('b', 'INTEGER', 'integer', { nullable: false }),
      ],
    },
    {
      name: '北京客户',
      kind: 'view',
      columns: [column('id', 'INTEGER', 'integer'), column('姓名', 'VARCHAR', 'text')],
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
        column('姓名', 'VARCHAR', 'text', { nullable: false, comment: '客户的全名' }),
        column('城市', 'VARCHAR', 'text'),
        column('mood', "ENUM('好', '坏')", 'text'),
        column('nested', 'STRUCT(a INTEGER, b DATE[])', 'json'),
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
        column('id', 'BIGINT', 'integer', { nullable: false }),
        column('客户号', 'INTEGER', 'integer', { nullable: false }),
        column('x', 'INTEGER', 'integer'),
        column('y', 'INTEGER', 'integer'),
        column('amount', 'DECIMAL(10,2)', 'number'),
      ],
    },
    {
      name: 'target',
      schema: 'sales',
      columns: [column('client', 'INTEGER', 'integer'), column('goal', 'DOUBLE', 'number')],
    },
  ],
  values: [
    ['1::TINYINT', 1, 'integer'],
    ['9007199254740991::BIGINT', 9007199254740991, 'integer'],
    ['9223372036854775807::BIGINT', '9223372036854775807', 'integer'],
    ['18446744073709551615::UBIGINT', '18446744073709551615', 'integer'],
    [
      '170141183460469231731687303715884105727::HUGEINT',
      '170141183460469231731687303715884105727',
      'integer',
    ],
    ['12.50::DECIMAL(10,2)', 12.5, 'number'],
    ['1234567890.12345678901::DECIMAL(30,11)', '1234567890.12345678901', 'number'],
    ['1.1::FLOAT', 1.1, 'number'],
    ['0.1::DOUBLE + 0.2::DOUBLE', 0.30000000000000004, 'number'],
    ["'NaN'::DOUBLE", 'NaN', 'number'],
    ['true', true, 'boolean'],
    ['NULL::VARCHAR', null, 'text'],
    ["''", '', 'text'],
    ["'你好 👋🏽 O''Brien'", "你好 👋🏽 O'Brien", 'text'],
    ["'好'::mood", '好', 'text'],
    ["'2024-02-29'::DATE", '2024-02-29', 'date'],
    ["'12:34:56.789'::TIME", '12:34:56.789', 'time'],
    ["'2024-02-29 12:34:56.123456'::TIMESTAMP", '2024-02-29 12:34:56.123456', 'datetime'],
    ["'2024-02-29 12:34:56'::TIMESTAMP_S", '2024-02-29 12:34:56', 'datetime'],
    ["'infinity'::TIMESTAMP", 'infinity', 'datetime'],
    ["INTERVAL '2 years 3 days'", '2 years 3 days', 'other'],
    ['\'{"b": 1,  "a": "文"}\'::JSON', '{"b": 1,  "a": "文"}', 'json'],
    ["'\\x00\\xFF'::BLOB", 'AP8=', 'binary'],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'text'],
    ["['a', NULL, 'b c']", '["a",null,"b c"]', 'json'],
    ["{'a': 1, 'b': DATE '2024-02-29'}", '{"a":1,"b":"2024-02-29"}', 'json'],
    ["'0101'::BIT", '0101', 'other'],
  ],
  echo: {
    sql: "SELECT ?, ?, ?, ? WHERE '2024-02-29'::DATE > '2024-01-01'",
    params: [42, "x'; DROP TABLE t; --", true, null],
    cells: [42, "x'; DROP TABLE t; --", true, null],
  },
  manyRows: (count) =>
    "SELECT i, repeat('x', 400) FROM range({count}) t(i)".replace('{count}', String(count)),
  repeatedNames: 'SELECT 1 AS a, 2 AS a, 3',
  endless: 'SELECT count(*) FROM range(100000000000) a, range(100000) b',
  failures: [
    ['SELEC 1', 'syntax'],
    ['SELECT * FROM 没有', 'unknown_table'],
    ['SELECT 没有 FROM 客户', 'unknown_column'],
    ["SELECT CAST('x' AS INTEGER)", 'failed'],
    ["SELECT * FROM read_text('/etc/hostname')", 'denied'],
    ["SELECT * FROM read_csv('https://example.com/x.csv')", 'denied'],
    ["COPY 客户 TO 'copy.csv'", 'denied'],
  ],
  writes: [
    'INSERT INTO 仓位 VALUES (1, 1)',
    'UPDATE 客户 SET 城市 = NULL',
    'DELETE FROM 客户',
    'CREATE TABLE sneaky (a INTEGER)',
    'CREATE TEMP TABLE sneaky (a INTEGER)',
    'DROP TABLE 订单',
    'EXPLAIN ANALYZE DELETE FROM 客户',
    "ATTACH ':memory:' AS other",
    'SET enable_external_access = true',
    'INSTALL httpfs',
  ],
  hugeCell: { sql: "SELECT repeat('x', 30000000)", millions: 30 },
  badSettings: [
    ['a file that is not there', { database: join(tmpdir(), 'sextant-没有.db') }, 'unknown_database'],
    ['a folder', { database: tmpdir() }, 'unknown_database'],
    ['memory in place of a path', { database: ':memory:' }, 'unknown_database'],
    ['a file that is no database', { database: import.meta.filename }, 'unknown_database'],
  ],
};
