import type { Privilege } from '@sextant/contract/accounts';
import { expect, test } from 'vitest';
import { privilegeMatrix } from './privilege-matrix.ts';
import { privilegeTree } from './privilege-tree.ts';

const right = (
  level: Privilege['level'],
  object: string | null,
  privilege: string,
  via: string | null = null,
) => ({ level, object, privilege, via, grantable: privilege === 'GRANT' }) satisfies Privilege;

const rights = [
  right('column', 'shop.orders.price', 'SELECT'),
  right('server', null, 'PROCESS'),
  right('database', 'shop', 'SELECT'),
  right('database', 'shop', 'SELECT', 'readers'),
  right('table', 'crm.people', 'SELECT', 'readers'),
  right('database', 'shop', 'GRANT'),
];

test('an object stands in what holds it, whether that has rights of its own or not', () => {
  const tree = privilegeTree([...rights, right('routine', 'crm.round(pg_catalog.int4)', 'EXECUTE')]);
  expect(tree.map(({ object, level }) => [object, level])).toEqual([
    [null, 'server'],
    ['crm', null],
    ['shop', 'database'],
  ]);
  const [, crm, shop] = tree;
  expect(crm?.children.map(({ object }) => object)).toEqual(['crm.people', 'crm.round(pg_catalog.int4)']);
  expect(shop?.children[0]?.children.map(({ object }) => object)).toEqual(['shop.orders.price']);
  expect(shop?.sources.map(({ via, privileges }) => [via, privileges.length])).toEqual([
    [null, 2],
    ['readers', 1],
  ]);
});

test('the matrix tells what is granted directly, what comes through a role and what may be passed on', () => {
  const { columns, rows } = privilegeMatrix(rights);
  expect(columns).toEqual(['SELECT', 'GRANT', 'PROCESS']);
  expect(rows.map(({ object }) => object)).toEqual([null, 'crm.people', 'shop', 'shop.orders.price']);
  const shop = rows[2];
  expect(shop?.cells.get('SELECT')).toEqual({ direct: true, via: ['readers'], grantable: false });
  expect(shop?.cells.get('GRANT')).toEqual({ direct: true, via: [], grantable: true });
  expect(rows[1]?.cells.get('SELECT')).toEqual({ direct: false, via: ['readers'], grantable: false });
});
