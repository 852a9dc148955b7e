import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Account } from '@sextant/contract/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountsCsv } from '../../server/src/features/accounts/accounts-csv.ts';
import { executionWhen, saveScript } from '../../server/test/collecting.ts';
import { multipart, newExtension } from '../../server/test/extending.ts';
import { createFamilyClient } from '../../server/test/family-client.ts';
import { createFileClient } from '../../server/test/file-client.ts';
import { openLive } from '../../server/test/live-client.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../server/test/test-app.ts';

describe('what people do through others', () => {
  let product: TestApp;
  let admin: ApiClient;
  let operator: ApiClient;
  let user: ApiClient;

  beforeAll(async () => {
    product = await startTestApp();
    product.app.start();
    admin = product.admin;
    operator = await product.newUser('operator');
    user = await product.newUser();
    await saveScript(admin, { id: 'sample', table: "{ name: 'sample' }", run: 'yield { a: 1 };' });
  });
  afterAll(() => product.close());

  const addTask = async (client: ApiClient, fields: object = {}) =>
    (await client.post('/tasks', { name: 't', script_id: 'sample', ...fields })).body.data.id as string;

  test('an operator changes when the task of somebody runs, never what it reads with their rights', async () => {
    const task = await addTask(admin, {
      task_type: 'extension',
      script_id: await echo(),
      params: { q: 'a' },
    });
    const changes = [
      { params: { q: 'b' } },
      { script_id: await echo() },
      { task_type: 'collect', script_id: 'sample' },
    ];
    for (const change of changes) {
      const answer = await operator.put(`/tasks/${task}`, change);
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'FORBIDDEN']);
    }
    expect(
      (await operator.put(`/tasks/${task}`, { name: 'n', params: { q: 'a' }, is_active: false })).status,
    ).toBe(200);
    expect((await admin.get(`/tasks/${task}`)).body.data.params).toEqual({ q: 'a' });
    expect((await admin.put(`/tasks/${await addTask(user)}`, { params: { q: 1 } })).status).not.toBe(403);
  });

  test('a task is followed by one that its maker may start', async () => {
    const others = await addTask(admin);
    const followed = (id: string) => ({ on_success: [{ kind: 'task', task_id: id }] });
    const own = await addTask(user);
    const refused = await user.put(`/tasks/${own}`, followed(others));
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(others)]);
    // Refused in the words of one that is not there.
    const missing = await user.put(`/tasks/${own}`, followed('5e5b5f4c-0000-4000-8000-000000000000'));
    expect(missing.status).toBe(422);
    expect((await user.put(`/tasks/${own}`, followed(await addTask(user)))).status).toBe(200);
    await admin.put(`/tasks/${own}`, followed(others));
    expect((await user.put(`/tasks/${own}`, { name: 'kept', ...followed(others) })).status).toBe(200);
  });

  const source = 'def execute_query(params, config=None):\n    return {"type": "text", "data": "done"}\n';
  const echo = (fields: Record<string, string> = {}) => newExtension(admin, 'echo.py', source, fields);

  test('a job of the dataquery family names only extensions that its maker sees', async () => {
    const hidden = await echo({ enabled: 'false' });
    const dataquery = createFamilyClient(product, '/dataquery', user.token);
    const answer = await dataquery.post('/api/scheduler/jobs', {
      name: 'j',
      func: hidden,
      trigger: 'manual',
    });
    expect(answer.status).toBe(404);
  });

  test('a key changes nothing of the account that it belongs to, in no family', async () => {
    const key = (await user.post('/api-keys', { name: 'k', permissions: ['view', 'update'] })).body.data.key;
    const dataquery = createFamilyClient(product, '/dataquery', user.token);
    const { id } = (await dataquery.get('/api/users/me')).body;
    const taken = await dataquery.with({ token: key }).put(`/api/users/${id}`, { email: 'else@example.com' });
    expect(taken.status).toBe(403);
    expect((await dataquery.put(`/api/users/${id}`, { nickname: 'N' })).status).toBe(200);
  });

  test('what an extension was asked with is shown to nobody in full', async () => {
    const id = await echo();
    const params = { q: 'seen', password: 'hunter-2-unseen', api_key: 'key-unseen' };
    const started = await user.post(`/extensions/${id}/run`, { params, wait: false });
    const execution = started.body.data.execution_id;
    await executionWhen(operator, execution, ({ status }) => status === 'completed');
    for (const who of [user, operator, admin]) {
      const answers = [await who.get(`/executions/${execution}`), await who.get('/executions')];
      for (const { text } of answers) {
        expect(text).toContain('seen');
        expect(text).not.toContain('unseen');
      }
    }
  });

  test('cells of tables and accounts run in no spreadsheet, full-width signs included', async () => {
    const cells = ['=1+1', '＝1+1', '＋1', '－1', '＠x', '@x', '\tx'];
    const id = await newExtension(
      admin,
      'cells.py',
      `def execute_query(params):\n    return [{"a": one} for one in ${JSON.stringify(cells)}]\n`,
    );
    const run = await user.post(`/extensions/${id}/run`, { params: {} });
    const { text } = await user.get(`/extension-runs/${run.body.data.execution_id}/download`);
    expect(text.split('\r\n').slice(1, -1)).toEqual(cells.map((cell) => `'${cell}`));
    const account = {
      roles: [],
      classes: [],
      connection_name: '＝1+1',
      name: '＠x',
      host: '-x',
    } as unknown as Account;
    const csv = await Array.fromAsync(accountsCsv(Readable.from([[account]]), 'en'), String);
    expect(csv.join('')).toContain("'＝1+1,,'＠x,'-x");
  });

  test('a file of nothing but comments is told from SVG at once, and SVG behind them is shown so that nothing runs', async () => {
    const files = createFileClient(product, user);
    const comments = '<!---->'.repeat(500);
    expect((await files.upload('comments.txt', `${comments}x`)).media_type).toBe('text/plain');
    const svg = `<?xml version="1.0"?>\n<!-- a -->${comments}<!DOCTYPE svg>\n<SVG onload="alert(1)"></SVG>`;
    const { id, media_type } = await files.upload('picture.png', svg);
    expect(media_type).toBe('image/svg+xml');
    const { headers } = await files.content(id);
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  test('addresses that are keys by themselves are not in the log', async () => {
    const { id } = await createFileClient(product, user).upload('a.txt', 'text');
    const ticket = (await user.post(`/files/${id}/content-link`)).body.data.url as string;
    const share = (await user.post(`/files/${id}/links`, { expires_in_hours: 1 })).body.data.url as string;
    const token = share.split('/').at(-1) as string;
    const paths = [
      ticket,
      `/api/v1/file-links/${token}`,
      share,
      '/api/v1/extension-results/secret-ticket-of-a-result',
    ];
    for (const url of paths) await product.app.http.inject({ url, headers: { accept: 'text/html' } });
    await expect
      .poll(async () => (await admin.get('/logs?limit=100&q=file-links')).body.data.entries.length)
      .toBeGreaterThan(0);
    const { text } = await admin.get('/logs?limit=200');
    for (const url of paths) expect(text).not.toContain(url.split('/').at(-1));
  });

  test('fields of a form are no way around the size of a body', async () => {
    const id = await echo();
    const fields = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, 'x'.repeat(600_000)]));
    const { payload, headers } = await multipart(fields);
    expect((await user.post(`/extensions/${id}/run-form`, payload, headers)).status).toBe(413);
    const dataquery = createFamilyClient(product, '/dataquery', user.token);
    expect((await dataquery.post(`/query/${id}`, payload, headers)).status).toBe(413);
  });

  test.each([1_000, 400_000])('what is nested %i levels deep is refused in words', async (levels) => {
    const id = await echo();
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const params = `${open.repeat(levels)}1${close.repeat(levels)}`;
      const answer = await user.post(`/extensions/${id}/run`, `{"params":{"p":${params}}}`, {
        'content-type': 'application/json',
      });
      expect([answer.status, answer.body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    }
  });

  test('a key without "view" hears nothing over a WebSocket', async () => {
    const key = (await user.post('/api-keys', { name: 'w', permissions: ['create'] })).body.data.key;
    const url = await product.listen();
    for (const path of ['/api/v1/ws', '/dataquery/api/ws/notifications', '/dataquery/api/ws/chat/1']) {
      const client = openLive(`${url}${path}?token=${key}`);
      expect(await client.closed, path).toBe(4001);
      expect(client.frames, path).toEqual([]);
    }
  });

  test('a webhook that answers without an end costs neither memory nor its time limit', async () => {
    let sent = 0;
    const endless = createServer((_request, response) => {
      const timer = setInterval(() => {
        sent += 1;
        response.write('x'.repeat(1000));
      }, 5);
      response.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`;
    const target = { kind: 'webhook', format: 'json', url };
    const channel = await admin.post('/alerts/channels', { name: 'endless', target });
    const tested = await admin.post(`/alerts/channels/${channel.body.data.id}/test`);
    expect(tested.body.data).toMatchObject({ is_ok: true });
    expect(sent).toBeLessThan(1000);
    endless.closeAllConnections();
    endless.close();
  });
});
