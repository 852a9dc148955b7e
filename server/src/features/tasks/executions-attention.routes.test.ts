import { afterAll, beforeAll, expect, it } from 'vitest';
import { executionWhen, runScript, saveScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('What needs attention among executions', (metadata) => {
  let test: TestApp;
  let admin: ApiClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
    admin = test.admin;
    await saveScript(admin, {
      id: 'three',
      table: "{ name: 'three' }",
      run: 'yield [{ a: 1 }, { a: 2 }, { a: 3 }];',
    });
    await saveScript(admin, {
      id: 'fails',
      table: "{ name: 'fails' }",
      run: "yield { a: 1 }; throw new Error('no');",
    });
  });
  afterAll(() => test.close());

  async function taskOf(scriptId: string): Promise<string> {
    const answer = await admin.post('/tasks', {
      name: `task of ${scriptId}`,
      script_id: scriptId,
      max_retries: 0,
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data.id;
  }

  async function execute(taskId: string) {
    const { data } = (await admin.post(`/tasks/${taskId}/execute`, {})).body;
    return executionWhen(admin, data.execution_id, ({ status }) => !['pending', 'running'].includes(status));
  }

  it('names tasks whose newest execution failed, until it succeeds or they are paused', async () => {
    const [good, bad] = [await taskOf('three'), await taskOf('fails')];
    await execute(good);
    const failed = await execute(bad);
    const failing = async () =>
      (await admin.get('/executions/attention')).body.data.failing.map(({ id }: { id: string }) => id);
    expect(await failing()).toEqual([failed.id]);
    const again = await execute(bad);
    expect(await failing()).toEqual([again.id]);
    await admin.put(`/tasks/${bad}`, { is_active: false });
    expect(await failing()).toEqual([]);
  });

  it('names the slowest of each script once, the longest first', async () => {
    await runScript(admin, 'three');
    const { slowest } = (await admin.get('/executions/attention?days=1')).body.data;
    const times = slowest.map((one: { duration_seconds: number }) => one.duration_seconds);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const byScript = slowest.filter((one: { task_id: string | null }) => one.task_id === null);
    expect(byScript.map((one: { script_id: string }) => one.script_id)).toEqual(['three']);
  });

  it('counts the rows and the ends of each day', async () => {
    const { days } = (await admin.get('/executions/stats?days=2')).body.data;
    expect(days.at(-1)).toMatchObject({
      success_count: 2,
      failed_count: 2,
      cancelled_count: 0,
      rows_count: 3,
    });
    const { average_seconds: average } = (await admin.get('/executions/stats?days=2')).body.data;
    expect(average).toBeGreaterThan(0);
    expect(average).toBeLessThan(60);
  });

  it('shows people only what is theirs', async () => {
    const somebody = await test.newUser();
    expect((await somebody.get('/executions/attention')).body.data).toEqual({ failing: [], slowest: [] });
  });
});
