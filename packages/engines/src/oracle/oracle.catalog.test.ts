import type { Cell } from '@sextant/contract/chart';
import { describe, expect, test } from 'vitest';
import type { CatalogTable } from '../catalog.ts';
import { hintedError } from '../hints.ts';
import type { RunStatement } from '../pooled-database.ts';
import { readOracleCatalog } from './oracle.catalog.ts';
import { readOracleDefinition } from './oracle.definition.ts';
import { readPlanTable } from './oracle.plan.ts';
import { type OracleRightsRows, readOracleRights } from './oracle.rights.ts';

/** Rows as Oracle gives them, for statements that hold a text. */
function recorded(answers: [text: string, rows: Cell[][]][], asked: string[] = []): RunStatement {
  return async (sql) => {
    asked.push(sql);
    return answers.find(([text]) => sql.includes(text))?.[1] ?? [];
  };
}

const catalogRows: [string, Cell[][]][] = [
  [
    'FROM all_tables',
    [
      [null, 'ORDERS', 'TABLE', 1200, '订单'],
      ['HR', 'STAFF', 'TABLE', null, null],
      [null, 'CUSTOMERS', 'TABLE', 2, null],
      [null, 'BIG_ORDERS', 'VIEW', null, null],
    ],
  ],
  [
    'FROM all_tab_columns',
    [
      [null, 'BIG_ORDERS', 'ID', 'NUMBER', 22, 0, 10, 0, 'N', null],
      [null, 'CUSTOMERS', 'ID', 'NUMBER', 22, 0, 10, 0, 'N', null],
      [null, 'CUSTOMERS', '姓名', 'VARCHAR2', 200, 50, null, null, 'Y', "客户'的全名"],
      [null, 'ORDERS', 'ID', 'NUMBER', 22, 0, 10, 0, 'N', null],
      [null, 'ORDERS', 'CUSTOMER_ID', 'NUMBER', 22, 0, 10, 0, 'N', null],
      [null, 'ORDERS', 'AMOUNT', 'NUMBER', 22, 0, 12, 2, 'Y', null],
      [null, 'ORDERS', 'PLACED', 'TIMESTAMP(6)', 11, 0, null, 6, 'Y', null],
      ['HR', 'STAFF', 'ID', 'NUMBER', 22, 0, null, null, 'Y', null],
    ],
  ],
  [
    'FROM all_constraints',
    [
      [null, 'CUSTOMERS', 'PK_CUSTOMERS', 'P', 'ID', null, null, null],
      [null, 'ORDERS', 'FK_CUSTOMER', 'R', 'CUSTOMER_ID', null, 'CUSTOMERS', 'ID'],
      [null, 'ORDERS', 'FK_UNSEEN', 'R', 'CUSTOMER_ID', null, null, null],
      [null, 'ORDERS', 'PK_ORDERS', 'P', 'ID', null, null, null],
    ],
  ],
  [
    'FROM all_indexes',
    [
      [null, 'CUSTOMERS', 'BY_UPPER', 'SYS_NC00003$', 'NONUNIQUE'],
      [null, 'CUSTOMERS', 'BY_UPPER', 'ID', 'NONUNIQUE'],
      [null, 'CUSTOMERS', 'PK_CUSTOMERS', 'ID', 'UNIQUE'],
      [null, 'ORDERS', 'BY_CUSTOMER', 'CUSTOMER_ID', 'NONUNIQUE'],
      [null, 'ORDERS', 'PK_ORDERS', 'ID', 'UNIQUE'],
    ],
  ],
];

async function tableNamed(name: string): Promise<CatalogTable> {
  const { tables } = await readOracleCatalog(recorded(catalogRows));
  const found = tables.find((table) => table.name === name);
  if (!found) throw new Error(`No ${name}`);
  return found;
}

