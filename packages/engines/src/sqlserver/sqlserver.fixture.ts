import { quoteIdentifier } from '@sextant/sql/identifier';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { dial } from '../dial.ts';
import { column } from '../fixture-parts.ts';
import { connectSqlserver, runBatch, type SqlserverLogin } from './sqlserver.connect.ts';

const connectTimeoutMs = 5000;

const schema = [
  'CREATE TABLE 仓位 (a int NOT NULL, b int NOT NULL, CONSTRAINT 仓位键 PRIMARY KEY (b, a))',
  'CREATE TABLE 客户 (id int NOT NULL CONSTRAINT 客户键 PRIMARY KEY, 姓名 nvarchar(50) NOT NULL, 城市 nvarchar(20))',
  'CREATE INDEX 按城市 ON 客户 (城市, id)',
  `CREATE TABLE 订单 (id bigint NOT NULL CONSTRAINT 订单键 PRIMARY KEY, 客户号 int NOT NULL, x int, y int,
    amount decimal(10,2), CONSTRAINT 仓 FOREIGN KEY (x, y) REFERENCES 仓位 (b, a),
    CONSTRAINT 客 FOREIGN KEY (客户号) REFERENCES 客户 (id))`,
  `EXEC sp_addextendedproperty N'MS_Description', N'所有客户', N'SCHEMA', N'dbo', N'TABLE', N'客户'`,
  `EXEC sp_addextendedproperty N'MS_Description', N'客户的全名', N'SCHEMA', N'dbo', N'TABLE', N'客户', N'COLUMN', N'姓名'`,
  `INSERT INTO 客户 VALUES (1, N'张三', N'北京'), (2, N'李四', NULL)`,
  `CREATE VIEW 北京客户 AS SELECT id, 姓名 FROM 客户 WHERE 城市 = N'北京'`,
];

function adminLogin(named: string): SqlserverLogin {
  const url = new URL(named);
  return {
    host: url.hostname,
    port: Number(url.port || 1433),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: null,
    tls: { rejectUnauthorized: false, checkServerIdentity: () => undefined },
    connectTimeoutMs,
    dial: (host, port) => dial(host, port, connectTimeoutMs),
  };
}

async function run(login: SqlserverLogin, statements: readonly string[]): Promise<unknown[][]> {
  const connection = await connectSqlserver(login);
  try {
    let rows: unknown[][] = [];
    for (const statement of statements) rows = await runBatch(connection, statement);
    return rows;
  } finally {
    connection.close();
  }
}

/** Sessions of Sextant with a database, told by number and by the statement that they run. */
function sessionsQuery(database: string): string {
  const name = `N'${database}'`;
  return [
    'SELECT s.session_id, t.text FROM sys.dm_exec_sessions s',
    'LEFT JOIN sys.dm_exec_requests r ON r.session_id = s.session_id',
    'OUTER APPLY sys.dm_exec_sql_text(r.sql_handle) t',
    "WHERE s.program_name = N'sextant' AND s.session_id <> @@SPID AND s.database_id = DB_ID(",
    name,
    ')',
  ].join(' ');
}

async function prepare(named: string | undefined): Promise<PreparedDatabase | { missing: string }> {
  if (!named)
    return { missing: 'SEXTANT_TEST_SQLSERVER names no server, e.g. sqlserver://sa:password@host:1433' };
  const admin = adminLogin(named);
  const name = `sextant_engine_${process.pid}_${Date.now()}`;
  const database = quoteIdentifier('tsql', name);
  try {
    await run(admin, [['CREATE DATABASE', database].join(' ')]);
  } catch (error) {
    return { missing: `SQL Server is not there: ${error}` };
  }
  await run({ ...admin, database: name }, schema);
  return {
    settings: {
      host: admin.host,
      port: admin.port,
      username: admin.username,
      password: admin.password,
      database: name,
      options: { tls: 'require' },
    },
    async countRunning(text) {
      const sessions = await run(admin, [sessionsQuery(name)]);
      return sessions.filter(([, sql]) => String(sql ?? '').includes(text)).length;
    },
    async killSessions() {
      const sessions = await run(admin, [sessionsQuery(name)]);
      for (const [id] of sessions) await run(admin, [['KILL', Number(id)].join(' ')]);
    },
    async drop() {
      await run(admin, [
        ['ALTER DATABASE', database, 'SET SINGLE_USER WITH ROLLBACK IMMEDIATE'].join(' '),
        ['DROP DATABASE', database].join(' '),
      ]);
    },
  };
}

