import type { Cell } from '@sextant/contract/chart';
import { describe, expect, test } from 'vitest';
import type { CatalogTable } from '../catalog.ts';
import type { RunStatement } from '../pooled-database.ts';
import { readSqlserverCatalog } from './sqlserver.catalog.ts';
import { readSqlserverDefinition } from './sqlserver.definition.ts';
import { readSqlserverRights, type SqlserverRightsRows } from './sqlserver.rights.ts';

/** Rows as SQL Server gives them, for statements that hold a text. */
function recorded(answers: [text: string, rows: Cell[][]][]): RunStatement {
  return async (sql) => answers.find(([text]) => sql.includes(text))?.[1] ?? [];
}

const catalogRows: [string, Cell[][]][] = [
  [
    'sys.partitions',
    [
      [null, 'orders', 'U ', '1200', '订单'],
      ['hr', 'staff', 'U ', 3, null],
      [null, 'customers', 'U ', 2, "客户'表"],
      [null, 'big_orders', 'V ', null, null],
    ],
  ],
  [
    'sys.types',
    [
      [null, 'big_orders', 'id', 'int', 'int', 4, 10, 0, false, null],
      [null, 'customers', 'id', 'int', 'int', 4, 10, 0, false, null],
      [null, 'customers', '姓名', 'nvarchar', 'nvarchar', 100, 0, 0, true, '客户的全名'],
      [null, 'orders', 'id', 'bigint', 'bigint', 8, 19, 0, false, null],
      [null, 'orders', 'customer_id', 'int', 'int', 4, 10, 0, false, null],
      [null, 'orders', 'amount', 'decimal', 'decimal', 9, 12, 2, true, null],
      [null, 'orders', 'doubled', 'decimal', 'decimal', 9, 13, 2, true, null],
      [null, 'orders', 'place', 'geography', null, -1, 0, 0, true, null],
      [null, 'orders', 'code', 'order_code', 'varchar', 12, 0, 0, true, null],
      ['hr', 'staff', 'id', 'int', 'int', 4, 10, 0, true, null],
    ],
  ],
  ['sys.foreign_keys', [[null, 'orders', 'fk_customer', 'customer_id', null, 'customers', 'id']]],
  [
    'sys.index_columns',
    [
      [null, 'customers', 'pk_customers', 'id', true, true],
      [null, 'orders', 'by_amount', 'amount', false, false],
      [null, 'orders', 'by_amount', 'id', false, false],
      [null, 'orders', 'pk_orders', 'id', true, true],
    ],
  ],
];

async function tableNamed(name: string): Promise<CatalogTable> {
  const { tables } = await readSqlserverCatalog(recorded(catalogRows));
  const found = tables.find((table) => table.name === name);
  if (!found) throw new Error(`No ${name}`);
  return found;
}

test("SQL Server's catalog has tables, columns, keys, indexes, comments and estimates", async () => {
  const { tables } = await readSqlserverCatalog(recorded(catalogRows));
  expect(tables.map(({ schema, name, kind }) => [schema, name, kind])).toEqual([
    [null, 'big_orders', 'view'],
    [null, 'customers', 'table'],
    [null, 'orders', 'table'],
    ['hr', 'staff', 'table'],
  ]);
  expect(await tableNamed('orders')).toMatchObject({
    comment: '订单',
    rowEstimate: 1200,
    primaryKey: ['id'],
    foreignKeys: [
      {
        columns: ['customer_id'],
        referencedSchema: null,
        referencedTable: 'customers',
        referencedColumns: ['id'],
      },
    ],
    indexes: [
      { name: 'by_amount', columns: ['amount', 'id'], unique: false },
      { name: 'pk_orders', columns: ['id'], unique: true },
    ],
    columns: [
      { name: 'id', type: 'bigint', kind: 'integer', nullable: false },
      { name: 'customer_id', type: 'int' },
      { name: 'amount', type: 'decimal(12,2)', kind: 'number', nullable: true },
      { name: 'doubled' },
      { name: 'place', type: 'geography', kind: 'binary' },
      { name: 'code', type: 'order_code', kind: 'text' },
    ],
  });
  expect((await tableNamed('customers')).columns[1]).toEqual({
    name: '姓名',
    type: 'nvarchar(50)',
    kind: 'text',
    nullable: true,
    comment: '客户的全名',
  });
});

