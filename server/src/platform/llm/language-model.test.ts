import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type Behaviour,
  type FakeModelServer,
  startFakeModelServer,
} from '../../../test/fake-model-server.ts';
import { createEgress } from '../egress/egress.ts';
import { createLanguageModel, type ModelTiming } from './language-model.ts';
import { ModelError } from './model-error.ts';
import type { ExternalProvider } from './provider-model.ts';

const key = 'sk-test-0123456789';
const egress = createEgress('open');
let fake: FakeModelServer;

beforeAll(async () => {
  fake = await startFakeModelServer();
});
afterAll(async () => {
  await egress.close();
  await fake.close();
});

function open(provider: ExternalProvider, timing: Partial<ModelTiming> = {}) {
  const settings = { provider, modelId: 'fake-1', baseUrl: fake.url, apiKey: key };
  return createLanguageModel(settings, egress.fetchWith(), { backoffMs: 10, ...timing });
}

const question = { instructions: 'Be brief.', messages: [{ role: 'user' as const, content: 'Hello?' }] };

async function failure(work: Promise<unknown>): Promise<ModelError> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ModelError);
  return error as ModelError;
}

describe.each<ExternalProvider>(['openai', 'anthropic', 'deepseek', 'ollama', 'custom'])('%s', (provider) => {
  test('answers with the streamed text and gets instructions, turns and key', async () => {
    fake.script({ kind: 'reply', text: 'Hello, 世界!' });
    expect(await open(provider).complete(question)).toBe('Hello, 世界!');
    const [request] = fake.requests;
    expect(request?.path).toBe(provider === 'anthropic' ? '/v1/messages' : '/v1/chat/completions');
    expect(request?.text).toContain('Be brief.');
    expect(request?.text).toContain('Hello?');
    expect(request?.headers.authorization ?? request?.headers['x-api-key']).toContain(key);
  });

  test('takes a wanted shape and gives the reply as it came', async () => {
    const text = '{"kind":"sql"}';
    fake.script({ kind: 'reply', text });
    const shape = z.object({ kind: z.string() });
    expect(await open(provider).complete({ ...question, shape })).toBe(text);
  });
});

test('asks once more without extras when the server does not know them', async () => {
  const model = open('openai');
  const shaped = { ...question, shape: z.object({ kind: z.string() }) };
  fake.script({ kind: 'status', status: 400, message: 'response_format?' }, { kind: 'reply', text: 'a' });
  expect(await model.complete(shaped)).toBe('a');
  expect(fake.requests[0]?.body.response_format).toBeDefined();
  expect(fake.requests[1]?.body.response_format).toBeUndefined();
  fake.script({ kind: 'reply', text: 'b' });
  expect(await model.complete(shaped)).toBe('b');
});

test.each([
  [401, 'MODEL_AUTH_ERROR'],
  [403, 'MODEL_AUTH_ERROR'],
  [404, 'MODEL_NOT_FOUND'],
  [418, 'MODEL_EXECUTION_ERROR'],
])('status %i is %s, without a repeat', async (status, code) => {
  fake.script({ kind: 'status', status }, { kind: 'reply', text: 'never' });
  expect((await failure(open('openai').complete(question))).code).toBe(code);
  expect(fake.requests).toHaveLength(1);
});

test.each([
  [429, 'MODEL_RATE_LIMITED'],
  [500, 'MODEL_EXECUTION_ERROR'],
  [529, 'MODEL_EXECUTION_ERROR'],
])('status %i is repeated once, then is %s', async (status, code) => {
  fake.script({ kind: 'status', status }, { kind: 'reply', text: 'well' });
  expect(await open('anthropic').complete(question)).toBe('well');
  fake.script({ kind: 'status', status }, { kind: 'status', status }, { kind: 'reply', text: 'never' });
  expect((await failure(open('anthropic').complete(question))).code).toBe(code);
  expect(fake.requests).toHaveLength(2);
});

test.each<Behaviour>([{ kind: 'hangUp' }, { kind: 'breakOff', text: 'half an' }])(
  'a connection that is closed ($kind) is tried once more',
  async (closes) => {
    fake.script(closes, { kind: 'reply', text: 'well' });
    expect(await open('custom').complete(question)).toBe('well');
    fake.script(closes, closes, { kind: 'reply', text: 'never' });
    expect((await failure(open('custom').complete(question))).code).toBe('MODEL_CONNECTION_ERROR');
    expect(fake.requests).toHaveLength(2);
  },
);

