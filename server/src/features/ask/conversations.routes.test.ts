import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('conversations', (metadata) => {
  let product: TestApp;
  let user: ApiClient;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    user = await product.newUser();
    // Without a connection a question is stored with its refusal, which is all that is needed here.
    for (const title of ['查询上月销售额', 'Sales by City', '100%_sure']) {
      ids[title] = (await ask(user, title)).conversationId;
    }
  });
  afterAll(() => product.close());

  const titles = async (search = '') =>
    (await user.get(`/conversations${search}`)).body.data.conversations.map(
      (conversation: { title: string }) => conversation.title,
    );

  test('the newest comes first, in the shape of the document', async () => {
    const { data } = (await user.get('/conversations')).body;
    expect(data).toMatchObject({ total: 3, has_more: false });
    expect(data.conversations[2]).toEqual({
      id: ids.查询上月销售额,
      title: '查询上月销售额',
      model: 'builtin',
      connection_id: null,
      is_favorite: false,
      message_count: 2,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    await ask(user, 'again', { conversation_id: ids.查询上月销售额 ?? '' });
    expect((await titles())[0]).toBe('查询上月销售额');
  });

  test('pages with limit and offset', async () => {
    const { data } = (await user.get('/conversations?limit=2&offset=0')).body;
    expect(data.conversations).toHaveLength(2);
    expect(data).toMatchObject({ total: 3, has_more: true });
    expect((await user.get('/conversations?limit=2&offset=2')).body.data.has_more).toBe(false);
    expect((await user.get('/conversations?limit=0')).status).toBe(422);
  });

  test('searches titles and messages, without regard to case and with no wildcards', async () => {
    expect(await titles('?q=sales')).toEqual(['Sales by City']);
    expect(await titles('?q=AGAIN')).toEqual(['查询上月销售额']);
    expect(await titles(`?q=${encodeURIComponent('%_')}`)).toEqual(['100%_sure']);
    expect(await titles('?q=nothing-like-this')).toEqual([]);
  });

  test('favourites toggle and filter', async () => {
    const id = ids['Sales by City'];
    expect((await user.post(`/conversations/${id}/favorite`)).body.data).toEqual({ is_favorite: true });
    expect(await titles('?favorites=true')).toEqual(['Sales by City']);
    expect((await user.post(`/conversations/${id}/favorite`)).body.data).toEqual({ is_favorite: false });
    expect(await titles('?favorites=true')).toEqual([]);
  });

  test('a title is the first 50 characters of the question and can be changed', async () => {
    const long = '查'.repeat(60);
    const { conversationId } = await ask(user, long);
    expect((await user.get(`/conversations/${conversationId}`)).body.data.title).toBe('查'.repeat(50));
    const renamed = await user.put(`/conversations/${conversationId}`, { title: ' 我的问题 ' });
    expect(renamed.body.data.title).toBe('我的问题');
    expect((await user.put(`/conversations/${conversationId}`, { title: ' ' })).status).toBe(422);
    expect((await user.delete(`/conversations/${conversationId}`)).status).toBe(200);
    expect((await user.get(`/conversations/${conversationId}`)).status).toBe(404);
  });

  test('those of others do not exist, not even for an administrator', async () => {
    const id = ids['Sales by City'];
    for (const other of [product.admin, await product.newUser()]) {
      expect((await other.get(`/conversations/${id}`)).status).toBe(404);
      expect((await other.put(`/conversations/${id}`, { title: 'x' })).status).toBe(404);
      expect((await other.delete(`/conversations/${id}`)).status).toBe(404);
      expect((await other.post(`/conversations/${id}/favorite`)).status).toBe(404);
      expect((await other.get(`/chat/stream?query=x&conversation_id=${id}`)).status).toBe(404);
    }
    expect((await product.anonymous.get(`/conversations/${id}`)).status).toBe(401);
  });

  test.runIf(metadata === 'sqlite')(
    'a question whose process was killed shows that it was interrupted',
    async () => {
      const { conversationId } = await ask(user, 'before the kill');
      const stored = new DatabaseSync(join(product.config.dataDir, 'sextant.sqlite'));
      stored
        .prepare("delete from messages where conversation_id = ? and role = 'assistant'")
        .run(conversationId);
      stored.close();
      const { messages } = (await user.get(`/conversations/${conversationId}`)).body.data;
      expect(messages).toHaveLength(2);
      expect(messages[1]).toMatchObject({ role: 'assistant', metadata: { error: { code: 'CANCELLED' } } });
      expect(messages[1].content).toContain('中断');
    },
  );
});
