import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { openTarget, type TargetDatabase } from '../../../test/target-databases.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';
import { createCapacityRepository } from './capacity.repository.ts';

describeOnBothStores('Capacity', (metadata) => {
  let app: TestApp;
  const targets: TargetDatabase[] = [];

  beforeEach(async () => {
    app = await startTestApp({ metadata });
    app.app.start();
  });
  afterEach(async () => {
    await app.close();
    for (const target of targets.splice(0)) await target.drop();
  });

  async function addTarget(driver: 'postgresql' | 'mysql') {
    const target = await openTarget[driver]();
    targets.push(target);
    const { id } = (await app.admin.post('/connections', target.connection({ name: driver }))).body.data;
    return { id, target };
  }

  async function measure() {
    const { id } = (await app.admin.post('/sync-sessions', { kind: 'sync_capacity' })).body.data;
    await expect
      .poll(async () => (await app.admin.get(`/sync-sessions/${id}`)).body.data.status, { timeout: 30_000 })
      .toBe('completed');
    return (await app.admin.get(`/sync-sessions/${id}/records`)).body.data.records;
  }

  test('sizes of databases and tables are read from real servers', async () => {
    const { id: postgresql, target } = await addTarget('postgresql');
    const { id: mysql, target: other } = await addTarget('mysql');
    const wide = 'create table "big one" as select n, repeat(\'x\', 500) t from generate_series(1, 40000) n';
    await target.run(wide);
    await other.run('create table big (t varchar(500))', "insert into big values (repeat('x', 500))");
    const records = await measure();
    expect(records.map((one: { updated: number }) => one.updated)).toEqual([1, 1]);

    const tables = (await app.admin.get(`/instances/${postgresql}/capacity/tables`)).body.data;
    expect(tables.tables[0]).toMatchObject({ table: 'public.big one', growth: null });
    expect(tables.tables[0].bytes).toBeGreaterThan(20_000_000);
    const whole = (await app.admin.get(`/instances/${postgresql}/capacity`)).body.data;
    expect(whole.points).toHaveLength(1);
    expect(whole).toMatchObject({ growth: null, forecast: null, needed_points: 7 });
    expect(whole.bytes).toBe((await app.admin.get(`/instances/${postgresql}`)).body.data.size_bytes);
    const named = (await app.admin.get(`/instances/${mysql}/capacity/tables`)).body.data.tables;
    expect(named.map((one: { table: string }) => one.table)).toContain('big');

    await measure();
    const again = (await app.admin.get(`/instances/${postgresql}/capacity`)).body.data;
    expect(again.points).toHaveLength(1);
    const overview = (await app.admin.get('/capacity')).body.data;
    expect(overview.total).toBe(2);
    expect(overview.total_bytes).toBe(overview.points[0].bytes);
  });

  test('days make growth and a forecast, and days to come, left by a clock that jumped, count for nothing', async () => {
    const { id } = await addTarget('postgresql');
    const { db } = await openDatabase(app.config);
    const repository = createCapacityRepository(db);
    const dayAt = (offset: number) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(
        Date.now() + offset * 86_400_000,
      );
    const table = { schema: null, name: 't', dataBytes: null, indexBytes: null, rowsEstimate: 1 };
    for (let at = -9; at <= 0; at += 1) {
      const bytes = 100_000 + (at + 9) * 1000;
      const tables = [{ ...table, bytes: bytes / 2 }];
      await repository.keep(id, dayAt(at), [
        { database: 'a', bytes, dataBytes: null, indexBytes: null, tables },
      ]);
    }
    await repository.keep(id, dayAt(4000), [
      { database: 'a', bytes: 1, dataBytes: null, indexBytes: null, tables: [] },
    ]);
    await db.destroy();
    const whole = (await app.admin.get(`/instances/${id}/capacity`)).body.data;
    expect(whole.bytes).toBe(109_000);
    expect(whole.growth).toMatchObject({ change_bytes: 9000, bytes_per_day: 1000, trend: 'growing' });
    expect(whole.forecast.points[0]).toMatchObject({ day: dayAt(1), bytes: 110_000 });
    expect(whole.databases).toMatchObject([{ database: 'a', bytes: 109_000, tables_count: 1 }]);
    const series = await app.admin.get(`/instances/${id}/capacity/series?database=a&table=t`);
    expect(series.body.data.points).toHaveLength(10);
    const stranger = await app.newUser();
    expect((await stranger.get('/capacity')).body.data.total).toBe(1);
    await app.admin.put(`/connections/${id}`, { is_shared: false });
    expect((await stranger.get(`/instances/${id}/capacity`)).status).toBe(404);
  });
});
