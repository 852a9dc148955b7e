import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Dialect } from '@sextant/sql/dialect';
import mysql from 'mysql2/promise';
import pg from 'pg';

/** An engine with an empty database of its own that a test may fill. */
export interface TestServer {
  dialect: Dialect;
  run(sql: string): Promise<unknown[][]>;
  stop(): Promise<void>;
}

const database = `ask_${randomUUID().replaceAll('-', '').slice(0, 12)}`;

async function postgresql(): Promise<TestServer> {
  const client = new pg.Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query('CREATE SCHEMA '.concat(database));
  await client.query('SET search_path TO '.concat(database));
  return {
    dialect: 'postgresql',
    run: async (sql) => {
      const found = await client.query({ text: sql, rowMode: 'array' });
      return found.rows as unknown[][];
    },
    stop: async () => {
      await client.query('DROP SCHEMA '.concat(database, ' CASCADE'));
      await client.end();
    },
  };
}

async function mariadb(): Promise<TestServer> {
  const client = await mysql.createConnection({ host: '127.0.0.1', user: 'root', dateStrings: true });
  await client.query('CREATE DATABASE '.concat(database, ' CHARACTER SET utf8mb4'));
  await client.query('USE '.concat(database));
  return {
    dialect: 'mysql',
    run: async (sql) => {
      const [rows] = await client.query({ sql, rowsAsArray: true });
      return rows as unknown[][];
    },
    stop: async () => {
      await client.query('DROP DATABASE '.concat(database));
      await client.end();
    },
  };
}

async function sqlite(): Promise<TestServer> {
  const file = new DatabaseSync(':memory:');
  return {
    dialect: 'sqlite',
    run: async (sql) => {
      const statement = file.prepare(sql);
      statement.setReturnArrays(true);
      return statement.all() as unknown as unknown[][];
    },
    stop: async () => file.close(),
  };
}

async function duckdb(): Promise<TestServer> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return {
    dialect: 'duckdb',
    run: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson() as unknown[][],
    stop: async () => connection.closeSync(),
  };
}

/** Starts every engine this machine has; those that cannot be reached come back as reasons. */
export async function startTestServers(): Promise<{ servers: TestServer[]; missing: string[] }> {
  const servers: TestServer[] = [];
  const missing: string[] = [];
  for (const start of [postgresql, mariadb, sqlite, duckdb]) {
    try {
      servers.push(await start());
    } catch (error) {
      missing.push(`${start.name} cannot be reached: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { servers, missing };
}
