import { describe, expect, test } from 'vitest';
import { objectName, objectParts } from './object-name.ts';
import { oracleAccounts } from './oracle/oracle.accounts.ts';
import { oracleRemedies } from './oracle/oracle.remedies.ts';
import { sqlserverAccounts } from './sqlserver/sqlserver.accounts.ts';
import { sqlserverRemedies } from './sqlserver/sqlserver.remedies.ts';

/** Neither server runs here: the rows have the form that their documentation gives. */
describe('accounts of SQL Server, from recorded rows', () => {
  const reading = sqlserverAccounts({
    logins: [
      ['0x01', 'sa', 'S', true, 'master', null, '2024-01-02T03:04:05.000', true, 0],
      ['0x10', 'report]er', 'S', false, 'shop', 12, '2026-01-02T03:04:05.000', true, 0],
      ['0x03', 'sysadmin', 'R', null, null, null, null, null, null],
      ['0x11', 'SHOP\\dba', 'G', false, 'master', null, null, null, null],
    ],
    serverMembers: [['0x11', '0x03']],
    serverRights: [['0x10', 'VIEW SERVER STATE', 'W']],
    databases: [
      {
        name: 'shop',
        principals: [
          [5, '0x10', 'reporter', 'S'],
          [16384, '0x0105', 'db_owner', 'R'],
          [6, '0x99', 'orphan', 'S'],
        ],
        members: [[5, 16384]],
        rights: [
          [5, 'OBJECT_OR_COLUMN', 'dbo.orders', 'price', 'UPDATE', 'G'],
          [5, 'SCHEMA', 'sales', null, 'SELECT', 'G'],
          [6, 'DATABASE', null, null, 'CREATE TABLE', 'D'],
        ],
      },
    ],
    closed: [],
  });
  const account = (name: string) => reading.accounts.find((one) => one.name === name);

  test('joins users of databases to their login and resolves the roles of both', () => {
    const found = account('report]er');
    expect(found?.roles).toEqual([{ name: 'shop.db_owner', via: null, can_grant: false }]);
    expect(
      found?.privileges.map((one) => `${one.level} ${one.object} ${one.privilege} ${one.grantable}`),
    ).toEqual([
      'column shop.dbo.orders.price UPDATE false',
      'schema shop.sales SELECT false',
      'server null VIEW SERVER STATE true',
    ]);
    expect(account('SHOP\\dba')).toMatchObject({ is_superuser: true, grade: 'administrator' });
    expect(account('sa')).toMatchObject({ is_superuser: true, is_locked: true });
    expect(account('shop.orphan')?.privileges[0]?.privilege).toBe('DENIED CREATE TABLE');
  });

  test('does not take a server for read of which a database is closed', () => {
    const partial = sqlserverAccounts({
      logins: [['0x01', 'sa', 'S', false, 'master', null, null, null, null]],
      serverMembers: [],
      serverRights: [],
      databases: [],
      closed: ['payroll'],
    });
    expect(partial.complete).toBe(false);
    expect(partial.problems[0]?.en).toContain('payroll');
    expect(partial.accounts[0]?.problem).not.toBeNull();
  });

  test('quotes names in what locks and takes back', () => {
    const login = { name: 'report]er', host: null, kind: 'user' as const };
    expect(sqlserverRemedies.lock(login)).toEqual(['ALTER LOGIN [report]]er] DISABLE']);
    expect(sqlserverRemedies.revokeRole(login, 'shop.db_owner')).toEqual([
      'USE [shop]',
      'ALTER ROLE [db_owner] DROP MEMBER [report]]er]',
    ]);
  });
});

describe('accounts of Oracle, from recorded rows', () => {
  const { accounts } = oracleAccounts({
    users: [
      ['SYS', 'OPEN', null, null, null, 'Y', 'DEFAULT', 'SYSTEM'],
      [
        'APP',
        'EXPIRED & LOCKED',
        '2026-03-04T05:06:07',
        '2025-01-02T03:04:05',
        '2025-06-01T00:00:00',
        'N',
        'APPS',
        'USERS',
      ],
    ],
    roles: [
      ['DBA', 'Y'],
      ['OPS', 'N'],
    ],
    rolePrivileges: [
      ['APP', 'OPS', 'YES'],
      ['OPS', 'DBA', 'NO'],
    ],
    systemPrivileges: [['APP', 'CREATE SESSION', 'NO']],
    objectPrivileges: [['APP', 'SHOP', 'ORDERS', 'INSERT', 'YES', 'TABLE']],
    columnPrivileges: [['APP', 'SHOP', 'ORDERS', 'PRICE', 'UPDATE', 'NO']],
    quotas: [['APP', 'USERS', -1]],
  });
  const app = accounts.find(({ name }) => name === 'APP');

  test('resolves roles of roles, locks, expiry and the last login', () => {
    expect(app).toMatchObject({
      is_superuser: true,
      is_locked: true,
      can_login: false,
      expires_at: '2026-03-04T05:06:07.000Z',
      last_login_at: '2025-06-01T00:00:00.000Z',
    });
    expect(app?.roles).toEqual([
      { name: 'OPS', via: null, can_grant: true },
      { name: 'DBA', via: 'OPS', can_grant: false },
    ]);
    expect(app?.privileges).toHaveLength(4);
  });

  test('takes rights back by object, and leaves those to people that have no such statement', () => {
    const { statements, left } = oracleRemedies.revoke(
      { name: 'APP', host: null, kind: 'user' },
      app?.privileges ?? [],
    );
    expect(statements).toContain('REVOKE INSERT ON "SHOP"."ORDERS" FROM "APP"');
    expect(left.map(({ level }) => level).sort()).toEqual(['column', 'tablespace']);
  });
});

test('names of objects keep their parts apart, whatever they hold', () => {
  for (const parts of [['shop', 'orders'], ['a.b', 'c"d', 'e'], ['.'], ['订单', '价格']]) {
    expect(objectParts(objectName(parts))).toEqual(parts);
  }
});
