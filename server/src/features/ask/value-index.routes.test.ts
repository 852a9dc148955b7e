import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { openTarget, type TargetDatabase, targetDrivers } from '../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';
import { type App, buildApp } from '../../app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';

type Read = (path: string) => Promise<{ data: Record<string, unknown> }>;

/** The state of a connection's values once nothing is being read. */
async function settled(read: Read, id: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { data } = await read(`/connections/${id}/value-index`);
    if (data.state !== 'reading') return data;
    await delay(50);
  }
  throw new Error('the values are still being read');
}

const readAs =
  (client: ApiClient): Read =>
  async (path) =>
    (await client.get(path)).body;

describeOnBothStores('The values of a connection', (metadata) => {
  let product: TestApp;
  let restarted: App | null = null;
  let library: Library;
  let id: string;
  beforeAll(async () => {
    library = await createLibrary();
    product = await startTestApp({ metadata });
    const { body } = await product.admin.post('/connections', {
      name: 'library',
      driver: 'sqlite',
      database: library.path,
      is_shared: true,
    });
    id = body.data.id;
  });
  afterAll(async () => {
    await restarted?.stop();
    await product.close();
    await library.remove();
  });

  test('are read in the background, table by table', async () => {
    expect(await settled(readAs(product.admin), id)).toMatchObject({
      state: 'ready',
      tables: 2,
      tables_known: 2,
      tables_read: 2,
      values: 5,
      stopped_by: null,
    });
  });

  test('of a table that changed are read again with a new catalog, the others are not', async () => {
    library.run("insert into readers values (4, 'Dee', 'Bergen')");
    await product.admin.get(`/connections/${id}/tables?refresh=true`);
    const state = await settled(readAs(product.admin), id);
    expect(state).toMatchObject({ state: 'ready', tables_known: 2, tables_read: 1, values: 7 });
  });

  test('are all read again when their owner wants it, and by nobody else', async () => {
    const reader = await product.newUser();
    expect((await reader.post(`/connections/${id}/value-index`)).status).toBe(403);
    await product.admin.post(`/connections/${id}/value-index`);
    expect(await settled(readAs(product.admin), id)).toMatchObject({ tables_read: 2, values: 7 });
  });

  test('outlive a restart', async () => {
    await product.app.stop();
    const app = await buildApp(product.config);
    restarted = app;
    await app.http.ready();
    const { token } = product.admin;
    const read: Read = async (path) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await app.http.inject({ url: `/api/v1${path}`, headers })).json();
    };
    expect(await settled(read, id)).toMatchObject({
      state: 'ready',
      tables_known: 2,
      tables_read: 0,
      values: 7,
    });
  });

  test('go with the connection', async () => {
    const { db: stored } = await openDatabase(product.config);
    const kept = () =>
      stored.selectFrom('table_values').select('table_key').where('connection_id', '=', id).execute();
    expect(await kept()).toHaveLength(2);
    const headers = { authorization: `Bearer ${product.admin.token}` };
    const url = `/api/v1/connections/${id}`;
    expect((await restarted?.http.inject({ method: 'DELETE', url, headers }))?.statusCode).toBe(200);
    expect(await kept()).toEqual([]);
    await stored.destroy();
  });
});

describe.each(targetDrivers)('The values of a %s database', (driver) => {
  let product: TestApp;
  let target: TargetDatabase;
  let missing = false;
  beforeAll(async () => {
    missing = !(await isReachable(testServers[driver]));
    if (missing) return;
    target = await openTarget[driver]();
    await target.run(
      'create table shops (id int primary key, city varchar(40), note text)',
      "insert into shops values (1, '上海', 'x'), (2, 'Lyon', 'y'), (3, 'Lyon', null)",
    );
    product = await startTestApp();
  });
  afterAll(async () => {
    if (missing) return;
    await product.close();
    await target.drop();
  });

  test('are read', async ({ skip }) => {
    if (missing) skip(`${driver} is not there`);
    const { body } = await product.admin.post('/connections', target.connection());
    const state = await settled(readAs(product.admin), body.data.id);
    expect(state).toMatchObject({ state: 'ready', values: 4, tables_known: state.tables });
  });
});