describe('a definition', () => {
  test('of a table has types, keys, defaults, indexes and descriptions', async () => {
    const extras: Cell[][] = [
      ['id', null, null, 1, 10],
      ['amount', '((0))', null, null, null],
      ['doubled', null, '([amount]*(2))', null, null],
    ];
    const run = recorded([['sys.default_constraints', extras]]);
    const text = await readSqlserverDefinition(run, await tableNamed('orders'));
    const [id, by, orders, customers] = ['id', 'by_amount', 'orders', 'customers'].map((name) => `[${name}]`);
    expect(text.split('\n')).toEqual([
      `CREATE TABLE ${orders} (`,
      `  ${id} bigint IDENTITY(1,10) NOT NULL,`,
      '  [customer_id] int NOT NULL,',
      '  [amount] decimal(12,2) NULL DEFAULT ((0)),',
      '  [doubled] AS ([amount]*(2)),',
      '  [place] geography NULL,',
      '  [code] order_code NULL,',
      `  PRIMARY KEY (${id}),`,
      `  FOREIGN KEY ([customer_id]) REFERENCES ${customers} (${id})`,
      ');',
      `CREATE INDEX ${by} ON ${orders} ([amount], ${id});`,
      "EXEC sp_addextendedproperty N'MS_Description', N'订单', N'SCHEMA', N'dbo', N'TABLE', N'orders';",
    ]);
    const plain = recorded([['sys.default_constraints', [['id', null, null, null, null]]]]);
    const described = await readSqlserverDefinition(plain, await tableNamed('customers'));
    expect(described).toContain("N'客户''表'");
    expect(described).toContain("N'TABLE', N'customers', N'COLUMN', N'姓名'");
  });

  test('of a view is the text that it was made with, unless the server hides it', async () => {
    const view = await tableNamed('big_orders');
    const run = recorded([['sys.sql_modules', [['CREATE VIEW big_orders AS SELECT id FROM orders']]]]);
    expect(await readSqlserverDefinition(run, view)).toBe('CREATE VIEW big_orders AS SELECT id FROM orders');
    const hidden = recorded([['sys.sql_modules', [[null]]]]);
    await expect(readSqlserverDefinition(hidden, view)).rejects.toMatchObject({ code: 'denied' });
    await expect(readSqlserverDefinition(recorded([]), view)).rejects.toMatchObject({
      code: 'unknown_table',
    });
  });
});

describe('rights', () => {
  const rightsOf = (told: Partial<SqlserverRightsRows>) =>
    readSqlserverRights(
      recorded([
        ['SUSER_SNAME', [['report', 'sh]op']]],
        ['IS_SRVROLEMEMBER', told.serverRoles ?? [['public']]],
        ['IS_ROLEMEMBER', told.databaseRoles ?? [['public']]],
        ["'SERVER'", told.serverPermissions ?? [['CONNECT SQL'], ['VIEW ANY DATABASE']]],
        [
          "'DATABASE'",
          told.databasePermissions ?? [['CONNECT'], ['SELECT'], ['SHOWPLAN'], ['VIEW DEFINITION']],
        ],
        ['VALUES', told.tablePermissions ?? []],
        ['DISTINCT', told.schemas ?? [['dbo'], ['hr']]],
      ]),
    );

  test.each<[Partial<SqlserverRightsRows>, string, string[]]>([
    [{}, 'reader', []],
    [{ databaseRoles: [['db_datareader']] }, 'reader', []],
    [{ tablePermissions: [['dbo', 'orders', 'INSERT']] }, 'writer', ['INSERT on dbo.orders']],
    [{ databaseRoles: [['db_datawriter']] }, 'writer', ['db_datawriter']],
    [{ databasePermissions: [['EXECUTE']] }, 'writer', ['EXECUTE']],
    [{ databasePermissions: [['CREATE TABLE'], ['INSERT']] }, 'owner', ['CREATE TABLE', 'INSERT']],
    [{ databaseRoles: [['db_owner']] }, 'owner', ['db_owner']],
    [{ serverPermissions: [['ALTER ANY LOGIN']] }, 'administrator', ['ALTER ANY LOGIN']],
    [
      { serverPermissions: [['ADMINISTER BULK OPERATIONS']] },
      'administrator',
      ['ADMINISTER BULK OPERATIONS'],
    ],
    [{ serverRoles: [['public'], ['sysadmin']] }, 'administrator', ['sysadmin']],
  ])('%j make a %s', async (told, grade, rights) => {
    const graded = await rightsOf(told);
    expect(graded).toMatchObject({ login: 'report', grade });
    expect(graded.reasons.map(({ right }) => right)).toEqual(rights);
  });

  test('come with statements for a login that only reads', async () => {
    const { readerScript } = await rightsOf({});
    expect(readerScript.split('\n').slice(1)).toEqual([
      "CREATE LOGIN [sextant_reader] WITH PASSWORD = N'<password>';",
      'USE [sh]]op];',
      'CREATE USER [sextant_reader] FOR LOGIN [sextant_reader];',
      'GRANT SELECT, VIEW DEFINITION ON SCHEMA::[dbo] TO [sextant_reader];',
      'GRANT SELECT, VIEW DEFINITION ON SCHEMA::[hr] TO [sextant_reader];',
      'GRANT SHOWPLAN TO [sextant_reader];',
      '',
    ]);
  });
});
