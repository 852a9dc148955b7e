import { dialects } from '@sextant/sql/dialect';
import { expect, test } from 'vitest';
import { engines, findEngine } from './registry.ts';

test('engines are found by id and by their other names', () => {
  expect(findEngine('MariaDB')?.id).toBe('mysql');
  expect(findEngine('postgres')?.id).toBe('postgresql');
  expect(findEngine('duckdb')?.id).toBe('duckdb');
  for (const id of ['sqlserver', 'mssql', 'tsql']) expect(findEngine(id)?.id).toBe('sqlserver');
  for (const id of ['access', '', 'constructor']) expect(findEngine(id)).toBeNull();
});

test.each(engines)(
  'the form of $id is complete in both languages and hides its secrets',
  ({ fields, dialect }) => {
    expect(dialects).toContain(dialect);
    const names = fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { kind, secret, label, choices, default: initial } of fields) {
      expect(secret).toBe(kind === 'password');
      expect(label.zh && label.en).toBeTruthy();
      if (kind === 'select') expect(choices).toContain(initial);
    }
  },
);

const settings = { host: 'h', port: 1, username: 'u', password: null, database: 'd', options: {} };
const context = { resolveHost: async (host: string) => host };

test.each([
  [{ options: { sslkey: 'x' } }, 'sslkey'],
  [{ options: { tls: 'maybe' } }, 'maybe'],
  [{ options: { tls: 1 } }, 'tls'],
  [{ options: { tls: 'verify', tls_ca: 'no certificate' } }, 'CA certificate'],
  [{ host: null }, 'host'],
  [{ username: '' }, 'username'],
  [{ database: null }, 'database'],
  [{ database: 'a\0b' }, 'database'],
  [{ port: 70_000 }, '70000'],
])('settings like %j are refused by name', async (change, name) => {
  const opening = findEngine('postgresql')?.open({ ...settings, ...change }, context);
  await expect(opening).rejects.toMatchObject({
    code: 'settings',
    message: expect.stringContaining(name),
    hint: { zh: expect.any(String) },
  });
});
