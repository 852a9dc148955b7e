import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, ask, createLibrary, type Library } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const unknownId = '7b1f2f9c-0000-4000-8000-000000000000';
const question = '按城市统计读者数量';

describeOnBothStores('asking the built-in engine', (metadata) => {
  let product: TestApp;
  let library: Library;
  let admin: ApiClient;
  let connectionId: string;

  beforeAll(async () => {
    library = await createLibrary();
    product = await startTestApp({ metadata, config: { egress: 'open' } });
    admin = product.admin;
    connectionId = await add(admin, '/connections', {
      name: 'library',
      driver: 'sqlite',
      database: library.path,
      is_shared: false,
      is_default: true,
    });
  });
  afterAll(async () => {
    await product.close();
    await library.remove();
  });

  test('an answer streams as the named, flat events of the document, and done comes last', async () => {
    const answer = await admin.get(`/chat/stream?query=${encodeURIComponent(question)}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/event-stream');
    const events = readEvents(answer.text);
    expect(events.map((event) => (event.type === 'progress' ? event.stage : event.type))).toEqual([
      'analyzing',
      'generating_sql',
      'executing',
      'result',
      'visualization',
      'text',
      'evidence',
      'done',
    ]);
    expect(events[0]).toEqual({ type: 'progress', stage: 'analyzing', message: '正在分析查询...' });
    const result = only(events, 'result');
    expect(result.sql).toMatch(/^SELECT/);
    expect(result.rows_count).toBe(2);
    const rows = result.data.map((row) => Object.values(row)).toSorted();
    expect(rows).toEqual([
      ['Lyon', 1],
      ['Turin', 2],
    ]);
    expect(only(events, 'visualization').chart).toMatchObject({ type: 'bar', x: 'city' });
    const { evidence } = only(events, 'evidence');
    expect(evidence).toMatchObject({ lane: 'builtin', tables: ['readers'] });
    expect(evidence.timings.executing).toBeGreaterThan(0);
  });

  test('the question and its answer are stored, and a reload shows what was streamed', async () => {
    const { text, conversationId } = await ask(admin, question);
    const events = readEvents(text);
    const done = only(events, 'done');
    expect(done.conversation_id).toBe(conversationId);
    const { data } = (await admin.get(`/conversations/${conversationId}`)).body;
    expect(data).toMatchObject({ title: question, model: 'builtin', connection_id: connectionId });
    expect(data).toMatchObject({ is_favorite: false, message_count: 2 });
    expect(data.messages[0]).toMatchObject({ role: 'user', content: question });
    expect(data.messages[1]).toMatchObject({
      id: done.message_id,
      role: 'assistant',
      content: only(events, 'text').text,
      metadata: {
        sql: only(events, 'result').sql,
        rows_count: 2,
        truncated: false,
        visualization: only(events, 'visualization').chart,
        model: 'builtin',
        connection_id: connectionId,
      },
    });
    expect(data.messages[1].metadata.rows).toHaveLength(2);
    expect(data.messages[1].metadata.execution_time).toBeGreaterThan(0);
  });

  test('POST takes the same question in its body, and further questions stay in the conversation', async () => {
    const first = await ask(admin, question);
    const answer = await admin.post('/chat/stream', {
      query: 'How many loans are there?',
      conversation_id: first.conversationId,
      language: 'en',
    });
    const events = readEvents(answer.text);
    expect(only(events, 'result').data).toEqual([{ [only(events, 'result').columns[0]?.name ?? '']: 4 }]);
    expect(events[0]).toMatchObject({ message: 'Analysing the question...' });
    const { messages } = (await admin.get(`/conversations/${first.conversationId}`)).body.data;
    expect(messages).toHaveLength(4);
  });

  test.each([
    ['conversation_id', unknownId],
    ['connection_id', unknownId],
    ['model', 'gpt-4o'],
  ])('an unknown %s is a 404 before the stream begins and stores nothing', async (name, value) => {
    const user = await product.newUser();
    const answer = await user.get(`/chat/stream?query=x&${name}=${value}`);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } });
    expect(answer.body.error.message).toContain(value);
    expect((await user.get('/conversations')).body.data.total).toBe(0);
  });

  test.each(['', '%20%20', 'x'.repeat(10_001)])(
    'an empty or over-long question is a 422 (%#)',
    async (query) => {
      const answer = await admin.get(`/chat/stream?query=${query}`);
      expect(answer.status).toBe(422);
      expect(answer.body.error.details.fields).toHaveProperty('query');
    },
  );

  test('without a connection the answer says so and what to do', async () => {
    const user = await product.newUser();
    const { text, conversationId } = await ask(user, question);
    const events = readEvents(text);
    expect(only(events, 'error')).toMatchObject({ code: 'NO_CONNECTION', stage: 'analyzing' });
    expect(only(events, 'error').hint).toContain('连接');
    expect(events.at(-1)).toMatchObject({ type: 'done', conversation_id: conversationId });
    const { messages } = (await user.get(`/conversations/${conversationId}`)).body.data;
    expect(messages[1].metadata.error.code).toBe('NO_CONNECTION');
  });

  test('a question the engine cannot place is refused with the nearest names, not guessed', async () => {
    const events = readEvents((await ask(admin, 'zzxqy blorp frobnicate?', { language: 'en' })).text);
    expect(only(events, 'error').code).toBe('NOT_UNDERSTOOD');
    expect(only(events, 'error').hint).toContain('readers');
    expect(events.at(-1)?.type).toBe('done');
  });

  test('a database that is gone is named as such', async () => {
    const gone = await createLibrary();
    const id = await add(admin, '/connections', {
      name: 'gone',
      driver: 'sqlite',
      is_shared: false,
      database: gone.path,
    });
    await gone.remove();
    const events = readEvents((await ask(admin, question, { connection_id: id })).text);
    expect(only(events, 'error').code).toBe('CONNECTION_FAILED');
    expect(events.at(-1)?.type).toBe('done');
  });

  test('suggestions are questions that the engine answers', async () => {
    const { suggestions } = (await admin.get('/chat/suggestions?language=en')).body.data;
    expect(suggestions.length).toBeGreaterThan(2);
    for (const suggestion of suggestions) {
      expect(only(readEvents((await ask(admin, suggestion)).text), 'result').rows_count).toBeGreaterThan(0);
    }
    expect((await admin.get(`/chat/suggestions?connection_id=${unknownId}`)).status).toBe(404);
    const user = await product.newUser();
    expect((await user.get('/chat/suggestions')).body.data.suggestions).toEqual([]);
  });

  test('stopping says whether anything ran, and only the owner may', async () => {
    const { conversationId } = await ask(admin, question);
    const idle = await admin.post('/chat/stop', { conversation_id: conversationId });
    expect(idle.body.data).toEqual({ stopped: false });
    const user = await product.newUser();
    expect((await user.post('/chat/stop', { conversation_id: conversationId })).status).toBe(404);
    expect((await product.anonymous.post('/chat/stop', { conversation_id: conversationId })).status).toBe(
      401,
    );
  });
});
