import { quoteIdentifier } from '@sextant/sql/identifier';
import { type AccountRemedies, byObject, namesOf } from '../account-remedies.ts';
import { objectParts } from '../object-name.ts';

const identifier = (name: string) => quoteIdentifier('oracle', name);

/** Oracle, shown only: nobody has run these against a real server yet. */
export const oracleRemedies: AccountRemedies = {
  lock: ({ name, kind }) =>
    kind === 'role' ? [] : [['ALTER USER', identifier(name), 'ACCOUNT LOCK'].join(' ')],
  unlock: ({ name, kind }) =>
    kind === 'role' ? [] : [['ALTER USER', identifier(name), 'ACCOUNT UNLOCK'].join(' ')],
  dropSuperuser: () => [],
  revokeRole: ({ name }, role) => [['REVOKE', identifier(role), 'FROM', identifier(name)].join(' ')],
  revoke({ name }, privileges) {
    const left = privileges.filter(({ level }) => level === 'tablespace' || level === 'column');
    const statements = byObject(privileges.filter((one) => !left.includes(one))).flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      if (first.level === 'server') return [['REVOKE', namesOf(group), 'FROM', identifier(name)].join(' ')];
      const place = objectParts(first.object ?? '')
        .map(identifier)
        .join('.');
      return [['REVOKE', namesOf(group), 'ON', place, 'FROM', identifier(name)].join(' ')];
    });
    return { statements, left };
  },
};
