import { type Connection, createConnection } from 'mysql2';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { column } from '../fixture-parts.ts';

const server = { host: '127.0.0.1', port: 3306, user: 'root' };

const schema = `
CREATE TABLE 客户 (id int PRIMARY KEY, 姓名 varchar(50) NOT NULL COMMENT '客户的全名', 城市 varchar(20), KEY 按城市 (城市, id))
  COMMENT '所有客户';
CREATE TABLE 仓位 (a int, b int, PRIMARY KEY (b, a));
CREATE TABLE 订单 (id bigint unsigned PRIMARY KEY, 客户号 int NOT NULL, x int, y int, amount decimal(10,2), paid bit(1),
  CONSTRAINT 仓 FOREIGN KEY (x, y) REFERENCES 仓位 (b, a), CONSTRAINT 客 FOREIGN KEY (客户号) REFERENCES 客户 (id));
CREATE VIEW 北京客户 AS SELECT id, 姓名 FROM 客户 WHERE 城市 = '北京';
INSERT INTO 客户 VALUES (1, '张三', '北京'), (2, '李四', NULL);
CREATE FUNCTION 写入() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO 仓位 VALUES (9, 9); RETURN 1; END;
CREATE TABLE kinds (mood enum('好','坏'), tags set('a','b'), flags bit(5), one bit(1), f float, u bigint unsigned,
  shape linestring, y year, j json, ts timestamp(3) NULL, raw varbinary(4), fixed binary(2), t time(2));
INSERT INTO kinds VALUES ('好', 'a,b', b'00101', b'1', 1.1, 18446744073709551615,
  LINESTRING(POINT(1,2), POINT(3,4)), 2024, '{"b": 1,  "a": "文"}', '2024-02-29 12:34:56.5', x'00ff', x'0102', '-12:34:56.78')`;

async function admin<T>(
  database: string | undefined,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = createConnection({ ...server, database, multipleStatements: true, charset: 'utf8mb4' });
  try {
    await new Promise<void>((resolve, reject) =>
      connection.connect((error) => (error ? reject(error) : resolve())),
    );
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

function run(connection: Connection, sql: string, params: string[] = []): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, params, (error, rows) =>
      error ? reject(error) : resolve(rows as Record<string, unknown>[]),
    );
  });
}

async function killSessions(database: string): Promise<void> {
  await admin(undefined, async (connection) => {
    const own = await run(connection, 'SELECT id FROM information_schema.processlist WHERE db = ?', [
      database,
    ]);
    for (const { id } of own) await run(connection, 'KILL ?', [id as string]);
  });
}

async function prepare(): Promise<PreparedDatabase | { missing: string }> {
  const name = `sextant_engine_${process.pid}_${Date.now()}`;
  const login = `${name}`.slice(-30);
  try {
    await admin(undefined, (connection) =>
      run(connection, 'CREATE DATABASE ?? CHARACTER SET utf8mb4', [name]),
    );
  } catch (error) {
    return { missing: `MySQL or MariaDB is not there: ${error}` };
  }
  await admin(name, async (connection) => {
    await run(connection, schema);
    await run(connection, 'ANALYZE TABLE 客户');
    await run(connection, "CREATE USER ?@'%' IDENTIFIED BY 'right'", [login]);
    await run(connection, "GRANT ALL ON ??.* TO ?@'%'", [name, login]);
  });
  return {
    settings: {
      host: 'localhost',
      port: server.port,
      username: login,
      password: 'right',
      database: name,
      options: {},
    },
    countRunning: (text) =>
      admin(undefined, async (connection) => {
        const sql =
          "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE concat('%', ?, '%') AND db = ?";
        return Number((await run(connection, sql, [text, name]))[0]?.n);
      }),
    killSessions: () => killSessions(name),
    drop: () =>
      admin(undefined, async (connection) => {
        await run(connection, 'DROP DATABASE ??', [name]);
        await run(connection, "DROP USER ?@'%'", [login]);
      }),
  };
}

