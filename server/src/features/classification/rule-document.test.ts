import { describe, expect, it } from 'vitest';
import { fromRuleDocument } from './rule-document.ts';
import { parseRule } from './rule-parser.ts';
import { toRuleDocument } from './to-rule-document.ts';

describe('rules of the predecessor', () => {
  it.each([
    [
      {
        type: 'mysql_permissions',
        global_privileges: ['SUPER', 'DROP'],
        exclude_privileges: ['FILE'],
        operator: 'OR',
      },
      'engine = "mysql" and (privilege("SUPER", level = "server") or privilege("DROP", level = "server")) and not privilege("FILE")',
    ],
    [
      { type: 'postgresql_permissions', role_attributes: ['SUPERUSER', 'can_create_role'], operator: 'AND' },
      'engine = "postgresql" and (superuser and privilege("CREATEROLE"))',
    ],
    [
      { type: 'sqlserver_permissions', server_roles: ['sysadmin'], database_roles: [] },
      'engine = "sqlserver" and role("sysadmin")',
    ],
  ])('become expressions that can be read', (document, expression) => {
    expect(fromRuleDocument(document)).toEqual({ expression, left: [] });
    expect(() => parseRule(expression)).not.toThrow();
  });

  it('name what has no counterpart, and an empty one matches nobody', () => {
    const translated = fromRuleDocument({
      type: 'oracle_permissions',
      roles: ['DBA'],
      tablespace_quotas: ['UNLIMITED'],
    });
    expect(translated?.expression).toBe('engine = "oracle" and role("DBA")');
    expect(translated?.left[0]?.en).toContain('UNLIMITED');
    expect(fromRuleDocument({ type: 'mysql_permissions', operator: 'OR' })).toBeNull();
  });

  it.each([
    {
      type: 'mysql_permissions',
      global_privileges: ['SUPER', 'DROP'],
      database_privileges: ['DELETE'],
      exclude_privileges: ['FILE'],
      operator: 'OR',
    },
    { type: 'postgresql_permissions', role_attributes: ['can_super', 'can_create_role'], operator: 'AND' },
    { type: 'postgresql_permissions', role_attributes: ['can_login'], operator: 'OR' },
    { type: 'sqlserver_permissions', server_roles: ['sysadmin', 'securityadmin'], operator: 'OR' },
    { type: 'oracle_permissions', roles: ['DBA'], system_privileges: ['ALTER SYSTEM'], operator: 'AND' },
  ])('come back as they were: $type $operator', (document) => {
    expect(toRuleDocument(fromRuleDocument(document)?.expression ?? '')).toEqual(document);
  });

  it.each([
    'superuser',
    'engine = "mysql" and superuser',
    'engine = "mysql" and (privilege("SUPER", level = "server") or locked)',
    'engine = "mysql" and privilege("SELECT", object = "shop.orders")',
    'engine = "clickhouse" and role("admin")',
    'not (engine = "mysql" and role("a"))',
  ])('cannot say everything that the language can: %s', (expression) => {
    expect(toRuleDocument(expression)).toBeNull();
  });
});
