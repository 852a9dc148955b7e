import type { Privilege } from '@sextant/contract/accounts';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { type AccountRemedies, byObject, namesOf } from '../account-remedies.ts';
import { objectParts } from '../object-name.ts';

const identifier = (name: string) => quoteIdentifier('postgresql', name);

/** What ALTER ROLE takes an attribute back with. */
const attributes: Record<string, string> = {
  CREATEROLE: 'NOCREATEROLE',
  CREATEDB: 'NOCREATEDB',
  REPLICATION: 'NOREPLICATION',
  BYPASSRLS: 'NOBYPASSRLS',
  SYSADMIN: 'NOSYSADMIN',
};

function target({ level, object }: Privilege): string | null {
  const name = object ?? '';
  if (name.startsWith('DEFAULT of ')) return null;
  const path = objectParts(name).map(identifier);
  switch (level) {
    case 'database':
      return `DATABASE ${path.join('.')}`;
    case 'schema':
      return `SCHEMA ${path.join('.')}`;
    case 'table':
      return `TABLE ${path.join('.')}`;
    case 'column':
      return `TABLE ${path.slice(0, -1).join('.')}`;
    case 'sequence':
      return `SEQUENCE ${path.join('.')}`;
    case 'tablespace':
      return `TABLESPACE ${path.join('.')}`;
    // The server wrote the name and the types itself, quoted.
    case 'routine':
      return `ROUTINE ${name}`;
    default:
      return null;
  }
}

function rightsText(group: readonly Privilege[]): string {
  const [first] = group;
  if (first?.level !== 'column') return namesOf(group);
  const column = identifier(objectParts(first.object ?? '').at(-1) ?? '');
  return group.map(({ privilege }) => `${privilege} (${column})`).join(', ');
}

/** PostgreSQL 11 and newer. CASCADE also takes back what the account has passed on. */
export const postgresqlRemedies: AccountRemedies = {
  lock: ({ name }) => [['ALTER ROLE', identifier(name), 'NOLOGIN'].join(' ')],
  unlock: ({ name }) => [['ALTER ROLE', identifier(name), 'LOGIN'].join(' ')],
  dropSuperuser: ({ name }) => [['ALTER ROLE', identifier(name), 'NOSUPERUSER'].join(' ')],
  revokeRole: ({ name }, role) => [['REVOKE', identifier(role), 'FROM', identifier(name)].join(' ')],
  revoke({ name }, privileges) {
    const owned = privileges.filter(({ privilege }) => privilege === 'OWNER');
    const own = privileges.filter(({ level, privilege }) => level === 'server' && privilege in attributes);
    const statements = own.map(({ privilege }) =>
      ['ALTER ROLE', identifier(name), attributes[privilege]].join(' '),
    );
    const left = [...owned];
    const rest = privileges.filter((one) => !owned.includes(one) && !own.includes(one));
    for (const group of byObject(rest)) {
      const place = group[0] ? target(group[0]) : null;
      if (place === null) left.push(...group);
      else
        statements.push(
          ['REVOKE', rightsText(group), 'ON', place, 'FROM', identifier(name), 'CASCADE'].join(' '),
        );
    }
    return { statements, left };
  },
};
