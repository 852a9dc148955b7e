import type { Privilege } from '@sextant/contract/accounts';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { type AccountRemedies, byObject, namesOf } from '../account-remedies.ts';
import { objectParts } from '../object-name.ts';

const identifier = (name: string) => quoteIdentifier('clickhouse', name);

function target({ level, object }: Privilege): string {
  const path = objectParts(object ?? '').map(identifier);
  if (level === 'server') return '*.*';
  return level === 'database' ? `${path[0]}.*` : path.slice(0, 2).join('.');
}

/** ClickHouse 20.4 and newer, shown only. Who may come from nowhere cannot log in; from where it came is not known again. */
export const clickhouseRemedies: AccountRemedies = {
  lock: ({ name, kind }) =>
    kind === 'role' ? [] : [['ALTER USER', identifier(name), 'HOST NONE'].join(' ')],
  unlock: () => [],
  dropSuperuser: () => [],
  revokeRole: ({ name }, role) => [['REVOKE', identifier(role), 'FROM', identifier(name)].join(' ')],
  revoke({ name }, privileges) {
    const left = privileges.filter(
      ({ privilege, level }) => privilege.startsWith('REVOKED ') || level === 'column',
    );
    const rest = privileges.filter((one) => !left.includes(one));
    const statements = byObject(rest).flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const all = group.find(({ privilege }) => privilege === 'ALL');
      return [
        ['REVOKE', all ? 'ALL' : namesOf(group), 'ON', target(first), 'FROM', identifier(name)].join(' '),
      ];
    });
    return { statements, left };
  },
};
