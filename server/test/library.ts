import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, vi } from 'vitest';
import type { ApiClient } from './test-app.ts';

/** A small library in a SQLite file, for tests that ask about it. */
export async function createLibrary() {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-library-'));
  const path = join(folder, 'library.sqlite');
  const database = new DatabaseSync(path);
  database.exec(`
    create table readers (id integer primary key, name text not null, city text not null);
    create table loans (
      id integer primary key,
      reader_id integer not null references readers(id),
      days integer not null
    );
    insert into readers values (1, 'Ada', 'Turin'), (2, 'Bo', 'Lyon'), (3, 'Cem', 'Turin');
    insert into loans values (1, 1, 14), (2, 1, 21), (3, 2, 7), (4, 3, 28);
  `);
  database.close();
  return {
    path,
    run(statement: string): void {
      const writing = new DatabaseSync(path);
      writing.exec(statement);
      writing.close();
    },
    readersLeft(): number {
      const reading = new DatabaseSync(path, { readOnly: true });
      const row = reading.prepare('select count(*) as count from readers').get();
      reading.close();
      return Number(row?.count);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Library = Awaited<ReturnType<typeof createLibrary>>;

/** The id of the sample shop's connection once its tables can be read; the product must have been started with sample data. */
export async function sampleShopOf(admin: ApiClient): Promise<string> {
  return vi.waitFor(
    async () => {
      const { connections } = (await admin.get('/connections')).body.data;
      const { id } = connections.find(({ name }: { name: string }) => name === '示例商店');
      expect((await admin.get(`/connections/${id}/tables`)).body.data.tables.length).toBeGreaterThan(5);
      return id;
    },
    { timeout: 40_000, interval: 300 },
  );
}

/** Adds a connection or model and gives its id. */
export async function add(client: ApiClient, path: string, body: unknown): Promise<string> {
  const answer = await client.post(path, body);
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.text}`);
  return answer.body.data.id;
}

/** Asks and gives the whole stream as text, with the conversation's id. */
export async function ask(
  client: ApiClient,
  query: string,
  parameters: Record<string, string> = {},
): Promise<{ status: number; text: string; conversationId: string }> {
  const search = new URLSearchParams({ query, ...parameters });
  const answer = await client.get(`/chat/stream?${search}`);
  return {
    status: answer.status,
    text: answer.text,
    conversationId: String(answer.headers['x-conversation-id']),
  };
}
