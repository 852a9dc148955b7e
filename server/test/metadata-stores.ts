import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe } from 'vitest';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { isReachable, testServers } from './test-servers.ts';

const postgresqlFound = await isReachable(testServers.postgresql);

/** Runs a suite on SQLite and on PostgreSQL metadata; says so when there is no PostgreSQL. */
export function describeOnBothStores(name: string, suite: (metadata: MetadataKind) => void): void {
  describe(`${name}, metadata on SQLite`, () => suite('sqlite'));
  const title = `${name}, metadata on PostgreSQL`;
  if (postgresqlFound) describe(title, () => suite('postgresql'));
  else
    describe.skip(`${title} (no server at ${new URL(testServers.postgresql).host})`, () =>
      suite('postgresql'));
}

/** A PostgreSQL database of its own for a test; `drop` removes it. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `sextant_test_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: testServers.postgresql });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(testServers.postgresql);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}
