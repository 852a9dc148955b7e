import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/test-app.ts';
import { buildApp } from '../../../app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: { sampleData: true } });
});
afterAll(() => test.close());

const question = { sql: 'select count(*) as n from orders' };

async function sample() {
  const { body } = await test.admin.get('/connections');
  return body.data.connections.find((connection: { is_sample: boolean }) => connection.is_sample);
}

it('is there at once after the start, says that it is being prepared, and then answers everybody', async () => {
  test.app.start();
  const user = await test.newUser();
  const connection = await sample();
  expect(connection).toMatchObject({ name: '示例商店', driver: 'sqlite', is_shared: true });
  let answer = await user.post(`/connections/${connection.id}/query`, question);
  for (let tries = 0; answer.status === 503 && tries < 300; tries += 1) {
    expect(answer.body.error.message).toContain('正在准备');
    await delay(100);
    answer = await user.post(`/connections/${connection.id}/query`, question);
  }
  expect(answer.body).toMatchObject({ success: true, data: { rows: [[20_000]] } });
  expect((await user.get('/config')).body.data.default_connection_id).toBe(connection.id);
});

it('is made anew by a start on a later day', async () => {
  const path = join(test.config.dataDir, 'samples', 'shop.sqlite');
  const old = new Date(Date.now() - 3 * 86_400_000);
  utimesSync(path, old, old);
  const next = await buildApp(test.config);
  next.start();
  await next.stop();
  const newest = await test.admin.post(`/connections/${(await sample()).id}/query`, {
    sql: 'select max(date(ordered_at)) = ? as today from orders',
    params: [new Intl.DateTimeFormat('en-CA', { timeZone: test.config.timezone }).format(new Date())],
  });
  expect(newest.body.data.rows).toEqual([[1]]);
});

it('stays deleted over a restart once an administrator deleted it', async () => {
  const { id } = await sample();
  const user = await test.newUser();
  expect((await user.delete(`/connections/${id}`)).status).toBe(403);
  expect((await test.admin.put(`/connections/${id}`, { database: '/etc/passwd' })).status).toBe(403);
  expect((await test.admin.put(`/connections/${id}`, { name: '演示' })).body.data.name).toBe('演示');
  expect((await test.admin.delete(`/connections/${id}`)).status).toBe(200);
  const next = await buildApp(test.config);
  next.start();
  await next.stop();
  expect(await sample()).toBeUndefined();
  expect(existsSync(join(test.config.dataDir, 'samples', 'shop.sqlite'))).toBe(false);
});
