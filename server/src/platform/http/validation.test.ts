import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp, userPassword } from '../../../test/test-app.ts';

const broken = [
  ['U+0000', 'a\u0000b'],
  ['half of a surrogate pair', 'a\ud83d'],
] as const;

describeOnBothStores('text that no database keeps as it is', (metadata) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
  });
  afterAll(() => test.close());

  it.each(broken)('is refused with the name of its field: %s', async (_name, text) => {
    const address = { driver: 'postgresql', host: '127.0.0.1', username: 'x', database: 'x' };
    const attempts = [
      ['email', '/auth/login', { email: text, password: userPassword }],
      ['display_name', '/auth/register', { email: 'a@b.cn', password: userPassword, display_name: text }],
      ['name', '/api-keys', { name: text }],
      ['name', '/connections', { name: text, ...address }],
      ['options.schema', '/connections', { name: 'x', ...address, options: { schema: text } }],
      ['options', '/connections', { name: 'x', ...address, options: { [text]: 'x' } }],
      ['model_id', '/models', { name: 'x', provider: 'ollama', model_id: text }],
      ['query', '/chat/stream', { query: text }],
      ['params.1', '/connections/any/query', { sql: 'SELECT $1, $2', params: ['x', text] }],
    ] as const;
    for (const [field, path, body] of attempts) {
      const answer = await test.admin.post(path, body);
      expect([path, answer.status, Object.keys(answer.body.error.details.fields)]).toEqual([
        path,
        422,
        [field],
      ]);
    }
  });

  it('is refused in addresses too', async () => {
    for (const path of ['/conversations?q=%00', '/conversations/%00', '/users?q=a%00']) {
      expect([path, (await test.admin.get(path)).status]).toEqual([path, 422]);
    }
  });
});
