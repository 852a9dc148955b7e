import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('the dashboard', (metadata) => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
  });
  afterAll(() => test.close());

  it('counts everything for administrators, and for others what they see', async () => {
    const operator = await test.newUser('operator');
    await operator.post('/tasks', {
      name: '每天清理',
      task_type: 'cleanup_logs',
      schedule_type: 'cron',
      schedule_expression: '0 3 * * *',
      params: {},
    });
    const somebody = await test.newUser();
    const ofAdmin = (await test.admin.get('/dashboard/overview')).body.data;
    expect(ofAdmin).toMatchObject({ users: { total: 3, active: 3 }, tasks: { total: 1, active: 1 } });
    expect(ofAdmin.logs).toMatchObject({ errors: expect.any(Number) });
    const ofSomebody = (await somebody.get('/dashboard/overview')).body.data;
    expect(ofSomebody).toMatchObject({ users: null, logs: null, tasks: { total: 0 } });
    expect((await test.anonymous.get('/dashboard/overview')).status).toBe(401);
  });

  it('has a value for each day of its charts', async () => {
    const { data } = (await test.admin.get('/dashboard/charts?days=14')).body;
    expect(data.days).toHaveLength(14);
    expect(data.days).toEqual([...data.days].sort());
    for (const series of [data.questions, data.queries.ok, data.executions.failed, data.logs.errors]) {
      expect(series).toHaveLength(14);
    }
    expect((await test.admin.get('/dashboard/charts?days=1000')).status).toBe(422);
  });

  it('counts an execution on the day of the installation’s time zone', async () => {
    const task = await test.admin.post('/tasks', {
      name: 'now',
      task_type: 'cleanup_logs',
      schedule_type: 'once',
      schedule_expression: '2099-01-01T00:00:00Z',
      params: { days: 3000 },
    });
    expect(task.status, task.text).toBe(200);
    const started = await test.admin.post(`/tasks/${task.body.data.id}/execute`);
    expect(started.status, started.text).toBe(200);
    const state = await eventually(async () => {
      const { data } = (await test.admin.get(`/executions/${started.body.data.execution_id}`)).body;
      return ['pending', 'running'].includes(data.status) ? null : data;
    });
    expect(state).toMatchObject({ status: 'completed', result: { deleted_count: 0 } });
    const { data } = (await test.admin.get('/dashboard/charts?days=3')).body;
    expect(data.executions.completed).toEqual([0, 0, 1]);
    expect(data.task_status).toEqual([{ status: 'completed', count: 1 }]);
  });

  it('shows people their own activities, and administrators all', async () => {
    const somebody = await test.newUser();
    await somebody.put('/auth/me', { display_name: '新名字' });
    const own = (await somebody.get('/dashboard/activities')).body.data.activities;
    expect(new Set(own.map(({ action }: { action: string }) => action))).toEqual(
      new Set(['user.updated', 'sign_in.succeeded']),
    );
    expect(own[0].object_name).toMatch(/^user/);
    const all = (await test.admin.get('/dashboard/activities?limit=100')).body.data.activities;
    expect(all.length).toBeGreaterThan(own.length);
  });

  it('tells how the machine, the database, the queue and the log are', async () => {
    const { data } = (await test.admin.get('/dashboard/status')).body;
    expect(data.memory.total).toBeGreaterThan(data.memory.used);
    expect(data.disk.percent).toBeGreaterThan(0);
    expect(data.database).toMatchObject({ kind: metadata, is_healthy: true });
    expect(data.database.size_bytes).toBeGreaterThan(10_000);
    expect(data.queue).toMatchObject({ pending: 0 });
  });

  it('gives Prometheus its metrics, to a key that may only view, and to nobody without one', async () => {
    expect((await test.anonymous.get('//metrics')).status).toBe(401);
    const somebody = await test.newUser();
    const made = await somebody.post('/api-keys', {
      name: 'prometheus',
      permissions: ['view'],
      expires_in_days: 30,
    });
    const scraped = await test.anonymous.get('//metrics', { authorization: `Bearer ${made.body.data.key}` });
    expect(scraped.status, scraped.text).toBe(200);
    expect(String(scraped.headers['content-type'])).toContain('text/plain');
    const values = Object.fromEntries(
      scraped.text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
    expect(values.sextant_database_up).toBe(1);
    expect(values['sextant_users{state="total"}']).toBeGreaterThan(1);
    const logins =
      'sextant_http_request_duration_seconds_count{method="POST",route="/api/v1/auth/login",status="2xx"}';
    expect(values[logins]).toBeGreaterThan(1);
    expect(values.process_cpu_seconds_total).toBeGreaterThan(0);
  });
});

async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (let turn = 0; turn < 200; turn += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}
