import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executionWhen, saveScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';

describeOnBothStores('What follows an execution', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let receiver: Server;
  let url: string;
  let status = 200;
  const calls: { headers: IncomingHttpHeaders; body: { execution_id: string; status: string } }[] = [];

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    product.app.start();
    admin = product.admin;
    receiver = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        calls.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await saveScript(admin, { id: 'one_row', table: "{ name: 'one_row' }", run: 'yield { a: 1 };' });
  });
  afterAll(async () => {
    await product.close();
    receiver.close();
  });

  async function createTask(fields: object): Promise<string> {
    const answer = await admin.post('/tasks', { name: 't', script_id: 'one_row', ...fields });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.data.id;
  }
  async function runTask(id: string): Promise<string> {
    const { body } = await admin.post(`/tasks/${id}/execute`, {});
    await executionWhen(admin, body.data.execution_id, (one) => one.status === 'completed');
    return body.data.execution_id;
  }
  /** Has the store as a process left it that died at a moment. */
  async function inStore(id: string, changes: { follow_ups_due_at: string; follow_ups_done?: null }) {
    const { databaseUrl, dataDir } = product.config;
    const { db } = await openDatabase({ databaseUrl, dataDir });
    await db.updateTable('executions').set(changes).where('id', '=', id).execute();
    await db.destroy();
  }
  const callsFor = (id: string) => calls.filter(({ body }) => body.execution_id === id);
  const past = () => new Date(Date.now() - 1000).toISOString();

  test('a webhook that does not answer well is called again, under the same key', async () => {
    status = 500;
    const id = await runTask(await createTask({ on_success: [{ kind: 'webhook', url }] }));
    await expect.poll(() => callsFor(id).length).toBe(1);
    await delay(500);
    status = 200;
    await inStore(id, { follow_ups_due_at: past() });
    await expect.poll(() => callsFor(id).length).toBe(2);
    const keys = callsFor(id).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([`${id}:completed`, `${id}:completed`]);
  });

  test('what a process that died had not done yet is done by the next, and a task is not started twice', async () => {
    const next = await createTask({ name: 'next' });
    const id = await runTask(
      await createTask({
        on_success: [
          { kind: 'task', task_id: next },
          { kind: 'webhook', url },
        ],
      }),
    );
    await expect.poll(() => callsFor(id).length).toBe(1);
    await delay(500);
    await inStore(id, { follow_ups_due_at: past(), follow_ups_done: null });
    await expect.poll(() => callsFor(id).length).toBe(2);
    const { body } = await admin.get(`/executions?task_id=${next}`);
    expect(body.data.total).toBe(1);
  });

  test('a mistake is told under the field that it stands in', async () => {
    const missing = [{ kind: 'task', task_id: 'nobody' }];
    for (const field of ['on_success', 'on_failure']) {
      const answer = await admin.post('/tasks', { name: 't', script_id: 'one_row', [field]: missing });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body.error.details)).toContain(field);
    }
    const first = await createTask({ name: 'first' });
    const second = await createTask({ name: 'second', on_failure: [{ kind: 'task', task_id: first }] });
    const loop = await admin.put(`/tasks/${first}`, { on_failure: [{ kind: 'task', task_id: second }] });
    expect(loop.status).toBe(422);
    expect(JSON.stringify(loop.body.error.details)).toContain('on_failure');
  });
});
