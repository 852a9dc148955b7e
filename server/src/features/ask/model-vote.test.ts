import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Behaviour,
  type FakeModelServer,
  sqlReply,
  startFakeModelServer,
} from '../../../test/fake-model-server.ts';
import { add, ask, createLibrary, type Library } from '../../../test/library.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const hard = 'Who are the keenest of them?';
const easy = 'How many readers are there in each city?';
const perCity = 'select city, count(*) as readers from readers group by city';
const alsoPerCity = 'select count(id) as n, city as town from readers group by 2';
const readers = 'select count(*) as readers from readers';
const loans = 'select sum(days) as days from loans';
const asksBack: Behaviour = {
  kind: 'reply',
  text: JSON.stringify({ kind: 'question', sql: '', message: 'By loans or by days?', choices: ['By loans'] }),
};
const cannot: Behaviour = {
  kind: 'reply',
  text: JSON.stringify({ kind: 'cannot', sql: '', message: 'Nobody keeps that.', choices: [] }),
};
const refused: Behaviour = { kind: 'status', status: 401 };

describe('hard questions are put to a vote', () => {
  let product: TestApp;
  let library: Library;
  let fake: FakeModelServer;
  let admin: ApiClient;
  let model: string;

  beforeAll(async () => {
    library = await createLibrary();
    fake = await startFakeModelServer();
    product = await startTestApp({ config: { egress: 'open' } });
    admin = product.admin;
    const connection = { name: 'library', driver: 'sqlite', database: library.path, is_default: true };
    await add(admin, '/connections', connection);
    model = await add(admin, '/models', {
      name: 'Local',
      provider: 'custom',
      model_id: 'local-1',
      base_url: fake.url,
      votes_on_hard: true,
    });
  });
  afterAll(async () => {
    await product.close();
    await fake.close();
    await library.remove();
  });

  /** Candidates are known by how freely they are asked for; anything without JSON is a summary. */
  function candidates(...behaviours: Behaviour[]): void {
    fake.scriptBy(({ text, body }) => {
      if (!text.includes('<schema>')) return { kind: 'reply', text: 'Done.' };
      return behaviours[[0, 0.7, 1].indexOf(body.temperature)] ?? { kind: 'status', status: 500 };
    });
  }
  const askModel = async (query = hard) => {
    const answer = await ask(admin, query, { model, language: 'en' });
    return { ...answer, events: readEvents(answer.text) };
  };

  test('equal results win, whatever the SQL, and every candidate and its cost is kept', async () => {
    const usage = { input: 1_000, output: 50 };
    const written = (sql: string): Behaviour => ({ ...sqlReply(sql), kind: 'reply', usage }) as Behaviour;
    candidates(written(readers), written(perCity), written(alsoPerCity));
    const { events, conversationId } = await askModel();
    expect(only(events, 'result').sql).toBe(perCity);
    const { evidence } = only(events, 'evidence');
    expect(evidence.vote).toEqual({
      reasons: ['builtin_silent'],
      candidates: [
        { candidate: 1, outcome: 'answer', sql: readers, rows_count: 1, group: 1 },
        { candidate: 2, outcome: 'answer', sql: perCity, rows_count: 2, group: 2 },
        { candidate: 3, outcome: 'answer', sql: alsoPerCity, rows_count: 2, group: 2 },
      ],
      chosen: 2,
      agreed: 2,
    });
    expect(evidence.checks).toEqual([]);
    expect(evidence.attempts.map(({ candidate }) => candidate).toSorted()).toEqual([1, 2, 3]);
    expect(evidence.cost).toEqual({ calls: 4, input_tokens: 3_001, output_tokens: 151 });
    expect(evidence.tables).toEqual(['readers']);
    const stages = events.flatMap((event) => (event.type === 'progress' ? [event.stage] : []));
    expect(stages).toEqual(['analyzing', 'generating_sql', 'executing', 'summarizing']);
    const { messages } = (await admin.get(`/conversations/${conversationId}`)).body.data;
    expect(messages[1].metadata.evidence.vote.agreed).toBe(2);
  });

  test.each<[string, Behaviour[], string, string[]]>([
    [
      'three results that differ',
      [sqlReply(readers), sqlReply(perCity), sqlReply(loans)],
      readers,
      ['vote_split'],
    ],
    ['two that differ and a failure', [refused, sqlReply(perCity), sqlReply(loans)], perCity, ['vote_split']],
    ['two alike and a failure', [refused, sqlReply(perCity), sqlReply(alsoPerCity)], perCity, []],
    ['one result alone', [refused, refused, sqlReply(loans)], loans, ['vote_partial']],
    ['an answer, none to be had, and a failure', [cannot, sqlReply(loans), refused], loans, ['vote_split']],
  ])('%s: the answer tells how far to trust it', async (_name, behaviours, sql, codes) => {
    candidates(...behaviours);
    const { events } = await askModel();
    expect(only(events, 'result').sql).toBe(sql);
    expect(only(events, 'evidence').evidence.checks.map(({ code }) => code)).toEqual(codes);
  });

  test('a question back is passed on when no two results are alike', async () => {
    candidates(sqlReply(readers), sqlReply(loans), asksBack);
    const { events } = await askModel();
    expect(only(events, 'clarification')).toMatchObject({ question: 'By loans or by days?' });
    expect(only(events, 'evidence').evidence.vote?.chosen).toBe(3);
  });

  test.each<[string, Behaviour[], string]>([
    ['most find no answer', [sqlReply(loans), cannot, cannot], 'MODEL_CANNOT_ANSWER'],
    ['nobody can be reached', [refused, refused, refused], 'MODEL_AUTH_ERROR'],
  ])('%s: that is told', async (_name, behaviours, code) => {
    candidates(...behaviours);
    expect(only((await askModel()).events, 'error').code).toBe(code);
  });

  test('each candidate is guarded and repaired by itself, and nothing refused ever runs', async () => {
    const drops = sqlReply('drop table readers');
    candidates(drops, drops, drops);
    const { events } = await askModel();
    expect(only(events, 'error').code).toBe('SQL_SAFETY_ERROR');
    expect(fake.requests).toHaveLength(12);
    expect(only(events, 'evidence').evidence.attempts).toHaveLength(12);
    expect(library.readersLeft()).toBe(3);
  });

  test('once two agree the third is not waited for long', async () => {
    candidates(sqlReply(perCity), { kind: 'stall', text: '{' }, sqlReply(alsoPerCity));
    const { events } = await askModel();
    expect(only(events, 'result').sql).toBe(perCity);
    expect(only(events, 'evidence').evidence.vote).toMatchObject({ agreed: 2 });
    expect(fake.requests.some(({ body }) => body.temperature === 0.7)).toBe(true);
  });

  test('a stop ends all three calls', async () => {
    const stalls: Behaviour = { kind: 'stall', text: '{' };
    candidates(sqlReply(perCity), sqlReply(perCity), sqlReply(perCity));
    const { conversationId: conversation_id } = await askModel();
    candidates(stalls, stalls, stalls);
    const running = ask(admin, hard, { model, language: 'en', conversation_id });
    while (fake.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await admin.post('/chat/stop', { conversation_id });
    await Promise.all(fake.requests.map(({ abandoned }) => abandoned));
    expect(only(readEvents((await running).text), 'error').code).toBe('CANCELLED');
  });

  test('an easy question, and any question without the option, is asked once', async () => {
    candidates(sqlReply(perCity));
    expect(only((await askModel(easy)).events, 'evidence').evidence.vote).toBeUndefined();
    expect(fake.requests).toHaveLength(2);
    const off = await admin.put(`/models/${model}`, { votes_on_hard: false });
    expect(off.body.data.votes_on_hard).toBe(false);
    candidates(sqlReply(perCity));
    expect(only((await askModel()).events, 'evidence').evidence.vote).toBeUndefined();
    expect(fake.requests).toHaveLength(2);
  });
});
