import { mysql } from '@sextant/engines/mysql/mysql.engine';
import { postgresql } from '@sextant/engines/postgresql/postgresql.engine';
import { type Connection, createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const unique = `${process.pid}_${Date.now() % 1e6}`;
const bystander = `sr_${unique}_bystander`;

/** Account names that would end their quotes and go on with a statement of their own. */
const hostile = [
  `sr_${unique}\\' ACCOUNT UNLOCK -- `,
  `sr_${unique}\\\\' OR 1 #`,
  `sr_${unique}'@'%' ACCOUNT UNLOCK -- `,
  `sr_${unique}\`; DROP USER x; -- `,
  `sr_${unique}"; ALTER ROLE x; -- 财务`,
];

describe.each(['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'])(
  'names of accounts in the remedies of MySQL, with sql_mode "%s"',
  (mode) => {
    let server: Connection;
    const host = '10.0.%';
    const locked = async (name: string) => {
      const [rows] = await server.query(
        'SELECT JSON_VALUE(Priv, ?) AS locked FROM mysql.global_priv WHERE User = ? AND Host = ?',
        ['$.account_locked', name, host],
      );
      return (rows as { locked: string | null }[])[0]?.locked === '1';
    };
    const names = [...hostile, bystander];
    const drop = () =>
      Promise.all(names.map((name) => server.query('DROP USER IF EXISTS ?@?', [name, host])));

    beforeAll(async () => {
      server = await createConnection({ host: '127.0.0.1', user: 'root', charset: 'utf8mb4' });
      await drop();
      for (const name of names) await server.query('CREATE USER ?@?', [name, host]);
      await server.query('SET SESSION sql_mode = ?', [mode]);
    });
    afterAll(async () => {
      await server.query("SET SESSION sql_mode = ''");
      await drop();
      await server.end();
    });

    test.each(hostile)('%j is locked, and nobody else', async (name) => {
      const [statement = ''] = mysql.remedies?.lock({ name, host, kind: 'user' }) ?? [];
      await server.query(statement);
      await server.query("SET SESSION sql_mode = ''");
      expect(await locked(name)).toBe(true);
      expect(await locked(bystander)).toBe(false);
      await server.query('SET SESSION sql_mode = ?', [mode]);
    });
  },
);

describe.each(['on', 'off'])(
  'names of accounts in the remedies of PostgreSQL, with standard_conforming_strings %s',
  (standard) => {
    const server = new Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
    const names = [...hostile, bystander];
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
    beforeAll(async () => {
      await server.connect();
      for (const name of names) await server.query(`CREATE ROLE ${quoted(name)} LOGIN`);
      await server.query(`SET standard_conforming_strings = ${standard}`);
    });
    afterAll(async () => {
      for (const name of names) await server.query(`DROP ROLE ${quoted(name)}`);
      await server.end();
    });

    test.each(hostile)('%j is locked, and nobody else', async (name) => {
      const [statement = ''] = postgresql.remedies?.lock({ name, host: null, kind: 'user' }) ?? [];
      await server.query(statement);
      const { rows } = await server.query(
        'SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname = ANY($1)',
        [[name, bystander]],
      );
      expect(rows).toEqual([{ rolname: bystander }]);
    });
  },
);
