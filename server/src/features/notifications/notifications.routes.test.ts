import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

interface Told {
  id: string;
  kind: string;
  title: { zh: string; en: string };
  body: { zh: string; en: string };
  link: string | null;
  read_at: string | null;
}

describeOnBothStores('notifications', (metadata) => {
  let test: TestApp;
  let ann: ApiClient;
  let bob: ApiClient;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
    [ann, bob] = [await test.newUser(), await test.newUser()];
  });
  afterAll(() => test.close());

  const told = async (by: ApiClient, filter = ''): Promise<Told[]> =>
    (await by.get(`/notifications${filter}`)).body.data.notifications;
  const unread = async (by: ApiClient): Promise<number> =>
    (await by.get('/notifications/unread')).body.data.unread_count;

  it('are each person’s own, newest first, and read when they say so', async () => {
    const member_ids = [bob.userId];
    const room = (await ann.post('/rooms', { kind: 'group', name: 'r', member_ids })).body.data.id;
    for (const word of ['一', '二', '三'])
      await ann.post(`/rooms/${room}/messages`, { content: `@all ${word}` });
    const all = await told(bob);
    expect(all.map(({ body }) => body.zh)).toEqual(['@all 三', '@all 二', '@all 一']);
    expect(await told(ann)).toEqual([]);
    const ids = [all[0]?.id];
    expect((await ann.post('/notifications/read', { ids })).body.data.unread_count).toBe(0);
    expect(await unread(bob)).toBe(3);
    expect((await bob.post('/notifications/read', { ids })).body.data.unread_count).toBe(2);
    expect((await told(bob, '?unread=true')).map(({ body }) => body.zh)).toEqual(['@all 二', '@all 一']);
    expect(await told(bob, '?unread=false&kind=alert')).toEqual([]);
    const page = (await bob.get('/notifications?limit=2')).body.data;
    expect([page.total, page.unread_count, page.has_more]).toEqual([3, 2, true]);
    expect((await bob.post('/notifications/read-all')).body.data.unread_count).toBe(0);
    expect((await told(bob)).every(({ read_at }) => read_at !== null)).toBe(true);
  });

  it('tell whoever started an execution by hand how it ended, and whom a task names', {
    timeout: 30_000,
  }, async () => {
    const put = await test.admin.put('/scripts/bell', {
      category: 'data',
      frequency: 'manual',
      language: 'javascript',
      source: `export default { id: 'bell', name: '响铃', parameters: [], table: { name: 'bell_t' }, *run() { throw new Error('断了'); } };`,
    });
    expect(put.status).toBe(200);
    const operator = await test.newUser('operator');
    const task = await operator.post('/tasks', {
      name: '每日响铃',
      script_id: 'bell',
      max_retries: 0,
      on_failure: [{ kind: 'notification', role: 'admin' }],
    });
    expect(task.status).toBe(200);
    const { execution_id: id } = (await operator.post(`/tasks/${task.body.data.id}/execute`, {})).body.data;
    const about = async (by: ApiClient) => (await told(by)).filter(({ link }) => link?.endsWith(id));
    for (const reader of [operator, test.admin]) {
      await expect.poll(async () => (await about(reader)).length, { timeout: 20_000 }).toBe(1);
      const [notification] = await about(reader);
      expect(notification).toMatchObject({
        kind: 'task_complete',
        title: { zh: '「每日响铃」执行失败', en: '"每日响铃" failed' },
        link: `/collect/executions/${id}`,
      });
      expect(notification?.body.zh).toContain('断了');
    }
    expect(await about(ann)).toEqual([]);
  });
});
