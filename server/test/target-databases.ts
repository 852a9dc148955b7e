import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { findTestClickhouse } from '../../packages/engines/src/clickhouse/clickhouse.server.ts';
import { testServers } from './test-servers.ts';

/** A database of its own on a real server, as a connection of the product reaches it. */
export interface TargetDatabase {
  driver: 'postgresql' | 'mysql' | 'clickhouse';
  /** The body of a new connection. */
  connection(options?: { name?: string; host?: string; port?: number; is_shared?: boolean }): object;
  run(...statements: string[]): Promise<void>;
  /** Statements in the server's process list that hold the text. */
  running(text: string): Promise<number>;
  drop(): Promise<void>;
}

export const targetDrivers = ['postgresql', 'mysql'] as const;

export const openTarget = { postgresql: openPostgresqlTarget, mysql: openMysqlTarget };

/** Databases that a warehouse can be on. */
export const openWarehouseTarget = { ...openTarget, clickhouse: openClickhouseTarget };

const newName = () => `sextant_target_${randomBytes(4).toString('hex')}`;

/** A table `numbers` with n from 1 to 100,000. */
const digits =
  '(select 0 d union all select 1 union all select 2 union all select 3 union all select 4 union all '.concat(
    'select 5 union all select 6 union all select 7 union all select 8 union all select 9)',
  );
const numbers = [
  'create table numbers (n int primary key)',
  'insert into numbers select 1 + a.d + b.d * 10 + c.d * 100 + e.d * 1000 + f.d * 10000 from '.concat(
    ['a', 'b', 'c', 'e', 'f'].map((name) => `${digits} ${name}`).join(', '),
  ),
];

function connectionOf(driver: string, server: string, database: string): TargetDatabase['connection'] {
  const { hostname, port, username, password } = new URL(server);
  return (options = {}) => ({
    name: `c${randomBytes(4).toString('hex')}`,
    driver,
    host: hostname,
    port: Number(port),
    username,
    password: decodeURIComponent(password),
    database,
    ...options,
  });
}

async function openPostgresqlTarget(): Promise<TargetDatabase> {
  const database = newName();
  const server = new Client({ connectionString: testServers.postgresql });
  await server.connect();
  await server.query(`create database ${database}`);
  const url = new URL(testServers.postgresql);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const run = async (...statements: string[]) => {
    for (const statement of statements) await client.query(statement);
  };
  await run(...numbers, 'analyze numbers');
  return {
    driver: 'postgresql',
    connection: connectionOf('postgresql', testServers.postgresql, database),
    run,
    async running(text) {
      const { rows } = await server.query(
        "select 1 from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() and datname = $1 and query like $2",
        [database, `%${text}%`],
      );
      return rows.length;
    },
    async drop() {
      await client.end();
      await server.query(`drop database ${database} with (force)`);
      await server.end();
    },
  };
}

async function openMysqlTarget(): Promise<TargetDatabase> {
  const database = newName();
  const client = await createConnection({ uri: testServers.mysql, charset: 'utf8mb4' });
  const run = async (...statements: string[]) => {
    for (const statement of statements) await client.query(statement);
  };
  await run(`create database ${database} character set utf8mb4`, `use ${database}`, ...numbers);
  return {
    driver: 'mysql',
    connection: connectionOf('mysql', testServers.mysql, database),
    run,
    async running(text) {
      const [rows] = await client.query(
        'select 1 from information_schema.processlist where db = ? and id <> connection_id() and info like ?',
        [database, `%${text}%`],
      );
      return (rows as unknown[]).length;
    },
    async drop() {
      await client.query(`drop database ${database}`);
      await client.end();
    },
  };
}

async function openClickhouseTarget(): Promise<TargetDatabase> {
  const server = await findTestClickhouse(process.env.SEXTANT_TEST_CLICKHOUSE);
  if ('missing' in server) throw new Error(server.missing);
  const database = newName();
  await server.run(`create database ${database}`);
  const address = `http://${server.user}:${server.password}@${server.host}:${server.port}`;
  return {
    driver: 'clickhouse',
    connection: connectionOf('clickhouse', address, database),
    async run(...statements) {
      for (const statement of statements) await server.run(statement, database);
    },
    async running(text) {
      const found = await server.run(
        `SELECT count() FROM system.processes WHERE position(query, '${text}') > 0`,
      );
      return Number(found);
    },
    async drop() {
      await server.run(`drop database ${database}`);
      await server.stop();
    },
  };
}
