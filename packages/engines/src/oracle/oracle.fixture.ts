import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { dial } from '../dial.ts';
import { column } from '../fixture-parts.ts';
import { connectOracle, type OracleLogin } from './oracle.connect.ts';

const connectTimeoutMs = 5000;

const schema = [
  'CREATE TABLE PLACES (A NUMBER(10) NOT NULL, B NUMBER(10) NOT NULL, PRIMARY KEY (B, A))',
  'CREATE TABLE CUSTOMERS (ID NUMBER(10) PRIMARY KEY, NAME VARCHAR2(50 CHAR) NOT NULL, CITY VARCHAR2(20 CHAR))',
  `CREATE TABLE ORDERS (ID NUMBER(19) PRIMARY KEY, CUSTOMER_ID NUMBER(10) NOT NULL REFERENCES CUSTOMERS (ID),
    X NUMBER(10), Y NUMBER(10), AMOUNT NUMBER(10,2), FOREIGN KEY (X, Y) REFERENCES PLACES (B, A))`,
  "COMMENT ON TABLE CUSTOMERS IS '所有客户'",
  "COMMENT ON COLUMN CUSTOMERS.NAME IS '客户的全名'",
  "CREATE VIEW BEIJING AS SELECT ID, NAME FROM CUSTOMERS WHERE CITY = '北京'",
];

function adminLogin(named: string): OracleLogin {
  const url = new URL(named);
  return {
    host: url.hostname,
    port: Number(url.port || 1521),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    name: url.pathname.slice(1),
    nameKind: 'service',
    tls: null,
    connectTimeoutMs,
    resolve: async (host) => (host === 'localhost' ? '127.0.0.1' : host),
    dial: (host, port) => dial(host, port, connectTimeoutMs),
  };
}

async function run(login: OracleLogin, statements: readonly string[]): Promise<unknown[][]> {
  const { connection } = await connectOracle(login);
  try {
    let rows: unknown[][] = [];
    for (const statement of statements) rows = (await connection.execute<unknown[]>(statement)).rows ?? [];
    return rows;
  } finally {
    await connection.close();
  }
}

async function prepare(named: string | undefined): Promise<PreparedDatabase | { missing: string }> {
  if (!named) {
    return {
      missing: 'SEXTANT_TEST_ORACLE names no server, e.g. oracle://system:password@10.0.0.5:1521/FREEPDB1',
    };
  }
  const admin = adminLogin(named);
  const login = `SEXTANT_${process.pid}_${Date.now()}`.slice(0, 30);
  const sessionsQuery = [
    'SELECT s.sid, s.serial#, q.sql_text FROM v$session s LEFT JOIN v$sql q',
    "ON q.sql_id = s.sql_id AND q.child_number = s.sql_child_number AND s.status = 'ACTIVE'",
    `WHERE s.username = '${login}'`,
  ].join(' ');
  try {
    await run(admin, [
      ['CREATE USER', login, 'IDENTIFIED BY "Right_1" QUOTA 20M ON USERS'].join(' '),
      ['GRANT CREATE SESSION, CREATE TABLE, CREATE VIEW TO', login].join(' '),
    ]);
  } catch (error) {
    return { missing: `Oracle is not there: ${error}` };
  }
  await run({ ...admin, username: login, password: 'Right_1' }, schema);
  return {
    settings: {
      host: admin.host,
      port: admin.port,
      username: login,
      password: 'Right_1',
      database: admin.name,
      options: {},
    },
    async countRunning(text) {
      const sessions = await run(admin, [sessionsQuery]);
      return sessions.filter(([, , sql]) => String(sql ?? '').includes(text)).length;
    },
    async killSessions() {
      for (const [sid, serial] of await run(admin, [sessionsQuery])) {
        const session = `'${Number(sid)},${Number(serial)}'`;
        await run(admin, [['ALTER SYSTEM KILL SESSION', session, 'IMMEDIATE'].join(' ')]);
      }
    },
    async drop() {
      await run(admin, [['DROP USER', login, 'CASCADE'].join(' ')]);
    },
  };
}

