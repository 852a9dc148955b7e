import { quoteIdentifier } from '@sextant/sql/identifier';
import { type AccountRemedies, byObject, namesOf } from '../account-remedies.ts';

const identifier = (name: string) => quoteIdentifier('tsql', name);

/** SQL Server, shown only. What holds inside a database names the user there, who may be called otherwise. */
export const sqlserverRemedies: AccountRemedies = {
  lock: ({ name, kind }) => (kind === 'role' ? [] : [['ALTER LOGIN', identifier(name), 'DISABLE'].join(' ')]),
  unlock: ({ name, kind }) =>
    kind === 'role' ? [] : [['ALTER LOGIN', identifier(name), 'ENABLE'].join(' ')],
  dropSuperuser: () => [],
  revokeRole({ name }, role) {
    const dot = role.indexOf('.');
    const member = ['DROP MEMBER', identifier(name)].join(' ');
    if (dot < 0) return [['ALTER SERVER ROLE', identifier(role), member].join(' ')];
    const use = ['USE', identifier(role.slice(0, dot))].join(' ');
    return [use, ['ALTER ROLE', identifier(role.slice(dot + 1)), member].join(' ')];
  },
  revoke({ name }, privileges) {
    const server = privileges.filter(({ level }) => level === 'server');
    const statements = byObject(server).map((group) =>
      ['REVOKE', namesOf(group), 'FROM', identifier(name), 'CASCADE'].join(' '),
    );
    return { statements, left: privileges.filter((one) => !server.includes(one)) };
  },
};
