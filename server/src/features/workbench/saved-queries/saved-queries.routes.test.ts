import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';

/** Saved queries only name a connection; nothing listens there. */
const connectionNamed = (name: string) => ({
  is_shared: false,
  name,
  driver: 'postgresql',
  host: '127.0.0.1',
  port: 1,
  username: 'x',
  database: 'x',
});

describeOnBothStores('saved queries', (metadata) => {
  let product: TestApp;
  let author: ApiClient;
  let reader: ApiClient;

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    author = await product.newUser();
    reader = await product.newUser();
  });
  afterAll(() => product.close());

  const save = async (user: ApiClient, fields: Record<string, unknown>) => {
    const answer = await user.post('/saved-queries', { name: '月度销售', sql: 'SELECT 1', ...fields });
    expect(answer.text).toContain('"success":true');
    return answer.body.data;
  };
  const names = async (user: ApiClient, query = '') => {
    const { body } = await user.get(`/saved-queries${query}`);
    return body.data.saved_queries.map((saved: { name: string }) => saved.name);
  };

  test('a saved query is found again by its permanent id, with SQL, parameters and owner', async () => {
    const saved = await save(author, {
      name: '客户 😀',
      folder: '销售/月报',
      description: '每月一次',
      sql: 'SELECT :城市',
      named_params: { 城市: '北京', n: 3, x: null },
    });
    const { body } = await author.get(`/saved-queries/${saved.id}`);
    expect(body.data).toEqual(saved);
    expect(body.data).toMatchObject({
      name: '客户 😀',
      folder: '销售/月报',
      sql: 'SELECT :城市',
      named_params: { 城市: '北京', n: 3, x: null },
      connection_id: null,
      is_shared: false,
      version: 1,
      can_manage: true,
    });
  });

  test('other SQL or parameters make a version, a new name or folder does not', async () => {
    const { id } = await save(author, { sql: 'SELECT 1', named_params: { a: 1, b: 2 } });
    const renamed = await author.put(`/saved-queries/${id}`, {
      name: 'x',
      folder: 'y',
      sql: 'SELECT 1',
      named_params: { b: 2, a: 1 },
    });
    expect(renamed.body.data).toMatchObject({ name: 'x', folder: 'y', version: 1 });
    expect((await author.put(`/saved-queries/${id}`, { sql: 'SELECT 2' })).body.data.version).toBe(2);
    const last = await author.put(`/saved-queries/${id}`, { named_params: { a: 1 } });
    expect(last.body.data).toMatchObject({ version: 3, sql: 'SELECT 2', named_params: { a: 1 } });
    const { versions } = (await author.get(`/saved-queries/${id}/versions`)).body.data;
    expect(versions.map((item: { version: number; sql: string }) => [item.version, item.sql])).toEqual([
      [3, 'SELECT 2'],
      [2, 'SELECT 2'],
      [1, 'SELECT 1'],
    ]);
  });

  test('who changes an outdated version gets a conflict that names the current one', async () => {
    const { id } = await save(author, {});
    await author.put(`/saved-queries/${id}`, { sql: 'SELECT 2', base_version: 1 });
    const late = await author.put(`/saved-queries/${id}`, { sql: 'SELECT 3', base_version: 1 });
    expect(late.status).toBe(409);
    expect(late.body.error).toMatchObject({ code: 'CONFLICT', details: { version: 2 } });
    expect((await author.get(`/saved-queries/${id}`)).body.data.sql).toBe('SELECT 2');
  });

  test('of many changes at once every accepted one has a version of its own', async () => {
    const { id } = await save(author, {});
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        author.put(`/saved-queries/${id}`, { sql: `SELECT ${index + 10}` }),
      ),
    );
    const accepted = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { versions } = (await author.get(`/saved-queries/${id}/versions`)).body.data;
    expect(versions).toHaveLength(accepted + 1);
  });

  test("another user's private query does not exist for them", async () => {
    const { id } = await save(author, { name: 'private' });
    expect(await names(reader)).not.toContain('private');
    for (const answer of [
      await reader.get(`/saved-queries/${id}`),
      await reader.get(`/saved-queries/${id}/versions`),
      await reader.put(`/saved-queries/${id}`, { name: 'mine' }),
      await reader.delete(`/saved-queries/${id}`),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await product.admin.get(`/saved-queries/${id}`)).body.data.can_manage).toBe(true);
  });

  test('a shared query is read by others and changed by its owner and administrators only', async () => {
    const { id } = await save(author, { name: 'for all', is_shared: true });
    expect(await names(reader, '?shared=true')).toContain('for all');
    expect((await reader.get(`/saved-queries/${id}`)).body.data.can_manage).toBe(false);
    const refused = await reader.put(`/saved-queries/${id}`, { name: 'mine' });
    expect(refused.status).toBe(403);
    expect((await reader.delete(`/saved-queries/${id}`)).status).toBe(403);
    const byAdmin = await product.admin.put(`/saved-queries/${id}`, { sql: 'SELECT 9' });
    expect(byAdmin.body.data.version).toBe(2);
    const { versions } = (await reader.get(`/saved-queries/${id}/versions`)).body.data;
    expect(versions.map((item: { author: string }) => item.author)).toEqual(['admin', expect.any(String)]);
    await author.put(`/saved-queries/${id}`, { is_shared: false });
    expect((await reader.get(`/saved-queries/${id}`)).status).toBe(404);
  });

  test('a shared query shows only to those who may use its connection, and outlives it', async () => {
    const { body } = await product.admin.post('/connections', connectionNamed('本地'));
    const connectionId = body.data.id;
    const { id } = await save(product.admin, {
      name: 'over a connection',
      connection_id: connectionId,
      is_shared: true,
    });
    expect(await names(reader)).not.toContain('over a connection');
    expect((await reader.get(`/saved-queries/${id}`)).status).toBe(404);
    await product.admin.put(`/connections/${connectionId}`, { is_shared: true });
    expect(await names(reader)).toContain('over a connection');
    await product.admin.delete(`/connections/${connectionId}`);
    expect((await reader.get(`/saved-queries/${id}`)).body.data.connection_id).toBeNull();
  });

  test('nobody saves a query over a connection that they may not use', async () => {
    const { body } = await product.admin.post('/connections', connectionNamed('geheim'));
    const answer = await author.post('/saved-queries', {
      name: 'x',
      sql: 'SELECT 1',
      connection_id: body.data.id,
    });
    expect(answer.status).toBe(404);
  });

  test('lists search name, description and SQL, by folder and in pages', async () => {
    const user = await product.newUser();
    await save(user, { name: 'a', folder: 'Sales', sql: 'SELECT 100%' });
    await save(user, { name: 'b', folder: 'Sales/2024', description: 'Nach REGION' });
    await save(user, { name: 'c', folder: 'SalesOld' });
    await save(user, { name: 'd', folder: '' });
    const own = (query: string) => names(user, `?shared=false&${query}`);
    expect(await own('')).toEqual(['d', 'a', 'b', 'c']);
    expect(await own('folder=Sales')).toEqual(['a', 'b']);
    expect(await own('q=region')).toEqual(['b']);
    expect(await own('q=100%25')).toEqual(['a']);
    const page = await user.get('/saved-queries?shared=false&limit=3');
    expect(page.body.data).toMatchObject({ total: 4, has_more: true });
    expect(page.body.data.saved_queries[0]).not.toHaveProperty('sql');
    const rest = await user.get('/saved-queries?shared=false&limit=3&offset=3');
    expect(rest.body.data).toMatchObject({ total: 4, has_more: false });
  });

  test('a folder moves with what is below it, and only the own one', async () => {
    const user = await product.newUser();
    const top = await save(user, { name: 'top', folder: '甲' });
    const deep = await save(user, { name: 'deep', folder: '甲/乙' });
    const near = await save(user, { name: 'near', folder: '甲甲' });
    const others = await save(reader, { name: 'others', folder: '甲', is_shared: true });
    const folder = async (saved: { id: string }) =>
      (await user.get(`/saved-queries/${saved.id}`)).body.data.folder;
    const answer = await user.post('/saved-queries/move-folder', { from: '甲', to: '丙/甲' });
    expect(answer.body.data).toEqual({ moved: 2 });
    expect(await Promise.all([top, deep, near, others].map(folder))).toEqual([
      '丙/甲',
      '丙/甲/乙',
      '甲甲',
      '甲',
    ]);
    await user.post('/saved-queries/move-folder', { from: '丙/甲', to: '' });
    expect(await Promise.all([top, deep].map(folder))).toEqual(['', '乙']);
  });

  test('a deleted query is gone with its versions', async () => {
    const { id } = await save(author, {});
    expect((await author.delete(`/saved-queries/${id}`)).status).toBe(200);
    expect((await author.get(`/saved-queries/${id}/versions`)).status).toBe(404);
  });

  test.each(['/a', 'a/', 'a//b', 'a\\b'])('the folder %s is refused by name', async (folder) => {
    const answer = await author.post('/saved-queries', { name: 'x', sql: 'SELECT 1', folder });
    expect(answer.status).toBe(422);
    expect(answer.body.error.details.fields).toHaveProperty('folder');
  });
});
