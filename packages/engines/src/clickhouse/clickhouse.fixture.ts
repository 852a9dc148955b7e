import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { column } from '../fixture-parts.ts';
import { findTestClickhouse } from './clickhouse.server.ts';

const schema = [
  `CREATE TABLE \`客户\` (\`编号\` UInt64, \`姓名\` String COMMENT '客户的全名', \`城市\` Nullable(String), \`心情\` Enum8('好' = 1, '坏' = 2),
    \`登记\` DateTime('Asia/Shanghai'), \`标签\` Array(String), \`位置\` Tuple(Float64, Float64), \`金额\` Decimal(10, 2),
    \`票\` UUID, \`码\` FixedString(2)) ENGINE = MergeTree ORDER BY (\`编号\`, \`姓名\`)`,
  `CREATE TABLE \`仓位\` (a Int32, b Int32) ENGINE = MergeTree ORDER BY (b, cityHash64(a, b), a)`,
  'CREATE TABLE kinds (raw String, n Nullable(Int64), d Date) ENGINE = Memory',
  `CREATE VIEW \`北京客户\` AS SELECT \`编号\`, \`姓名\` FROM \`客户\` WHERE \`城市\` = '北京'`,
  `INSERT INTO \`客户\` (\`编号\`, \`姓名\`, \`城市\`, \`心情\`) VALUES (1, '张三', '北京', '好'), (2, '李四', NULL, '坏')`,
  "INSERT INTO kinds VALUES ('文', 9223372036854775807, '2024-02-29')",
];

/** Passes everything on to the server, so that a test can cut the lines, which ClickHouse itself cannot. */
async function cuttableLine(host: string, port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}