describe("Oracle's catalog", () => {
  test('has tables, columns, keys, indexes, comments and estimates', async () => {
    const { tables } = await readOracleCatalog(recorded(catalogRows));
    expect(tables.map(({ schema, name, kind }) => [schema, name, kind])).toEqual([
      [null, 'BIG_ORDERS', 'view'],
      [null, 'CUSTOMERS', 'table'],
      [null, 'ORDERS', 'table'],
      ['HR', 'STAFF', 'table'],
    ]);
    expect(await tableNamed('CUSTOMERS')).toMatchObject({
      primaryKey: ['ID'],
      rowEstimate: 2,
      indexes: [
        { name: 'BY_UPPER', columns: ['(expression)', 'ID'], unique: false },
        { name: 'PK_CUSTOMERS', columns: ['ID'], unique: true },
      ],
      columns: [
        { name: 'ID', type: 'NUMBER(10,0)', kind: 'integer', nullable: false, comment: null },
        { name: '姓名', type: 'VARCHAR2(50)', kind: 'text', nullable: true, comment: "客户'的全名" },
      ],
    });
    expect(await tableNamed('ORDERS')).toMatchObject({
      comment: '订单',
      rowEstimate: 1200,
      foreignKeys: [
        {
          columns: ['CUSTOMER_ID'],
          referencedSchema: null,
          referencedTable: 'CUSTOMERS',
          referencedColumns: ['ID'],
        },
      ],
    });
  });

  test('leaves out what came with the database, in old versions by name', async () => {
    const asked: string[] = [];
    await readOracleCatalog(recorded(catalogRows, asked));
    expect(asked.at(-1)).toContain("oracle_maintained = 'Y'");

    const old: string[] = [];
    const rows = recorded(catalogRows, old);
    await readOracleCatalog(async (sql) => {
      if (sql.includes('oracle_maintained')) throw hintedError('unknown_column', 'ORA-00904');
      return rows(sql);
    });
    expect(old).toHaveLength(4);
    for (const sql of old) expect(sql).toMatch(/'SYSMAN'/);
  });
});

describe('a definition', () => {
  test("is Oracle's own where Oracle tells it", async () => {
    const run = recorded([['DBMS_METADATA', [['\n  CREATE TABLE "ORDERS" …\n']]]]);
    expect(await readOracleDefinition(run, await tableNamed('ORDERS'))).toBe('CREATE TABLE "ORDERS" …');
  });

  test('is put together from the catalog otherwise', async () => {
    const run: RunStatement = async (sql) => {
      if (sql.includes('DBMS_METADATA')) throw hintedError('failed', 'ORA-31603');
      if (sql.includes('all_objects')) return [[1]];
      return [['SELECT id FROM orders ']];
    };
    const lines = (await readOracleDefinition(run, await tableNamed('CUSTOMERS'))).split('\n');
    expect(lines[0]).toBe('CREATE TABLE "CUSTOMERS" (');
    expect(lines).toContain('  "姓名" VARCHAR2(50),');
    expect(lines).toContain('  PRIMARY KEY ("ID")');
    expect(lines.at(-1)).toBe(`COMMENT ON COLUMN "CUSTOMERS"."姓名" IS '客户''的全名';`);
    const orders = await readOracleDefinition(run, await tableNamed('ORDERS'));
    expect(orders).toContain('FOREIGN KEY ("CUSTOMER_ID") REFERENCES "CUSTOMERS" ("ID")');
    expect(orders).toContain('CREATE INDEX "BY_CUSTOMER" ON "ORDERS" ("CUSTOMER_ID");');
    expect(await readOracleDefinition(run, await tableNamed('BIG_ORDERS'))).toBe(
      'CREATE OR REPLACE VIEW "BIG_ORDERS" AS SELECT id FROM orders',
    );
  });

  test('of a table that is gone is not made up', async () => {
    const run: RunStatement = async (sql) => {
      if (sql.includes('DBMS_METADATA')) throw hintedError('failed', 'ORA-31603');
      return [[0]];
    };
    const gone = { ...(await tableNamed('ORDERS')), name: 'gone "' };
    await expect(readOracleDefinition(run, gone)).rejects.toMatchObject({ code: 'unknown_table' });
  });

  test('is not guessed when the connection is gone', async () => {
    const run: RunStatement = () => Promise.reject(hintedError('lost', 'gone'));
    await expect(readOracleDefinition(run, await tableNamed('ORDERS'))).rejects.toMatchObject({
      code: 'lost',
    });
  });
});

