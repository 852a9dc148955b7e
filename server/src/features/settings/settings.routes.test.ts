import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { builtinModel } from '../models/builtin-model.ts';

describeOnBothStores('settings', (metadata) => {
  let product: TestApp;
  beforeAll(async () => {
    product = await startTestApp({ metadata });
  });
  afterAll(() => product.close());

  test('a new user has the defaults', async () => {
    const user = await product.newUser();
    expect((await user.get('/config')).body.data).toEqual({
      language: 'zh',
      theme: 'system',
      default_model_id: builtinModel.id,
      default_connection_id: null,
      view_mode: 'user',
      context_rounds: 3,
    });
  });

  test('a new user reads the language of their browser until they choose one', async () => {
    const user = await product.newUser();
    const english = { 'accept-language': 'en-US' };
    expect((await user.get('/config', english)).body.data.language).toBe('en');
    await user.put('/config', { language: 'zh' });
    expect((await user.get('/config', english)).body.data.language).toBe('zh');
  });

  test('what a change does not name stays, also when two changes come at once', async () => {
    const user = await product.newUser();
    const changed = await user.put('/config', { language: 'en', theme: 'dark', view_mode: 'developer' });
    expect(changed.body.data).toMatchObject({ language: 'en', theme: 'dark', context_rounds: 3 });
    await Promise.all([user.put('/config', { theme: 'system' }), user.put('/config', { context_rounds: 0 })]);
    expect((await user.get('/config')).body.data).toMatchObject({
      language: 'en',
      theme: 'system',
      view_mode: 'developer',
      context_rounds: 0,
    });
    const other = await product.newUser();
    expect((await other.get('/config')).body.data.language).toBe('zh');
  });

  test.each([
    [{ language: 'fr' }, 'language'],
    [{ context_rounds: 21 }, 'context_rounds'],
    [{ default_model_id: '7b1f2f9c-0000-4000-8000-000000000000' }, 'default_model_id'],
    [{ default_connection_id: 'no-such' }, 'default_connection_id'],
  ])('%j is refused by the name of its field', async (body, field) => {
    const answer = await product.admin.put('/config', body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details.fields).toHaveProperty(field);
  });

  test('nobody reads settings without signing in', async () => {
    expect((await product.anonymous.get('/config')).status).toBe(401);
  });
});