test('waits as long as Retry-After says, but not longer than ten seconds', async () => {
  fake.script(
    { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
    { kind: 'reply', text: 'well' },
  );
  const start = performance.now();
  expect(await open('openai').complete(question)).toBe('well');
  expect(performance.now() - start).toBeGreaterThan(950);
  fake.script({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
  expect((await failure(open('openai').complete(question))).code).toBe('MODEL_RATE_LIMITED');
});

test.each(['silence', 'stall'] as const)('%s ends as a timeout and closes the connection', async (kind) => {
  fake.script({ kind, text: 'half an' });
  const model = open('openai', { firstTokenMs: 150, totalMs: 300 });
  expect((await failure(model.complete(question))).code).toBe('MODEL_TIMEOUT');
  await fake.requests[0]?.abandoned;
});

test('a long reply in many pieces is read about as fast as it comes', async () => {
  const text = `{"sql":"${'x'.repeat(60_000)}"}`;
  fake.script({ kind: 'reply', text, pieces: 6_000 });
  const shape = z.object({ sql: z.string() });
  const before = process.cpuUsage();
  expect(await open('openai').complete({ ...question, shape })).toBe(text);
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(5_000_000);
});

test('a reply that comes in drips ends when its time is over', async () => {
  fake.script({ kind: 'reply', text: 'drip '.repeat(400), pauseMs: 20 });
  const model = open('openai', { firstTokenMs: 3_000, totalMs: 400 });
  expect((await failure(model.complete(question))).code).toBe('MODEL_TIMEOUT');
  await fake.requests[0]?.abandoned;
});

test('a stop ends the call at once and closes the connection', async () => {
  fake.script({ kind: 'stall', text: 'half an' });
  const stop = new AbortController();
  const call = open('anthropic').complete({ ...question, signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  const start = performance.now();
  await expect(call).rejects.toThrow(/abort/i);
  await fake.requests[0]?.abandoned;
  expect(performance.now() - start).toBeLessThan(1_000);
});

test.each<[string, Parameters<FakeModelServer['script']>[0], string]>([
  ['a body that is no JSON', { kind: 'body', body: 'data: {"half\n\n' }, 'PROVIDER_FORMAT_ERROR'],
  ['a web page', { kind: 'body', body: '<html>welcome</html>' }, 'PROVIDER_FORMAT_ERROR'],
  ['an empty reply', { kind: 'reply', text: '' }, 'PROVIDER_FORMAT_ERROR'],
  ['a reply of 100 kB', { kind: 'reply', text: 'x'.repeat(100_000) }, 'PROVIDER_FORMAT_ERROR'],
])('%s is named', async (_name, behaviour, code) => {
  fake.script(behaviour);
  expect((await failure(open('custom').complete(question))).code).toBe(code);
});

test('a server that is not there is a connection error', async () => {
  const settings = { provider: 'custom' as const, modelId: 'm', baseUrl: 'http://127.0.0.1:9', apiKey: null };
  const model = createLanguageModel(settings, egress.fetchWith());
  expect((await failure(model.complete(question))).code).toBe('MODEL_CONNECTION_ERROR');
});

test('an address that the egress policy refuses is named and never called', async () => {
  const closed = createEgress('public');
  fake.script({ kind: 'reply', text: 'never' });
  const settings = { provider: 'custom' as const, modelId: 'm', baseUrl: fake.url, apiKey: null };
  const error = await failure(createLanguageModel(settings, closed.fetchWith()).complete(question));
  expect(error.code).toBe('MODEL_CONNECTION_ERROR');
  expect(error.text.zh).toContain('127.0.0.1');
  expect(fake.requests).toHaveLength(0);
  await closed.close();
});

test('a key that the provider repeats in its error is cut out', async () => {
  fake.script({ kind: 'status', status: 401, message: `Incorrect API key provided: ${key}` });
  const error = await failure(open('openai').complete(question));
  expect(error.text.en).toContain('Incorrect API key provided: ***');
  expect(JSON.stringify(error.text)).not.toContain(key);
});