export const mysqlFixture: ConformanceFixture = {
  engineId: 'mysql',
  version: /^(MySQL|MariaDB) \d+\.\d+\.\d+$/,
  prepare,
  tables: [
    {
      name: 'kinds',
      columns: [
        column('mood', "enum('好','坏')", 'text'),
        column('tags', "set('a','b')", 'text'),
        column('flags', 'bit(5)', 'other'),
        column('one', 'bit(1)', 'boolean'),
        column('f', 'float', 'number'),
        column('u', 'bigint(20) unsigned', 'integer'),
        column('shape', 'linestring', 'other'),
        column('y', 'year(4)', 'integer'),
        column('j', 'longtext', 'text'),
        column('ts', 'timestamp(3)', 'datetime'),
        column('raw', 'varbinary(4)', 'binary'),
        column('fixed', 'binary(2)', 'binary'),
        column('t', 'time(2)', 'time'),
      ],
    },
    {
      name: '仓位',
      primaryKey: ['b', 'a'],
      columns: [
        column('a', 'int(11)', 'integer', { nullable: false }),
        column('b', 'int(11)', 'integer', { nullable: false }),
      ],
    },
    {
      name: '北京客户',
      kind: 'view',
      comment: null,
      columns: [
        column('id', 'int(11)', 'integer', { nullable: false }),
        column('姓名', 'varchar(50)', 'text', { nullable: false, comment: '客户的全名' }),
      ],
    },
    {
      name: '客户',
      schema: null,
      kind: 'table',
      comment: '所有客户',
      rowEstimate: 2,
      primaryKey: ['id'],
      indexes: [
        { name: 'PRIMARY', columns: ['id'], unique: true },
        { name: '按城市', columns: ['城市', 'id'], unique: false },
      ],
      columns: [
        column('id', 'int(11)', 'integer', { nullable: false }),
        column('姓名', 'varchar(50)', 'text', { nullable: false, comment: '客户的全名' }),
        column('城市', 'varchar(20)', 'text'),
      ],
    },
    {
      name: '订单',
      foreignKeys: [
        {
          columns: ['x', 'y'],
          referencedSchema: null,
          referencedTable: '仓位',
          referencedColumns: ['b', 'a'],
        },
        { columns: ['客户号'], referencedSchema: null, referencedTable: '客户', referencedColumns: ['id'] },
      ],
      columns: [
        column('id', 'bigint(20) unsigned', 'integer', { nullable: false }),
        column('客户号', 'int(11)', 'integer', { nullable: false }),
        column('x', 'int(11)', 'integer'),
        column('y', 'int(11)', 'integer'),
        column('amount', 'decimal(10,2)', 'number'),
        column('paid', 'bit(1)', 'boolean'),
      ],
    },
  ],
  values: [
    ['-2147483648', -2147483648, 'integer'],
    ['9007199254740991', 9007199254740991, 'integer'],
    ['9223372036854775807', '9223372036854775807', 'integer'],
    ['u', '18446744073709551615', 'integer'],
    ['CAST(12.50 AS decimal(10,2))', 12.5, 'number'],
    ['1234567890.12345678901', '1234567890.12345678901', 'number'],
    ['0.1', 0.1, 'number'],
    ['f', 1.1, 'number'],
    ['0.1e0 + 0.2e0', 0.30000000000000004, 'number'],
    ["''", '', 'text'],
    ["'你好 👋🏽 O''Brien'", "你好 👋🏽 O'Brien", 'text'],
    ['(SELECT 城市 FROM 客户 WHERE id = 2)', null, 'text'],
    ['mood', '好', 'text'],
    ['tags', 'a,b', 'text'],
    ['flags', '00101', 'other'],
    ['one', true, 'boolean'],
    ['y', 2024, 'integer'],
    ['shape', '[[1,2],[3,4]]', 'other'],
    ['POINT(1, 2)', 'POINT(1 2)', 'other'],
    ["CAST('2024-02-29' AS date)", '2024-02-29', 'date'],
    ["CAST('2024-02-29 12:34:56' AS datetime)", '2024-02-29 12:34:56', 'datetime'],
    ["CAST('2024-02-29 12:34:56.123456' AS datetime(6))", '2024-02-29 12:34:56.123456', 'datetime'],
    ['ts', '2024-02-29 12:34:56.500', 'datetime'],
    ['t', '-12:34:56.78', 'time'],
    ["CAST('800:00:01' AS time)", '800:00:01', 'time'],
    ['j', '{"b": 1,  "a": "文"}', 'json'],
    ['raw', 'AP8=', 'binary'],
    ['fixed', 'AQI=', 'binary'],
  ],
  valuesFrom: 'FROM kinds',
  echo: {
    sql: 'SELECT ? + 0, ?, ?, ?',
    params: [42, "x'; DROP TABLE t; -- \\", true, null],
    cells: [42, "x'; DROP TABLE t; -- \\", 1, null],
  },
  manyRows: (count) =>
    "WITH RECURSIVE t AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM t WHERE i < 999), k AS (SELECT i FROM t LIMIT 300) SELECT t.i * 1000 + k.i, repeat('x', 400) FROM t JOIN k LIMIT {count}".replace(
      '{count}',
      String(count),
    ),
  repeatedNames: "SELECT 1 AS a, 2 AS a, ''",
  endless: 'SELECT count(*), sleep(60) FROM 客户',
  failures: [
    ['SELEC 1', 'syntax'],
    ['SELECT * FROM 没有', 'unknown_table'],
    ['SELECT 没有 FROM 客户', 'unknown_column'],
    ['SELECT * FROM mysql.user', 'denied'],
    ["SELECT 1 INTO OUTFILE 'sneaky.txt'", 'denied'],
    ['SET GLOBAL max_connections = 151', 'denied'],
    ['', 'syntax'],
    ["SELECT CAST('x' AS json) -> '$.a' FROM", 'syntax'],
  ],
  writes: [
    'SELECT 写入()',
    'INSERT INTO 仓位 VALUES (1, 1)',
    'INSERT INTO 仓位 VALUES (1, 1) RETURNING a',
    'DELETE FROM 客户 RETURNING id',
    'UPDATE 客户 SET 城市 = NULL',
    'SET SESSION tx_read_only = 0',
    'BEGIN NOT ATOMIC SET SESSION tx_read_only = 0; COMMIT; CREATE TABLE sneaky (a int); END',
    'DELETE FROM 客户',
    'CREATE TABLE sneaky (a int)',
    'CREATE TEMPORARY TABLE sneaky (a int)',
    'DROP TABLE 订单',
    'TRUNCATE TABLE 客户',
    'DROP VIEW 北京客户',
    'RENAME TABLE 客户 TO 顾客',
    'ALTER TABLE 客户 ADD COLUMN sneaky int',
    'CREATE INDEX sneaky ON 客户 (城市)',
    'DROP DATABASE 没有',
    '/*!50000 DELETE FROM 客户 */',
  ],
  hugeCell: { sql: "SELECT repeat('x', 10000000)", millions: 10 },
  weakened: [
    ['tx_read_only = 1', 'tx_read_only = 0'],
    ['START TRANSACTION READ ONLY', 'START TRANSACTION          '],
  ],
  badSettings: [
    ['a wrong password', { password: 'wrong' }, 'auth'],
    ['no password', { password: null }, 'auth'],
    ['a port where nobody listens', { port: 1 }, 'refused'],
    ['a database that is not there or not allowed', { database: '没有这个库' }, 'denied'],
    [
      'an unknown database',
      { username: server.user, password: null, database: '没有这个库' },
      'unknown_database',
    ],
    ['a host that does not exist', { host: 'nowhere.invalid' }, 'network'],
    ['TLS where the server has none', { options: { tls: 'require' } }, 'tls'],
  ],
};
