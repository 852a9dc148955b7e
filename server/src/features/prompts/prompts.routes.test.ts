import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { builtinPrompts } from './builtin-prompts.ts';
import { fillPrompt } from './prompts.service.ts';

const own = 'Schema: {schema}\nQuestion: {question}';

describeOnBothStores('prompts', (metadata) => {
  let product: TestApp;
  beforeAll(async () => {
    product = await startTestApp({ metadata });
  });
  afterAll(() => product.close());

  test('the built-in texts are in use at first', async () => {
    const user = await product.newUser();
    const { prompts } = (await user.get('/prompts')).body.data;
    expect(prompts.map((prompt: { name: string }) => prompt.name)).toEqual(['sql', 'summary']);
    expect(prompts[0]).toMatchObject({ content: builtinPrompts.sql, version: 0, is_default: true });
    expect(prompts[0].placeholders).toContain('schema');
  });

  test('a change makes a version, a reset another one, and all are kept', async () => {
    const changed = await product.admin.put('/prompts', { prompts: [{ name: 'sql', content: own }] });
    expect(changed.body.data.prompts[0]).toMatchObject({ content: own, version: 1, is_default: false });
    const reset = await product.admin.post('/prompts/reset');
    expect(reset.body.data.prompts[0]).toMatchObject({
      content: builtinPrompts.sql,
      version: 2,
      is_default: true,
    });
    await product.admin.post('/prompts/reset', { name: 'sql' });
    const { versions } = (await product.admin.get('/prompts/sql/versions')).body.data;
    expect(versions.map((version: { version: number }) => version.version)).toEqual([2, 1]);
    expect(versions[1]).toMatchObject({ content: own, created_by: 'admin' });
  });

  test('changes at once all become versions', async () => {
    const before = (await product.admin.get('/prompts/sql/versions')).body.data.versions.length;
    const saving = Array.from({ length: 5 }, (_, index) =>
      product.admin.put('/prompts', { prompts: [{ name: 'sql', content: `${own} ${index}` }] }),
    );
    expect((await Promise.all(saving)).map(({ status }) => status)).toEqual(Array(5).fill(200));
    const { versions } = (await product.admin.get('/prompts/sql/versions')).body.data;
    expect(versions).toHaveLength(before + 5);
  });

  test.each([
    ['Schema: {schema}', '{question}'],
    ['{schema} {question} {api_key}', '{api_key}'],
  ])('a text with wrong placeholders is refused by their name: %s', async (content, named) => {
    const answer = await product.admin.put('/prompts', { prompts: [{ name: 'sql', content }] });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body.error.details)).toContain(named);
  });

  test('only administrators change prompts', async () => {
    const user = await product.newUser();
    expect((await user.put('/prompts', { prompts: [{ name: 'sql', content: own }] })).status).toBe(403);
    expect((await user.post('/prompts/reset')).status).toBe(403);
    expect((await user.get('/prompts/sql/versions')).status).toBe(403);
  });
});

test('braces inside a filled-in value are not filled in again', () => {
  expect(fillPrompt('{schema}|{question}|{"kind"}', { schema: '{question}', question: 'q' })).toBe(
    '{question}|q|{"kind"}',
  );
});
