import type { Privilege } from '@sextant/contract/accounts';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { type AccountRemedies, byObject, namesOf, type RemedyAccount } from '../account-remedies.ts';
import { objectParts } from '../object-name.ts';
import { quoteAccountName } from './mysql.account-name.ts';

function accountName({ name, host }: RemedyAccount): string {
  return host === null ? quoteAccountName(name) : [name, host].map(quoteAccountName).join('@');
}

const identifier = (name: string) => quoteIdentifier('mysql', name);

/** Where a right holds, as REVOKE wants it, or null for a level that it does not know. */
function target([first]: readonly Privilege[]): string | null {
  const parts = objectParts(first?.object ?? '').map(identifier);
  switch (first?.level) {
    case 'server':
      return '*.*';
    case 'database':
      return `${parts[0]}.*`;
    case 'table':
      return parts.join('.');
    case 'column':
      return parts.slice(0, 2).join('.');
    case 'routine': {
      const [kind = '', ...path] = (first.object ?? '').split(' ');
      return [kind, objectParts(path.join(' ')).map(identifier).join('.')].join(' ');
    }
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

/** MySQL and MariaDB. A role is not locked: nobody logs in with it. */
export const mysqlRemedies: AccountRemedies = {
  lock: (account) =>
    account.kind === 'role' ? [] : [['ALTER USER', accountName(account), 'ACCOUNT LOCK'].join(' ')],
  unlock: (account) =>
    account.kind === 'role' ? [] : [['ALTER USER', accountName(account), 'ACCOUNT UNLOCK'].join(' ')],
  dropSuperuser: () => [],
  revokeRole: (account, role) => [['REVOKE', quoteAccountName(role), 'FROM', accountName(account)].join(' ')],
  revoke(account, privileges) {
    const statements: string[] = [];
    const left: Privilege[] = [];
    for (const group of byObject(privileges)) {
      const place = target(group);
      if (place === null) left.push(...group);
      else
        statements.push(['REVOKE', rightsText(group), 'ON', place, 'FROM', accountName(account)].join(' '));
    }
    return { statements, left };
  },
};