const tables: ConformanceFixture['tables'] = [
  {
    name: '仓位',
    primaryKey: ['b', 'a'],
    columns: [
      column('a', 'int', 'integer', { nullable: false }),
      column('b', 'int', 'integer', { nullable: false }),
    ],
  },
  {
    name: '北京客户',
    kind: 'view',
    columns: [
      column('id', 'int', 'integer', { nullable: false }),
      column('姓名', 'nvarchar(50)', 'text', { nullable: false }),
    ],
  },
  {
    name: '客户',
    schema: null,
    kind: 'table',
    comment: '所有客户',
    rowEstimate: 2,
    primaryKey: ['id'],
    columns: [
      column('id', 'int', 'integer', { nullable: false }),
      column('姓名', 'nvarchar(50)', 'text', { nullable: false, comment: '客户的全名' }),
      column('城市', 'nvarchar(20)', 'text'),
    ],
  },
  {
    name: '订单',
    columns: [
      column('id', 'bigint', 'integer', { nullable: false }),
      column('客户号', 'int', 'integer', { nullable: false }),
      column('x', 'int', 'integer'),
      column('y', 'int', 'integer'),
      column('amount', 'decimal(10,2)', 'number'),
    ],
  },
];

/** SQL Server at `named`, e.g. `sqlserver://sa:password@host:1433`; its login must be able to make databases. */
export function sqlserverFixture(named?: string): ConformanceFixture {
  return {
    engineId: 'sqlserver',
    version: /^SQL Server \d+\.\d+\.\d+/,
    prepare: () => prepare(named),
    tables,
    columnsLimit: 4096,
    values: [
      ['CAST(-2147483648 AS int)', -2147483648, 'integer'],
      ['CAST(9223372036854775807 AS bigint)', '9223372036854775807', 'integer'],
      [
        "CAST('1234567890123456789.0123456789' AS decimal(38,10))",
        '1234567890123456789.0123456789',
        'number',
      ],
      ["CAST('-922337203685477.5808' AS money)", '-922337203685477.5808', 'number'],
      ['CAST(1.1 AS real)', 1.1, 'number'],
      ['CAST(0.1 AS float)', 0.1, 'number'],
      ['CAST(1 AS bit)', true, 'boolean'],
      ['CAST(NULL AS int)', null, 'integer'],
      ["N'汉字 😀'", '汉字 😀', 'text'],
      ["CAST('2024-02-29' AS date)", '2024-02-29', 'date'],
      ["CAST('12:34:56.1234567' AS time)", '12:34:56.1234567', 'time'],
      ["CAST('2024-02-29T12:34:56.123' AS datetime)", '2024-02-29 12:34:56.123', 'datetime'],
      ["CAST('2024-02-29 12:34:56.1234567' AS datetime2)", '2024-02-29 12:34:56.1234567', 'datetime'],
      ["CAST('2024-02-29 12:34:56 +08:00' AS datetimeoffset(0))", '2024-02-29T12:34:56+08:00', 'datetime'],
      ['0x00FF', 'AP8=', 'binary'],
      ["CAST(N'<a>文</a>' AS xml)", '<a>文</a>', 'text'],
    ],
    echo: {
      sql: 'SELECT CAST(@p1 AS int) AS a, @p2 AS b, @p3 AS c, CAST(@p4 AS date) AS d',
      params: [42, "x'; DROP TABLE t; --", true, null],
      cells: [42, "x'; DROP TABLE t; --", true, null],
    },
    manyRows: (count) =>
      [
        'WITH n AS (SELECT 1 AS i UNION ALL SELECT 1), n4 AS (SELECT a.i FROM n a, n b, n c, n d),',
        'n16 AS (SELECT a.i FROM n4 a, n4 b, n4 c, n4 d), all_rows AS (SELECT a.i FROM n16 a, n4 b)',
        'SELECT TOP (',
        Math.trunc(count),
        ') ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS i,',
        "REPLICATE('x', 400) AS t FROM all_rows",
      ].join(' '),
    repeatedNames: 'SELECT 1 AS a, 2 AS a, 3',
    endless:
      'SELECT COUNT_BIG(*) FROM sys.all_columns a, sys.all_columns b, sys.all_columns c, sys.all_columns d',
    failures: [
      ['SELEC 1', 'syntax'],
      ['SELECT FROM', 'syntax'],
      ['SELECT * FROM 没有', 'unknown_table'],
      ['SELECT 没有 FROM 客户', 'unknown_column'],
      ['SELECT 1 / 0', 'failed'],
    ],
    writes: [
      'INSERT INTO 仓位 VALUES (1, 1)',
      'UPDATE 客户 SET 城市 = NULL',
      'DELETE FROM 客户',
      'WITH gone AS (SELECT * FROM 客户) DELETE FROM gone',
      'SELECT * INTO sneaky FROM 客户',
      'CREATE TABLE sneaky (a int)',
      'DROP TABLE 订单',
      "EXEC('DROP TABLE 订单')",
    ],
    badSettings: [
      ['a wrong password', { password: 'wrong' }, 'auth'],
      ['a port where nobody listens', { port: 1 }, 'refused'],
      ['an unknown database', { database: '没有这个库' }, 'unknown_database'],
      ['a host that does not exist', { host: 'nowhere.invalid' }, 'network'],
    ],
  };
}