const tables: ConformanceFixture['tables'] = [
  {
    name: 'BEIJING',
    kind: 'view',
    columns: [
      column('ID', 'NUMBER(10,0)', 'integer', { nullable: false }),
      column('NAME', 'VARCHAR2(50)', 'text', { nullable: false }),
    ],
  },
  {
    name: 'CUSTOMERS',
    schema: null,
    comment: '所有客户',
    primaryKey: ['ID'],
    columns: [
      column('ID', 'NUMBER(10,0)', 'integer', { nullable: false }),
      column('NAME', 'VARCHAR2(50)', 'text', { nullable: false, comment: '客户的全名' }),
      column('CITY', 'VARCHAR2(20)', 'text'),
    ],
  },
  {
    name: 'ORDERS',
    columns: [
      column('ID', 'NUMBER(19,0)', 'integer', { nullable: false }),
      column('CUSTOMER_ID', 'NUMBER(10,0)', 'integer', { nullable: false }),
      column('X', 'NUMBER(10,0)', 'integer'),
      column('Y', 'NUMBER(10,0)', 'integer'),
      column('AMOUNT', 'NUMBER(10,2)', 'number'),
    ],
  },
  {
    name: 'PLACES',
    primaryKey: ['B', 'A'],
    columns: [
      column('A', 'NUMBER(10,0)', 'integer', { nullable: false }),
      column('B', 'NUMBER(10,0)', 'integer', { nullable: false }),
    ],
  },
];

/**
 * Oracle at `named`, e.g. `oracle://system:password@10.0.0.5:1521/FREEPDB1`: version 23 or newer, for the suite says
 * `SELECT 1` without FROM, and a login that can make users.
 */
export function oracleFixture(named?: string): ConformanceFixture {
  return {
    engineId: 'oracle',
    version: /^Oracle \d+(\.\d+)+/,
    prepare: () => prepare(named),
    tables,
    columnsLimit: 1000,
    values: [
      ['CAST(42 AS NUMBER(10))', 42, 'integer'],
      ['12345678901234567890.12345678901234567', '12345678901234567890.12345678901234567', 'number'],
      ['-0.5', -0.5, 'number'],
      ['CAST(1.1 AS BINARY_FLOAT)', 1.1, 'number'],
      ['CAST(0.1 AS BINARY_DOUBLE)', 0.1, 'number'],
      ["CAST('汉字' AS VARCHAR2(20))", '汉字', 'text'],
      ["TO_CLOB('长文')", '长文', 'text'],
      ["DATE '2024-02-29'", '2024-02-29 00:00:00', 'datetime'],
      ["TIMESTAMP '2024-02-29 12:34:56.123456789'", '2024-02-29 12:34:56.123456789', 'datetime'],
      [
        "CAST(TIMESTAMP '2024-02-29 12:34:56.5 +08:00' AS TIMESTAMP(1) WITH TIME ZONE)",
        '2024-02-29T12:34:56.5+08:00',
        'datetime',
      ],
      ["INTERVAL '2 03:04:05' DAY TO SECOND", '2 03:04:05', 'other'],
      ["HEXTORAW('00FF')", 'AP8=', 'binary'],
    ],
    echo: {
      sql: 'SELECT TO_NUMBER(:1) AS a, :2 AS b, TO_NUMBER(:3) AS c, TO_DATE(:4) AS d FROM DUAL',
      params: [42, "x'; DROP TABLE t; --", true, null],
      cells: [42, "x'; DROP TABLE t; --", 1, null],
    },
    manyRows: (count) =>
      ["SELECT LEVEL, RPAD('x', 400, 'x') FROM DUAL CONNECT BY LEVEL <=", Math.trunc(count)].join(' '),
    repeatedNames: 'SELECT 1 AS "a", 2 AS "a", 3 FROM DUAL',
    endless: 'SELECT COUNT(*) FROM all_objects a, all_objects b, all_objects c',
    failures: [
      ['SELEC 1', 'syntax'],
      ['SELECT 1 FROM WHERE', 'syntax'],
      ['SELECT * FROM NOT_THERE', 'unknown_table'],
      ['SELECT NOT_THERE FROM CUSTOMERS', 'unknown_column'],
      ['SELECT 1 / 0 FROM DUAL', 'failed'],
    ],
    writes: [
      'INSERT INTO PLACES VALUES (1, 1)',
      'UPDATE CUSTOMERS SET CITY = NULL',
      'DELETE FROM CUSTOMERS',
      'CREATE TABLE SNEAKY (A NUMBER)',
      'DROP TABLE ORDERS',
      'BEGIN DELETE FROM CUSTOMERS; COMMIT; END;',
    ],
    badSettings: [
      ['a wrong password', { password: 'wrong' }, 'auth'],
      ['a port where nobody listens', { port: 1 }, 'refused'],
      ['an unknown service', { database: 'NOT_THERE' }, 'unknown_database'],
      ['a host that does not exist', { host: 'nowhere.invalid' }, 'network'],
    ],
  };
}
