import { afterAll, beforeAll, expect, it } from 'vitest';
import { executionWhen, saveScript, startScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const path = '/settings/collect';

describeOnBothStores('The collect settings', (metadata) => {
  let test: TestApp;
  let admin: ApiClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
    admin = test.admin;
    await saveScript(admin, {
      id: 'waits',
      table: "{ name: 'waits' }",
      run: "await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve)); yield { a: 1 };",
    });
  });
  afterAll(() => test.close());

  const statusOf = async (id: string) => (await admin.get(`/executions/${id}`)).body.data.status;

  it('begin with defaults and are for administrators only', async () => {
    expect((await admin.get(path)).body.data).toEqual({
      max_concurrent_tasks: 5,
      default_timeout_seconds: 300,
      retry_enabled: true,
      max_retries: 3,
      python_modules: ['akshare'],
    });
    const operator = await test.newUser('operator');
    expect((await operator.get(path)).status).toBe(403);
    expect((await operator.put(path, { max_retries: 0 })).status).toBe(403);
  });

  it.each([
    { max_concurrent_tasks: 0 },
    { max_concurrent_tasks: 65 },
    { default_timeout_seconds: 1.5 },
    { max_retries: 11 },
    { retry_enabled: null },
  ])('refuse %j', async (change) => {
    const answer = await admin.put(path, change);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.error.details.fields)).toEqual(Object.keys(change));
  });

  it('keep both of two changes that are made at once', async () => {
    await Promise.all([admin.put(path, { max_retries: 1 }), admin.put(path, { retry_enabled: false })]);
    expect((await admin.get(path)).body.data).toMatchObject({ max_retries: 1, retry_enabled: false });
  });

  it('let more executions run at once from now on', async () => {
    await admin.put(path, { max_concurrent_tasks: 1 });
    const [first, second] = [await startScript(admin, 'waits'), await startScript(admin, 'waits')];
    await executionWhen(admin, first, ({ status }) => status === 'running');
    expect(await statusOf(second)).toBe('pending');
    await admin.put(path, { max_concurrent_tasks: 2 });
    await executionWhen(admin, second, ({ status }) => status === 'running');
    for (const id of [first, second]) {
      await admin.post(`/executions/${id}/cancel`);
      await executionWhen(admin, id, ({ status }) => status === 'cancelled');
    }
  });

  it('stop what runs for longer than the default, and give new tasks their retries', async () => {
    await admin.put(path, { default_timeout_seconds: 1, retry_enabled: true, max_retries: 4 });
    const id = await startScript(admin, 'waits');
    const ended = await executionWhen(admin, id, ({ status }) => !['pending', 'running'].includes(status));
    expect(ended).toMatchObject({ status: 'timeout', error: { message: expect.stringContaining('1 秒') } });
    const task = { name: 'later', script_id: 'waits' };
    const { data } = (await admin.post('/tasks', task)).body;
    expect(data).toMatchObject({ timeout_seconds: 1, max_retries: 4 });
  });
});
