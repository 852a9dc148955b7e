import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { parseCsv } from './parse-csv.ts';

const postgresql = {
  driver: 'postgresql',
  host: '127.0.0.1',
  port: 5432,
  username: 'postgres',
  database: 'postgres',
};
const mariadb = { driver: 'mysql', host: '127.0.0.1', port: 3306, username: 'root' };
const nobody = { ...mariadb, port: 1 };

describeOnBothStores('Instances', (metadata) => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ metadata });
    app.app.start();
  });
  afterEach(() => app.close());

  const add = async (input: Record<string, unknown>) => (await app.admin.post('/instances', input)).body.data;
  const names = async (query: string) =>
    (await app.admin.get(`/instances?${query}`)).body.data.instances.map((one: { name: string }) => one.name);
  const runs = async (id: string, status: string) => {
    await expect
      .poll(async () => (await app.admin.get(`/sync-sessions/${id}`)).body.data.status, { timeout: 30_000 })
      .toBe(status);
    return (await app.admin.get(`/sync-sessions/${id}`)).body.data;
  };

  test('a connection is an instance with what is noted of it, found by all of that', async () => {
    const made = await add({
      name: '生产库',
      ...postgresql,
      environment: 'production',
      tags: ['上海', 'core'],
      contact: '王工',
    });
    expect(made).toMatchObject({
      environment: 'production',
      contact: '王工',
      health: 'unknown',
      version: null,
      is_active: true,
      owner: 'admin',
    });
    await app.admin.post('/connections', { name: 'plain', ...mariadb });
    expect(await names('')).toEqual(['生产库', 'plain']);
    expect(await names('sort=name&order=desc')).toHaveLength(2);
    expect(await names('environment=production')).toEqual(['生产库']);
    expect(await names(`q=${encodeURIComponent('王工')}`)).toEqual(['生产库']);
    expect(await names('tag=core')).toEqual(['生产库']);
    expect(await names('driver=mysql&limit=1')).toEqual(['plain']);
    expect((await app.admin.get(`/instances/${made.number}`)).body.data.id).toBe(made.id);
    const { tags } = (await app.admin.get('/instance-tags')).body.data;
    expect(tags.map((tag: { name: string; count: number }) => [tag.name, tag.count])).toEqual(
      expect.arrayContaining([
        ['core', 1],
        ['上海', 1],
      ]),
    );
  });

  test('one check reads the version, and its history tells when it did not answer', async () => {
    const { id } = await add({ name: 'pg', ...postgresql });
    const up = (await app.admin.post(`/instances/${id}/check`)).body.data;
    expect(up).toMatchObject({ health: 'up', error: null });
    expect(up.version).toMatch(/^PostgreSQL \d+/);
    expect(up.main_version).toMatch(/^\d+$/);
    await app.admin.put(`/connections/${id}`, { port: 1, password: null });
    const down = (await app.admin.post(`/instances/${id}/check`)).body.data;
    expect(down).toMatchObject({ health: 'down', version: up.version, last_up_at: up.last_up_at });
    expect(down.error.message).not.toBe('');
    const history = (await app.admin.get(`/instances/${id}/checks`)).body.data;
    expect(history.checks.map((one: { is_up: boolean }) => one.is_up)).toEqual([false, true]);
    expect(history.availability_percent).toBe(50);
  });

  test('a session checks many; those that do not answer are named and hold nobody', async () => {
    await add({ name: 'a', ...postgresql });
    await add({ name: 'b', ...mariadb });
    await add({ name: 'nobody', ...nobody });
    await add({ name: 'asleep', ...nobody, is_active: false });
    const { id } = (await app.admin.post('/sync-sessions', { kind: 'check_instances' })).body.data;
    const session = await runs(id, 'failed');
    expect(session).toMatchObject({
      instances_total: 3,
      instances_completed: 2,
      instances_failed: 1,
      progress: 100,
      trigger: 'manual',
      user: 'admin',
    });
    const { records } = (await app.admin.get(`/sync-sessions/${id}/records?status=failed`)).body.data;
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ instance_name: 'nobody', error: { cause: expect.any(String) } });
    expect(await names('health=down')).toEqual(['nobody']);
    expect(await names('health=up')).toEqual(['a', 'b']);
    expect(await names('health=unknown')).toEqual(['asleep']);
    const statistics = (await app.admin.get('/sync-sessions/statistics')).body.data;
    expect(statistics).toMatchObject({ total: 1, by_status: { failed: 1 }, success_percent: 0 });
    expect(statistics.failing_instances).toMatchObject([{ instance_name: 'nobody', failures: 1 }]);
    const counted = (await app.admin.get('/instances/statistics')).body.data;
    expect(counted).toMatchObject({ total: 4, active: 3, by_health: { up: 2, down: 1, unknown: 1 } });
  });

  test('a task with six cron fields runs a session', async () => {
    await add({ name: 'a', ...postgresql, tags: ['often'] });
    await add({ name: 'b', ...nobody });
    const refused = await app.admin.post('/tasks', {
      name: 'x',
      task_type: 'check_instances',
      schedule_type: 'manual',
      params: { instance: 'a' },
    });
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toContain('instance');
    const task = await app.admin.post('/tasks', {
      name: '每秒检查',
      task_type: 'check_instances',
      schedule_type: 'cron',
      schedule_expression: '* * * * * *',
      params: { tag: 'often' },
    });
    expect(task.status).toBe(200);
    await expect
      .poll(async () => (await app.admin.get('/sync-sessions?status=completed')).body.data.total, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    await app.admin.delete(`/tasks/${task.body.data.id}`);
    const { sessions } = (await app.admin.get('/sync-sessions?status=completed')).body.data;
    expect(sessions[0]).toMatchObject({ trigger: 'schedule', instances_total: 1 });
  });

  test('a file of instances goes out without secrets and comes in again, or not at all', async () => {
    await add({ name: '=cmd', ...postgresql, password: 'geheim', tags: ['x', 'y'], description: 'a "b", c' });
    const csv = (await app.admin.get('/instances/export')).text;
    expect(csv).not.toContain('geheim');
    expect(parseCsv(csv)[1]?.slice(0, 4)).toEqual(['=cmd', 'postgresql', '127.0.0.1', '5432']);
    const again = (await app.admin.post('/instances/import', { csv, mode: 'check' })).body.data;
    expect(again).toMatchObject({ is_dry_run: true, rows: [{ row: 1, name: '=cmd', outcome: 'update' }] });

    const bad = [
      'name,driver,host,port,database,username,environment',
      'good,postgresql,127.0.0.1,5432,postgres,postgres,test',
      'bad port,mysql,127.0.0.1,99999,,root,',
      'no engine,dbase,127.0.0.1,1,,root,',
      'good,mysql,127.0.0.1,3306,,root,',
      'where,mysql,127.0.0.1,3306,,root,moon',
    ].join('\n');
    const refused = (await app.admin.post('/instances/import', { csv: bad })).body.data;
    expect(refused).toMatchObject({ created: 0, updated: 0 });
    expect(
      refused.rows.map((row: { outcome: string; errors: { column: string }[] }) => [
        row.outcome,
        row.errors[0]?.column,
      ]),
    ).toEqual([
      ['create', undefined],
      ['error', 'port'],
      ['error', 'driver'],
      ['error', 'name'],
      ['error', 'environment'],
    ]);
    expect(await names('')).toEqual(['=cmd']);
    const taken = (await app.admin.post('/instances/import', { csv: bad, mode: 'good_rows' })).body.data;
    expect(taken.created).toBe(1);
    expect(await names('environment=test')).toEqual(['good']);
    const noTable = await app.admin.post('/instances/import', { csv: 'a;b\n1;2' });
    expect(noTable.status).toBe(422);
    expect((await app.admin.post('/instances/import', { csv: 'name,driver\n"open' })).status).toBe(422);
  });

  test('many are changed at once, and others see and change only what they may', async () => {
    const first = await add({ name: 'a', ...postgresql, is_shared: true });
    const second = await add({ name: 'b', ...postgresql, is_shared: false });
    const user = await app.newUser('operator');
    expect((await user.get('/instances')).body.data.total).toBe(1);
    expect((await user.get(`/instances/${second.id}`)).status).toBe(404);
    expect((await user.put(`/instances/${first.id}`, { contact: 'me' })).status).toBe(403);
    const both = { ids: [first.id, second.id] };
    const update = { action: 'update', changes: { environment: 'staging', add_tags: ['t'] } };
    expect((await user.post('/instances/bulk', { ...update, ...both })).status).toBe(403);
    expect((await app.admin.post('/instances/bulk', { ...update, ...both })).body.data.count).toBe(2);
    expect(await names('environment=staging&tag=t')).toEqual(['a', 'b']);
    expect((await app.admin.post('/instances/bulk', { action: 'remove', ...both })).body.data.count).toBe(2);
    expect(await names('')).toEqual([]);
  });

  test('database types come with forms and defaults', async () => {
    const { database_types: types } = (await app.admin.get('/database-types')).body.data;
    expect(types.find((type: { id: string }) => type.id === 'mysql')).toMatchObject({
      default_port: 3306,
      is_file: false,
    });
  });
});