describe('rights', () => {
  const rightsOf = (told: Partial<OracleRightsRows>) =>
    readOracleRights(
      recorded([
        ['SELECT USER', [['REPORT']]],
        ['session_privs', told.privileges ?? [['CREATE SESSION']]],
        ['FROM session_roles ORDER', told.roles ?? []],
        ['role_tab_privs', told.objectPrivileges ?? []],
        ['user_tables', told.ownTables ?? []],
        ["'READ'", told.readable ?? []],
      ]),
    );

  test.each<[Partial<OracleRightsRows>, string, string[]]>([
    [{}, 'reader', []],
    [{ privileges: [['CREATE SESSION'], ['SELECT ANY TABLE'], ['ALTER SESSION']] }, 'reader', []],
    [{ objectPrivileges: [['SHOP', 'ORDERS', 'INSERT']] }, 'writer', ['INSERT on SHOP.ORDERS']],
    [{ privileges: [['CREATE TABLE']] }, 'owner', ['CREATE TABLE']],
    [{ ownTables: [['ORDERS']] }, 'owner', ['tables of REPORT']],
    [
      { privileges: [['UPDATE ANY TABLE'], ['ALTER USER']] },
      'administrator',
      ['ALTER USER', 'UPDATE ANY TABLE'],
    ],
    [{ privileges: [['CREATE ANY DIRECTORY']] }, 'administrator', ['CREATE ANY DIRECTORY']],
    [{ roles: [['CONNECT'], ['DBA']] }, 'administrator', ['DBA']],
  ])('%j make a %s', async (told, grade, rights) => {
    const graded = await rightsOf(told);
    expect(graded).toMatchObject({ login: 'REPORT', grade });
    expect(graded.reasons.map(({ right }) => right)).toEqual(rights);
    for (const { text } of graded.reasons) expect(text.zh && text.en).toBeTruthy();
  });

  test('come with statements for a login that only reads', async () => {
    const { readerScript } = await rightsOf({ ownTables: [['Orders 2']], readable: [['HR', 'STAFF']] });
    expect(readerScript.split('\n').slice(1)).toEqual([
      'CREATE USER "SEXTANT_READER" IDENTIFIED BY "<password>";',
      'GRANT CREATE SESSION TO "SEXTANT_READER";',
      'GRANT SELECT ON "REPORT"."Orders 2" TO "SEXTANT_READER";',
      'GRANT SELECT ON "HR"."STAFF" TO "SEXTANT_READER";',
      '',
    ]);
  });
});

test('rows of PLAN_TABLE become a tree', () => {
  const rows: Cell[][] = [
    [0, null, 'SELECT STATEMENT', null, null, null, 10, 321, null, null],
    [1, 0, 'HASH JOIN', null, null, null, 10, 321, '"O"."C"="C"."ID"', null],
    [2, 1, 'TABLE ACCESS', 'FULL', 'SHOP', 'ORDERS', 2_000_000, 300, null, '"AMOUNT">10'],
    [3, 1, 'INDEX', 'UNIQUE SCAN', 'SHOP', 'PK_CUSTOMERS', 1, 1, '"C"."ID"=5', null],
  ];
  const { root, text } = readPlanTable(rows, ['Plan hash value: 1', '| Id |']);
  expect(text).toBe('Plan hash value: 1\n| Id |');
  expect(root).toMatchObject({
    operation: 'SELECT STATEMENT',
    estimatedCost: 321,
    children: [
      {
        operation: 'HASH JOIN',
        details: [{ name: 'access', value: '"O"."C"="C"."ID"' }],
        children: [
          {
            operation: 'TABLE ACCESS FULL',
            object: 'ORDERS',
            estimatedRows: 2_000_000,
            details: [{ name: 'filter', value: '"AMOUNT">10' }],
            warning: { zh: expect.stringContaining('ORDERS') },
          },
          { operation: 'INDEX UNIQUE SCAN', object: 'PK_CUSTOMERS', warning: null, children: [] },
        ],
      },
    ],
  });
});
