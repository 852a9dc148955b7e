import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../../../test/library.ts';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';
import { openDatabase } from '../../../platform/db/open-database.ts';
import { createQueryRunsRepository } from '../query-runs.repository.ts';
import { createKeptRuns } from './kept-runs.ts';

describeOnBothStores('the query history', (metadata) => {
  let product: TestApp;
  let library: Library;
  let user: ApiClient;
  let connectionId: string;

  beforeAll(async () => {
    library = await createLibrary();
    product = await startTestApp({ metadata, config: { egress: 'open' } });
    user = await product.newUser('admin');
    connectionId = await newConnection(user, '历史');
  });
  afterAll(async () => {
    await product.close();
    await library.remove();
  });

  async function newConnection(owner: ApiClient, name: string): Promise<string> {
    const { body } = await owner.post('/connections', { name, driver: 'sqlite', database: library.path });
    return body.data.id;
  }
  const run = (sql: string, id = connectionId) => user.post(`/connections/${id}/query`, { sql });
  const history = async (query = '', client = user) => (await client.get(`/query-runs${query}`)).body.data;

  /** A run is written when its last row was sent, which is a moment after the answer. */
  async function historyOf(count: number, query = '') {
    for (;;) {
      const found = await history(query);
      if (found.total >= count) return found;
      await delay(20);
    }
  }

  test('shows own runs with what became of them, newest first', async () => {
    await run('SELECT 1 AS 甲');
    await run('SELECT * FROM nowhere');
    await run('DROP TABLE x');
    const { query_runs: runs, total, has_more: hasMore } = await historyOf(3);
    expect({ total, hasMore }).toEqual({ total: 3, hasMore: false });
    expect(runs.map((item: { sql: string; status: string }) => [item.sql, item.status])).toEqual([
      ['DROP TABLE x', 'refused'],
      ['SELECT * FROM nowhere', 'failed'],
      ['SELECT 1 AS 甲', 'ok'],
    ]);
    expect(runs[2]).toMatchObject({
      connection_id: connectionId,
      connection_name: '历史',
      source: 'workbench',
      rows_count: 1,
      error: null,
    });
    expect(runs[1].error).toContain('nowhere');
  });

  test('is searched, filtered and read in pages', async () => {
    await historyOf(3);
    const statements = async (query: string) =>
      (await history(query)).query_runs.map((item: { sql: string }) => item.sql);
    expect(await statements('?q=NOWHERE')).toEqual(['SELECT * FROM nowhere']);
    expect(await statements('?q=%25')).toEqual([]);
    expect(await statements('?status=refused')).toEqual(['DROP TABLE x']);
    expect(await statements('?source=ask')).toEqual([]);
    expect(await statements(`?connection_id=${connectionId}&limit=1&offset=1`)).toEqual([
      'SELECT * FROM nowhere',
    ]);
    expect(await history('?limit=2')).toMatchObject({ total: 3, has_more: true });
    expect((await user.get('/query-runs?status=odd')).status).toBe(422);
  });

  test('belongs to its user alone', async () => {
    const other = await product.newUser();
    expect(await history('', other)).toMatchObject({ query_runs: [], total: 0 });
    const { query_runs: runs } = await historyOf(3);
    expect((await other.delete(`/query-runs/${runs[0].id}`)).status).toBe(404);
    expect((await product.admin.delete(`/query-runs/${runs[0].id}`)).status).toBe(404);
    expect((await user.delete(`/query-runs/${runs[0].id}`)).status).toBe(200);
    expect((await user.delete(`/query-runs/${runs[0].id}`)).status).toBe(404);
    expect((await history()).total).toBe(2);
  });

  test('keeps its lines when their connection is gone, without a name', async () => {
    const id = await newConnection(user, 'kurz');
    await run('SELECT 2', id);
    await historyOf(1, `?connection_id=${id}`);
    await user.delete(`/connections/${id}`);
    expect((await history(`?connection_id=${id}`)).query_runs[0]).toMatchObject({
      sql: 'SELECT 2',
      connection_name: null,
    });
  });

  test('keeps the newest runs of each user, trimmed now and then', async () => {
    const other = await product.newUser();
    const { db } = await openDatabase(product.config);
    const queryRuns = createQueryRunsRepository(db);
    const kept = createKeptRuns({
      queryRuns,
      logger: { error: (entry: unknown) => Promise.reject(entry) } as never,
      trimEvery: 5,
      keptPerUser: 4,
    });
    const end = { rowsCount: 1, durationMs: 1, error: null };
    for (let count = 1; count <= 11; count += 1) {
      const sql = `SELECT ${count}`;
      await kept.add({
        ...end,
        userId: other.userId,
        connectionId,
        source: 'workbench',
        sql,
        status: 'ok',
      });
    }
    const { rows } = await queryRuns.list(other.userId, { limit: 50, offset: 0 });
    expect(rows.map(({ sql }) => sql)).toEqual(['SELECT 11', 'SELECT 10', 'SELECT 9', 'SELECT 8']);
    expect((await history()).total).toBeGreaterThan(0);
    await db
      .updateTable('query_runs')
      .set({ created_at: '2020-01-01T00:00:00.000Z' })
      .where('user_id', '=', other.userId)
      .execute();
    await queryRuns.removeBefore('2021-01-01T00:00:00.000Z');
    expect(await history('', other)).toMatchObject({ total: 0 });
    await db.destroy();
  });
});
