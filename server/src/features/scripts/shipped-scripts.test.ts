import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executionWhen } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('Scripts that ship', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let source: Server;
  let url: string;
  let answer = '编码,数量\n007,1\n008,2\n';

  beforeAll(async () => {
    source = createServer((_request, response) => response.end(answer));
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/stock.csv`;
    product = await startTestApp({ metadata });
    product.app.start();
    admin = product.admin;
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
      if ((await admin.get('/scripts/csv_url')).status === 200) break;
    }
  }, 90_000);
  afterAll(async () => {
    source.close();
    await product.close();
  });

  async function collect(params: Record<string, string>) {
    const { status, text, body } = await admin.post('/scripts/csv_url/run', { params });
    if (status !== 200) throw new Error(text);
    const ended = ({ status: now }: { status: string }) => !['pending', 'running'].includes(now);
    return executionWhen(admin, body.data.execution_id, ended);
  }

  test('a CSV goes into the table and under the key that its user names, and a later one updates it', async () => {
    const params = { url, table: '库存', key: '编码' };
    expect(await collect(params)).toMatchObject({ status: 'completed', table_name: '库存', rows_after: 2 });
    answer = '编码,数量,备注\n008,5,新\n009,3,\n';
    expect(await collect(params)).toMatchObject({ status: 'completed', rows_before: 2, rows_after: 3 });
    const { body } = await admin.get(
      `/tables/${encodeURIComponent('库存')}/rows?sort=${encodeURIComponent('编码')}`,
    );
    expect(body.data.rows).toEqual([
      [url, '007', 1, null],
      [url, '008', 5, '新'],
      [url, '009', 3, null],
    ]);
  });

  test('a name that no table can have is refused before anything is fetched', async () => {
    const execution = await collect({ url, table: '1; drop table x' });
    expect(execution).toMatchObject({ status: 'failed', attempt: 1 });
    expect(JSON.stringify(execution)).toContain('1; drop table x');
  });
});