async function prepare(named: string | undefined): Promise<PreparedDatabase | { missing: string }> {
  const server = await findTestClickhouse(named);
  if ('missing' in server) return server;
  const name = `sextant_engine_${process.pid}_${Date.now()}`;
  const database = quoteIdentifier('clickhouse', name);
  try {
    await server.run(['CREATE DATABASE', database].join(' '));
    for (const statement of schema) await server.run(statement, name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const line = await cuttableLine(server.host, server.port);
  const version = await server.run('SELECT version()');
  return {
    noPlans: Number.parseInt(version, 10) < 21 ? `ClickHouse ${version} has no EXPLAIN` : undefined,
    settings: {
      host: 'localhost',
      port: line.port,
      username: server.user,
      password: server.password,
      database: name,
      options: {},
    },
    async countRunning(text) {
      // An old server lists its statements without the comments that the text is in, but nobody else uses our own.
      const seen = server.own ? '' : text;
      const count = `SELECT count() FROM system.processes
        WHERE position(query, '{text}') > 0 AND position(query, 'system.processes') = 0`;
      return Number(await server.run(count.replace('{text}', seen)));
    },
    async killSessions() {
      line.cut();
    },
    async drop() {
      line.close();
      await server.run(['DROP DATABASE', database].join(' '));
      await server.stop();
    },
  };
}

const hundred = `'${'x'.repeat(100)}'`;

/** ClickHouse at `named`, or one that is started for the run; what is compared is the same from 18.16 on. */
export function clickhouseFixture(named?: string): ConformanceFixture {
  return {
    engineId: 'clickhouse',
    version: /^ClickHouse \d+\.\d+\.\d+/,
    prepare: () => prepare(named),
    tables: [
      {
        name: 'kinds',
        primaryKey: [],
        indexes: [],
        columns: [
          column('raw', 'String', 'text', { nullable: false }),
          column('n', 'Nullable(Int64)', 'integer'),
          column('d', 'Date', 'date', { nullable: false }),
        ],
      },
      {
        name: '仓位',
        rowEstimate: 0,
        primaryKey: ['b', 'cityHash64(a, b)', 'a'],
        columns: [
          column('a', 'Int32', 'integer', { nullable: false }),
          column('b', 'Int32', 'integer', { nullable: false }),
        ],
      },
      {
        name: '北京客户',
        kind: 'view',
        rowEstimate: null,
        columns: [
          column('编号', 'UInt64', 'integer', { nullable: false }),
          column('姓名', 'String', 'text', { nullable: false }),
        ],
      },
      {
        name: '客户',
        schema: null,
        kind: 'table',
        rowEstimate: 2,
        primaryKey: ['编号', '姓名'],
        indexes: [{ name: 'ORDER BY', columns: ['编号', '姓名'], unique: false }],
        foreignKeys: [],
        columns: [
          column('编号', 'UInt64', 'integer', { nullable: false }),
          column('姓名', 'String', 'text', { nullable: false, comment: '客户的全名' }),
          column('城市', 'Nullable(String)', 'text'),
          column('心情', "Enum8('好' = 1, '坏' = 2)", 'text', { nullable: false }),
          column('登记', "DateTime('Asia/Shanghai')", 'datetime', { nullable: false }),
          column('标签', 'Array(String)', 'json', { nullable: false }),
          column('位置', 'Tuple(Float64, Float64)', 'json', { nullable: false }),
          column('金额', 'Decimal(10, 2)', 'number', { nullable: false }),
          column('票', 'UUID', 'text', { nullable: false }),
          column('码', 'FixedString(2)', 'text', { nullable: false }),
        ],
      },
    ],
    values: [
      ['toInt32(-2147483648)', -2147483648, 'integer'],
      ['toInt64(9007199254740991)', 9007199254740991, 'integer'],
      ["toInt64('-9223372036854775808')", '-9223372036854775808', 'integer'],
      ["toUInt64('18446744073709551615')", '18446744073709551615', 'integer'],
      ["toDecimal64('12345.67', 2)", 12345.67, 'number'],
      ["toDecimal128('12345678901234567890.12', 2)", '12345678901234567890.12', 'number'],
      ['toFloat32(1.1)', 1.1, 'number'],
      ['toFloat64(0.1)', 0.1, 'number'],
      ['nan', 'NaN', 'number'],
      ['inf', 'Infinity', 'number'],
      ['-inf', '-Infinity', 'number'],
      ['NULL', null, 'other'],
      ["''", '', 'text'],
      ["'汉字 😀 \\\\ \\' \\n\\t\"'", '汉字 😀 \\ \' \n\t"', 'text'],
      ["unhex('410042')", 'A\0B', 'text'],
      ["toFixedString('ab', 3)", 'ab\0', 'text'],
      ["toNullable(toInt64('9223372036854775807'))", '9223372036854775807', 'integer'],
      ["toDate('2024-02-29')", '2024-02-29', 'date'],
      ["toDateTime('2024-02-29 12:34:56')", '2024-02-29 12:34:56', 'datetime'],
      ["toDateTime('2024-02-29 12:34:56', 'Asia/Shanghai')", '2024-02-29T12:34:56+08:00', 'datetime'],
      ["toDateTime('2024-07-01 00:00:00', 'America/New_York')", '2024-07-01T00:00:00-04:00', 'datetime'],
      ["toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')", '61f0c404-5cb3-11e7-907b-a6006ad3dba0', 'text'],
      ["CAST('好' AS Enum8('好' = 1, '坏' = 2))", '好', 'text'],
      ["[toInt64('9223372036854775807'), 1]", '[9223372036854775807,1]', 'json'],
      ["['a/b', '文\"']", '["a/b","文\\""]', 'json'],
      ["tuple(toUInt8(1), 'b', [1.5])", '[1,"b",[1.5]]', 'json'],
      ["toDate('2024-02-29') = toDate('2024-02-29')", 1, 'integer'],
    ],
    echo: {
      sql: 'SELECT {p1:Int32} AS a, {p2:String} AS b, {p3:UInt8} AS c, {p4:Nullable(Date)} AS d',
      params: [42, "x'; DROP TABLE t; --\\n\t文", 1, null],
      cells: [42, "x'; DROP TABLE t; --\\n\t文", 1, null],
    },
    manyRows: (count) =>
      'SELECT number, {text} FROM system.numbers LIMIT {count}'
        .replace('{text}', `'${'x'.repeat(400)}'`)
        .replace('{count}', String(count)),
    repeatedNames: 'SELECT a, a, 3 FROM (SELECT 1 AS a)',
    endless: 'SELECT max(cityHash64(number)) FROM system.numbers',
    failures: [
      ['SELEC 1', 'syntax'],
      ['', 'syntax'],
      ['SELECT * FROM `没有`', 'unknown_table'],
      ['SELECT `没有` FROM `客户`', 'unknown_column'],
      ['SELECT * FROM `没有`.`没有`', 'unknown_database'],
      [
        'SELECT toUInt64(number - 5) / (number = 200000), throwIf(number = 200000) FROM system.numbers',
        'failed',
      ],
      ['SELECT 1 FORMAT CSV', 'syntax'],
    ],
    writes: [
      "INSERT INTO kinds VALUES ('a', 1, '2024-01-01')",
      'INSERT INTO kinds SELECT * FROM kinds',
      'CREATE TABLE sneaky (a Int8) ENGINE = Memory',
      'CREATE TEMPORARY TABLE sneaky (a Int8)',
      'CREATE DATABASE sneaky',
      'DROP TABLE kinds',
      'TRUNCATE TABLE kinds',
      'RENAME TABLE kinds TO sneaky',
      'ALTER TABLE kinds ADD COLUMN sneaky Int8',
      'ALTER TABLE `客户` DELETE WHERE 1',
      'OPTIMIZE TABLE `客户`',
      'SET readonly = 0',
      'SELECT 1 SETTINGS readonly = 0',
      "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')",
      "SELECT * FROM file('/etc/passwd', CSV, 'a String')",
      'SYSTEM DROP MARK CACHE',
    ],
    weakened: [['readonly=1', 'readonly=0']],
    hugeCell: {
      sql: 'SELECT arrayStringConcat(arrayMap(x -> {text}, range(100000)))'.replace('{text}', hundred),
      millions: 10,
    },
    badSettings: [
      ['a wrong password', { password: 'wrong' }, 'auth'],
      ['an unknown login', { username: 'nobody_here' }, 'auth'],
      ['a port where nobody listens', { port: 1 }, 'refused'],
      ['an unknown database', { database: '没有这个库' }, 'unknown_database'],
      ['a host that does not exist', { host: 'nowhere.invalid' }, 'network'],
      ['TLS where the server has none', { options: { tls: 'require' } }, 'tls'],
    ],
  };
}
