import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { isReachable, testServers } from '../server/test/test-servers.ts';

/** A database of its own on a real server, for one bench. */
export interface BenchDatabase {
  driver: 'postgresql' | 'mysql';
  /** URL with the database. */
  address: string;
  run(sql: string): Promise<void>;
  drop(): Promise<void>;
}

const digits = `(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL
  SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)`;

/** Numbers from 1 to 10 to the power of `exponent`, as a derived table of one column n. */
export function numbersTo(exponent: number): string {
  const names = Array.from({ length: exponent }, (_, index) => `d${index}`);
  const sum = names.map((name, index) => `${name}.d * ${10 ** index}`).join(' + ');
  return [
    '(SELECT 1 +',
    sum,
    'AS n FROM',
    names.map((name) => `${digits} ${name}`).join(', '),
    ') AS numbers',
  ].join(' ');
}

/** Makes a database on the test server; null when the server is not there. */
export async function createBenchDatabase(driver: BenchDatabase['driver']): Promise<BenchDatabase | null> {
  const server = testServers[driver];
  if (!(await isReachable(server))) return null;
  const name = `sextant_bench_${randomBytes(4).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const connect = driver === 'postgresql' ? connectPostgresql : connectMysql;
  const owner = await connect(server);
  await owner.run(['CREATE DATABASE', name].join(' '));
  const client = await connect(url.href);
  return {
    driver,
    address: url.href,
    run: client.run,
    async drop() {
      await client.end();
      await owner.run(['DROP DATABASE', name].join(' '));
      await owner.end();
    },
  };
}

async function connectPostgresql(address: string) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  return {
    run: async (sql: string) => void (await client.query(sql)),
    end: () => client.end(),
  };
}

async function connectMysql(address: string) {
  return {
    run: (sql: string) => runProcess('mariadb', [...mysqlLogin(address), '-e', sql]),
    end: async () => undefined,
  };
}

/** The arguments with which MariaDB's client logs in to the database of an address. */
export function mysqlLogin(address: string): string[] {
  const { hostname, port, username, password, pathname } = new URL(address);
  const secret = password === '' ? [] : [`--password=${decodeURIComponent(password)}`];
  return ['-h', hostname, '-P', port, '-u', username, ...secret, pathname.slice(1)];
}

/** Runs a client as a process of its own, so that what it costs is not measured as ours; its output goes nowhere. */
export async function runProcess(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
