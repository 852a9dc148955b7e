import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  type Behaviour,
  type FakeModelServer,
  sqlReply,
  startFakeModelServer,
} from '../../../test/fake-model-server.ts';
import { add, ask, createLibrary, type Library } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { testServers } from '../../../test/test-servers.ts';
import { buildApp } from '../../app.ts';

const key = 'sk-local-secret';
const perCity = 'select city, count(*) as readers from readers group by city order by city';
const say = (text: string): Behaviour => ({ kind: 'reply', text });
/** Runs far longer than any test waits, on one core. */
const endless =
  'with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n';

describeOnBothStores('asking a language model', (metadata) => {
  let product: TestApp;
  let library: Library;
  let fake: FakeModelServer;
  let admin: ApiClient;
  let model: string;
  let listening: Promise<string>;

  beforeAll(async () => {
    library = await createLibrary();
    fake = await startFakeModelServer();
    product = await startTestApp({ metadata, config: { egress: 'open' } });
    admin = product.admin;
    listening = product.listen();
    await add(admin, '/connections', {
      name: 'library',
      driver: 'sqlite',
      database: library.path,
      is_default: true,
    });
    model = await add(admin, '/models', {
      name: 'Local',
      provider: 'custom',
      model_id: 'local-1',
      base_url: fake.url,
      api_key: key,
    });
  });
  afterAll(async () => {
    await product.close();
    await fake.close();
    await library.remove();
  });
  beforeEach(() => fake.script());

  const question = 'How many readers are there in each city?';
  const askModel = async (query = question, parameters: Record<string, string> = {}) => {
    const answer = await ask(admin, query, { model, language: 'en', ...parameters });
    return { ...answer, events: readEvents(answer.text) };
  };

  test('its SQL is run, and its sentence is shown', async () => {
    fake.script(sqlReply(perCity), say('Turin has 2 readers and Lyon has 1.'));
    const { events, text, conversationId } = await askModel();
    expect(events.map((event) => (event.type === 'progress' ? event.stage : event.type))).toEqual([
      'analyzing',
      'generating_sql',
      'executing',
      'result',
      'visualization',
      'summarizing',
      'text',
      'evidence',
      'done',
    ]);
    expect(only(events, 'result')).toMatchObject({
      sql: perCity,
      data: [
        { city: 'Lyon', readers: 1 },
        { city: 'Turin', readers: 2 },
      ],
    });
    expect(only(events, 'text').text).toBe('Turin has 2 readers and Lyon has 1.');
    const { evidence } = only(events, 'evidence');
    expect(evidence).toMatchObject({ lane: 'model', tables: ['readers'], checks: [] });
    expect(evidence.attempts).toMatchObject([{ attempt: 1, sql: perCity, error: null }]);
    const stored = await admin.get(`/conversations/${conversationId}`);
    expect(stored.body.data).toMatchObject({ model: 'local-1' });
    expect(text + stored.text).not.toContain(key);
  });

  test('the prompt holds the schema with keys and values, the dialect, the day and the question', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    await askModel();
    const [first, second] = fake.requests;
    expect(first?.headers.authorization).toBe(`Bearer ${key}`);
    for (const part of ['Table loans', 'references readers.id', "'Turin'", 'SQLite', question]) {
      expect(first?.text).toContain(part);
    }
    expect(first?.text).toMatch(/Today: \d{4}-\d\d-\d\d/);
    expect(second?.text).toContain('["Turin",2]');
  });

  test('its evidence tells words, joins, sums that a join repeats, what it was told and its cost', async () => {
    const sql =
      "select sum(r.id) as total from readers r join loans l on l.reader_id = r.id where r.city = 'Turin'";
    fake.script(sqlReply(sql), say('Done.'));
    const { evidence } = only((await askModel('Total of the loans of readers in Turin')).events, 'evidence');
    expect(evidence.links.map(({ text, target }) => [text, target])).toEqual([
      ['loans', 'loans'],
      ['readers', 'readers'],
      ['Turin', 'readers.city = Turin'],
    ]);
    expect(evidence.joins).toEqual(['loans.reader_id = readers.id']);
    expect(evidence.checks).toMatchObject([{ code: 'fan_out', level: 'warning' }]);
    expect(evidence.given).toMatchObject({ prompt_version: 0, terms: [], examples: [], exchanges: 0 });
    expect(evidence.given?.tables).toBeGreaterThan(1);
    expect(evidence.cost).toEqual({ calls: 2, input_tokens: 2, output_tokens: 2 });
    expect(evidence.timings).toMatchObject({ linking: expect.any(Number), checking: expect.any(Number) });
  });

  test('a text that no value equals is named when nothing was found, with the value it is near to', async () => {
    fake.script(sqlReply("select count(*) as readers from readers where city = 'turin'"), say('0 readers.'));
    const { checks } = only((await askModel()).events, 'evidence').evidence;
    expect(checks).toMatchObject([{ code: 'value_not_found', level: 'warning' }]);
    expect(checks[0]?.message).toContain('Turin');
  });

  test('a catalog that was read anew is what the next prompt shows', async () => {
    library.run('create table shelves (id integer primary key, letter text)');
    const { connections } = (await admin.get('/connections')).body.data;
    await admin.get(`/connections/${connections[0].id}/schema?refresh=true`);
    fake.script(sqlReply(perCity), say('Done.'));
    await askModel();
    expect(fake.requests[0]?.text).toContain('Table shelves');
  });

  test('the model is also found by its model id', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    expect(only((await askModel(question, { model: 'local-1' })).events, 'result').rows_count).toBe(2);
  });

  test('a wrong column goes back with the exact words of the database, and the repair is told', async () => {
    fake.script(sqlReply('select town from readers'), sqlReply(perCity), say('Done.'));
    const { events } = await askModel();
    expect(fake.requests[1]?.text).toContain('no such column: town');
    const { evidence } = only(events, 'evidence');
    expect(evidence.attempts).toMatchObject([
      { sql: 'select town from readers', error: expect.stringContaining('no such column: town') },
      { sql: perCity, error: null },
    ]);
    expect(evidence.checks.map(({ code }) => code)).toContain('repaired');
    expect(events.filter((event) => event.type === 'progress').map(({ stage }) => stage)).toContain(
      'repairing',
    );
  });

  test.each([
    ['a write', 'delete from readers'],
    ['three statements', 'select 1; delete from readers; select 2'],
    ['a file', "select readfile('/etc/passwd')"],
  ])('%s is refused by the guard, goes back, and never runs', async (_name, statement) => {
    fake.script(sqlReply(statement), sqlReply(perCity), say('Done.'));
    const { events } = await askModel();
    expect(fake.requests[1]?.text).toContain('Refused by the read-only guard');
    expect(only(events, 'result').sql).toBe(perCity);
    expect(library.readersLeft()).toBe(3);
  });

  test('after three repairs it gives up with the last error', async () => {
    fake.script(...Array.from({ length: 6 }, () => sqlReply('drop table readers')));
    const { events, conversationId } = await askModel();
    expect(fake.requests).toHaveLength(4);
    expect(only(events, 'error')).toMatchObject({ code: 'SQL_SAFETY_ERROR' });
    expect(only(events, 'evidence').evidence.attempts).toHaveLength(4);
    expect(events.at(-1)?.type).toBe('done');
    expect(library.readersLeft()).toBe(3);
    const { messages } = (await admin.get(`/conversations/${conversationId}`)).body.data;
    expect(messages[1].metadata).toMatchObject({
      sql: 'drop table readers',
      error: { code: 'SQL_SAFETY_ERROR' },
    });
  });

  test.each([
    ['fenced JSON', `Here you are:\n\`\`\`json\n{"kind": "sql", "sql": "${perCity}"}\n\`\`\``],
    ['JSON with words around it', `Sure! {"kind":"sql","sql":"${perCity};","message":null} Anything else?`],
    ['a fenced statement', `Sure:\n\`\`\`sql\n${perCity};\n\`\`\``],
    ['a bare statement', `${perCity};`],
  ])('%s is read too', async (_name, text) => {
    fake.script(say(text), say('Done.'));
    expect(only((await askModel()).events, 'result').sql).toBe(perCity);
  });

  test.each([
    ['prose', 'I would count the readers of each city.'],
    ['half a JSON', '{"kind": "sql", "sql": "select'],
    ['another shape', '{"kind": "sql", "sql": 7}'],
  ])('%s is asked for again', async (_name, text) => {
    fake.script(say(text), sqlReply(perCity), say('Done.'));
    const { events } = await askModel();
    expect(only(events, 'result').sql).toBe(perCity);
    expect(only(events, 'evidence').evidence.attempts[0]).toMatchObject({ sql: null });
    fake.script(...Array.from({ length: 4 }, () => say(text)));
    expect(only((await askModel()).events, 'error').code).toBe('PROVIDER_FORMAT_ERROR');
  });

  test('a question back comes as a clarification with choices', async () => {
    const choices = ['Readers by home city', 'Readers by city of loan'];
    fake.script(say(JSON.stringify({ kind: 'question', sql: '', message: 'Which city?', choices })));
    const { events, conversationId } = await askModel();
    expect(only(events, 'clarification')).toMatchObject({
      question: 'Which city?',
      choices: choices.map((choice) => ({ label: choice, question: choice })),
    });
    const { messages } = (await admin.get(`/conversations/${conversationId}`)).body.data;
    expect(messages[1]).toMatchObject({ content: 'Which city?', metadata: { clarification: {} } });
  });

  test('what it cannot answer is told in its own words, without links or markup', async () => {
    const message =
      'No sales here, see [this](https://evil.example/x) <img src=x> ![p](https://evil.example/p)';
    fake.script(say(JSON.stringify({ kind: 'cannot', sql: '', message, choices: [] })));
    const error = only((await askModel()).events, 'error');
    expect(error.code).toBe('MODEL_CANNOT_ANSWER');
    expect(error.message).toContain('No sales here');
    expect(error.message).not.toMatch(/evil|<|\]\(/);
  });

  test.each([
    ['a number that is not in the result', say('Turin has 2 readers and Lyon has 57.')],
    ['a failing call', { kind: 'status', status: 400 } as const],
  ])('%s in the summary gives way to a fixed sentence', async (_name, behaviour) => {
    fake.script(sqlReply(perCity), behaviour, behaviour);
    const { events } = await askModel();
    expect(only(events, 'text').text).not.toContain('57');
    expect(only(events, 'text').text.length).toBeGreaterThan(5);
    expect(only(events, 'result').rows_count).toBe(2);
  });

  test.each([
    [401, 'MODEL_AUTH_ERROR'],
    [404, 'MODEL_NOT_FOUND'],
    [500, 'MODEL_EXECUTION_ERROR'],
  ])('status %i of the provider ends as %s with a hint', async (status, code) => {
    fake.script({ kind: 'status', status, message: `no for ${key}` }, { kind: 'status', status });
    const { events, text } = await askModel();
    expect(only(events, 'error')).toMatchObject({ code, stage: 'generating_sql' });
    expect(only(events, 'error').hint).not.toBe('');
    expect(text).not.toContain(key);
  });

  test('earlier exchanges go along, as many as the settings say', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    const { conversationId } = await askModel();
    const again = async () => {
      fake.script(sqlReply('select 1 as one'), say('Done.'));
      await askModel('And in Turin only?', { conversation_id: conversationId });
      return fake.requests[0]?.body.messages as { content: string }[];
    };
    const told = await again();
    expect(told.some(({ content }) => content === question)).toBe(true);
    expect(told.some(({ content }) => content.includes('group by city'))).toBe(true);
    await admin.put('/config', { context_rounds: 0 });
    expect((await again()).some(({ content }) => content === question)).toBe(false);
    await admin.put('/config', { context_rounds: 3 });
  });

  test('a second question waits its turn: 409 while the first is being answered', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    const { conversationId } = await askModel();
    fake.script({ kind: 'stall', text: '{' });
    const first = askModel(question, { conversation_id: conversationId });
    await until(() => fake.requests.length === 1);
    const second = await admin.get(`/chat/stream?query=x&conversation_id=${conversationId}`);
    expect(second.status).toBe(409);
    const start = performance.now();
    const stop = await admin.post('/chat/stop', { conversation_id: conversationId });
    expect(stop.body.data).toEqual({ stopped: true });
    const { events } = await first;
    await fake.requests[0]?.abandoned;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(only(events, 'error').code).toBe('CANCELLED');
    expect(events.at(-1)?.type).toBe('done');
  });

  test('a question right after a stop waits for the stopped one to be stored', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    const { conversationId } = await askModel();
    fake.script({ kind: 'stall', text: '{' }, sqlReply(perCity), say('Done.'));
    const first = askModel(question, { conversation_id: conversationId });
    await until(() => fake.requests.length === 1);
    const stop = admin.post('/chat/stop', { conversation_id: conversationId });
    const second = await askModel(question, { conversation_id: conversationId });
    expect(only(second.events, 'result').rows_count).toBe(2);
    await Promise.all([first, stop]);
    const { messages } = (await admin.get(`/conversations/${conversationId}`)).body.data;
    expect(messages.map(({ role }: { role: string }) => role)).toEqual(
      Array.from({ length: 3 }, () => ['user', 'assistant']).flat(),
    );
  });

  test('a stop from another process ends a statement that is running in the database', async () => {
    fake.script(sqlReply(perCity), say('Done.'));
    const { conversationId } = await askModel();
    fake.script(sqlReply(endless));
    // With PostgreSQL another process gets the stop; with SQLite there is only one.
    const other = metadata === 'sqlite' ? product.app : await buildApp(product.config);
    const running = askModel(question, { conversation_id: conversationId });
    await until(() => fake.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    const answer = await other.http.inject({
      method: 'POST',
      url: '/api/v1/chat/stop',
      headers: { authorization: `Bearer ${admin.token}` },
      payload: { conversation_id: conversationId },
    });
    const { events } = await running;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(answer.json().data.stopped).toBe(true);
    expect(only(events, 'error')).toMatchObject({ code: 'CANCELLED', stage: 'executing' });
    expect(only(events, 'evidence').evidence.attempts).toMatchObject([{ sql: endless }]);
    if (other !== product.app) await other.stop();
  });

  test.runIf(metadata === 'postgresql')(
    'a reader who goes away ends the statement on the server',
    async () => {
      const { hostname, port, username } = new URL(testServers.postgresql);
      const database = `sextant_left_${randomBytes(6).toString('hex')}`;
      const server = new Client({ connectionString: testServers.postgresql });
      await server.connect();
      await server.query(`create database ${database}`);
      onTestFinished(async () => {
        await server.query(`drop database ${database} with (force)`);
        await server.end();
      });
      const connection_id = await add(admin, '/connections', {
        name: 'server',
        driver: 'postgresql',
        host: hostname,
        port: Number(port),
        username,
        database,
      });
      const runs = async () => {
        const { rowCount } = await server.query(
          "select 1 from pg_stat_activity where datname = $1 and state = 'active'",
          [database],
        );
        return (rowCount ?? 0) > 0;
      };
      fake.script(sqlReply(endless));
      const base = await listening;
      const away = new AbortController();
      const answer = await fetch(
        `${base}/api/v1/chat/stream?model=local-1&query=x&connection_id=${connection_id}`,
        {
          headers: { authorization: `Bearer ${admin.token}` },
          signal: away.signal,
        },
      );
      // An answer that nobody holds is collected, and that would already be going away.
      const reading = answer.text().catch(() => 'gone');
      await until(async () => fake.requests.length === 1 && (await runs()));
      const start = performance.now();
      away.abort();
      await until(async () => !(await runs()));
      expect(await reading).toBe('gone');
      expect(performance.now() - start).toBeLessThan(1_000);
      await admin.delete(`/connections/${connection_id}`);
    },
  );

  test('a reader who goes away ends the call to the model, and the record says so', async () => {
    const base = await listening;
    fake.script({ kind: 'stall', text: '{' });
    const away = new AbortController();
    const response = await fetch(
      `${base}/api/v1/chat/stream?model=local-1&query=${encodeURIComponent(question)}`,
      { headers: { authorization: `Bearer ${admin.token}` }, signal: away.signal },
    );
    expect(response.status).toBe(200);
    await until(() => fake.requests.length === 1);
    const start = performance.now();
    away.abort();
    await fake.requests[0]?.abandoned;
    expect(performance.now() - start).toBeLessThan(1_000);
    const path = `/conversations/${response.headers.get('x-conversation-id')}`;
    await until(async () => (await admin.get(path)).body.data.message_count === 2);
    const { messages } = (await admin.get(path)).body.data;
    expect(messages[1].metadata.error.code).toBe('CANCELLED');
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited for what did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
