import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeModelServer, startFakeModelServer } from '../../../test/fake-model-server.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { builtinModel } from './builtin-model.ts';

const claude = {
  name: 'Claude 3.5 Sonnet',
  provider: 'anthropic',
  model_id: 'claude-3-5-sonnet-20241022',
  base_url: 'https://api.anthropic.com',
  api_key: 'sk-ant-secret-of-the-test',
  is_default: false,
};

describeOnBothStores('models', (metadata) => {
  let product: TestApp;
  let fake: FakeModelServer;

  beforeAll(async () => {
    fake = await startFakeModelServer();
    product = await startTestApp({ metadata, config: { egress: 'open' } });
  });
  afterAll(async () => {
    await product.close();
    await fake.close();
  });

  const local = (name: string) => ({
    name,
    provider: 'custom',
    model_id: name,
    base_url: fake.url,
    api_key: 'sk-local',
  });

  test('the built-in engine is listed and the default until another one is', async () => {
    const user = await product.newUser();
    const before = await user.get('/models');
    expect(before.body.data.models[0]).toEqual({
      id: builtinModel.id,
      name: '内置引擎',
      provider: 'builtin',
      model_id: 'builtin',
      base_url: null,
      api_key_configured: false,
      is_default: true,
      is_available: true,
      votes_on_hard: false,
    });
    const created = await user.post('/models', { ...claude, is_default: true });
    expect(created.body.data.is_default).toBe(true);
    const { models } = (await user.get('/models', { 'accept-language': 'en' })).body.data;
    expect(models.find((model: { id: string }) => model.id === builtinModel.id)).toMatchObject({
      name: 'Built-in engine',
      is_default: false,
    });
    await user.delete(`/models/${created.body.data.id}`);
    expect((await user.get('/models')).body.data.models[0].is_default).toBe(true);
  });

  test('a model is added as the document shows, and its key never comes back', async () => {
    const created = await product.admin.post('/models', claude);
    expect(created.status).toBe(200);
    expect(created.body.data).toEqual({
      id: expect.any(String),
      name: 'Claude 3.5 Sonnet',
      provider: 'anthropic',
      model_id: 'claude-3-5-sonnet-20241022',
      base_url: 'https://api.anthropic.com',
      api_key_configured: true,
      is_default: false,
      is_available: true,
      votes_on_hard: false,
    });
    const edit = { name: 'Claude', votes_on_hard: true };
    const renamed = await product.admin.put(`/models/${created.body.data.id}`, edit);
    expect(renamed.body.data).toMatchObject({ ...edit, api_key_configured: true });
    const list = await product.admin.get('/models');
    expect(created.text + renamed.text + list.text).not.toContain(claude.api_key);
    await product.admin.delete(`/models/${created.body.data.id}`);
    expect((await product.admin.put(`/models/${created.body.data.id}`, { name: 'x' })).status).toBe(404);
  });

  test("an administrator's model is everybody's to use and only administrators' to change", async () => {
    const user = await product.newUser();
    const shared = (await product.admin.post('/models', local('shared'))).body.data;
    const own = (await user.post('/models', local('own'))).body.data;
    const seen = (await user.get('/models')).body.data.models.map((model: { id: string }) => model.id);
    expect(seen).toEqual([builtinModel.id, shared.id, own.id]);
    expect((await user.put(`/models/${shared.id}`, { name: 'mine' })).status).toBe(403);
    expect((await user.delete(`/models/${shared.id}`)).status).toBe(403);
    const other = await product.newUser();
    expect((await other.put(`/models/${own.id}`, { name: 'mine' })).status).toBe(404);
    expect((await other.post(`/models/${own.id}/test`)).status).toBe(404);
    await product.admin.delete(`/models/${shared.id}`);
  });

  test('a shared model that the administrator made default is the default of those who chose none', async () => {
    const user = await product.newUser();
    const shared = (await product.admin.post('/models', { ...local('team'), is_default: true })).body.data;
    expect((await user.get('/config')).body.data.default_model_id).toBe(shared.id);
    await user.put('/config', { default_model_id: builtinModel.id });
    expect((await user.get('/config')).body.data.default_model_id).toBe(builtinModel.id);
    await product.admin.delete(`/models/${shared.id}`);
  });

  test('a new address needs the key anew, so that a stored key cannot be sent elsewhere', async () => {
    const { id } = (await product.admin.post('/models', claude)).body.data;
    const refused = await product.admin.put(`/models/${id}`, { base_url: 'https://evil.example' });
    expect(refused.status).toBe(422);
    expect(refused.body.error.details.fields).toHaveProperty('api_key');
    expect((await product.admin.put(`/models/${id}`, { provider: 'openai', base_url: null })).status).toBe(
      422,
    );
    const without = await product.admin.put(`/models/${id}`, {
      base_url: 'https://elsewhere.example',
      api_key: null,
    });
    expect(without.body.data).toMatchObject({ api_key_configured: false, is_available: false });
    await product.admin.delete(`/models/${id}`);
  });

  test.each([
    [{ ...claude, provider: 'builtin' }, 'provider'],
    [{ ...claude, name: ' ' }, 'name'],
    [{ ...claude, base_url: 'file:///etc/passwd' }, 'base_url'],
    [{ ...claude, base_url: 'https://me:secret@api.example' }, 'base_url'],
    [{ ...claude, provider: 'custom', base_url: null }, 'base_url'],
    [{ provider: 'openai', model_id: 'gpt-4o' }, 'name'],
  ])('bad input %# is refused by the name of its field', async (body, field) => {
    const answer = await product.admin.post('/models', body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.code).toBe('VALIDATION_ERROR');
    expect(answer.body.error.details.fields).toHaveProperty(field);
  });

  test('the built-in engine cannot be changed or deleted', async () => {
    expect((await product.admin.put(`/models/${builtinModel.id}`, { name: 'x' })).status).toBe(403);
    expect((await product.admin.delete(`/models/${builtinModel.id}`)).status).toBe(403);
    expect((await product.admin.post(`/models/${builtinModel.id}/test`)).body.data.success).toBe(true);
  });

  test('a test says that the model works or why it does not', async () => {
    const { id } = (await product.admin.post('/models', local('tested'))).body.data;
    const run = async () => (await product.admin.post(`/models/${id}/test`)).body.data;
    fake.script({ kind: 'reply', text: 'OK' });
    expect(await run()).toMatchObject({ success: true, message: '模型可用', error_code: null });
    fake.script({ kind: 'status', status: 401, message: 'bad key sk-local' });
    const refused = await run();
    expect(refused).toMatchObject({ success: false, response_time_ms: null, error_code: 'MODEL_AUTH_ERROR' });
    expect(refused.message).not.toContain('sk-local');
    fake.script({ kind: 'status', status: 404 });
    expect((await run()).error_code).toBe('MODEL_NOT_FOUND');
    fake.script({ kind: 'status', status: 429 });
    expect((await run()).error_code).toBe('MODEL_RATE_LIMITED');
    fake.script({ kind: 'body', body: 'hello' });
    expect((await run()).error_code).toBe('PROVIDER_FORMAT_ERROR');
    await product.admin.delete(`/models/${id}`);
  });
});
