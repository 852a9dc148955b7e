import { describe, expect, it } from 'vitest';
import { startTestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';
import { createAlertChannelsRepository } from './alert-channels.repository.ts';
import { createAlertEngine } from './alert-engine.ts';
import type { Finding } from './alert-finders.ts';
import type { AlertMessage } from './alert-message.ts';
import { createAlertRulesRepository } from './alert-rules.repository.ts';

describe('two processes that look at the same rules', () => {
  it('raise an alert once, tell of it once, and resolve it once', async () => {
    const test = await startTestApp();
    const { db } = await openDatabase(test.config);
    const told: AlertMessage[] = [];
    const finding: Finding = {
      subject: 'disk',
      title: { zh: '磁盘', en: 'disk' },
      body: { zh: '', en: '' },
    };
    let found: Finding[] = [finding];
    const engine = () =>
      createAlertEngine({
        rules: createAlertRulesRepository(db),
        channels: createAlertChannelsRepository(db),
        finders: { disk_low: async () => found },
        notifyAdmins: async (message) => void told.push(message),
        wakeDeliveries: () => undefined,
        logger: test.app.http.log as never,
      });
    const processes = [engine(), engine(), engine()];
    await Promise.all(processes.map((one) => one.look()));
    expect(told.map(({ event }) => event)).toEqual(['fired']);
    await Promise.all(processes.map((one) => one.look()));
    found = [];
    await Promise.all(processes.map((one) => one.look()));
    expect(told.map(({ event }) => event)).toEqual(['fired', 'resolved']);
    await db.destroy();
    await test.close();
  });

  it('report a new superuser that stays until somebody resolves it', async () => {
    const test = await startTestApp();
    const { db } = await openDatabase(test.config);
    const told: AlertMessage[] = [];
    const engine = createAlertEngine({
      rules: createAlertRulesRepository(db),
      channels: createAlertChannelsRepository(db),
      finders: {},
      notifyAdmins: async (message) => void told.push(message),
      wakeDeliveries: () => undefined,
      logger: test.app.http.log as never,
    });
    const finding = { subject: 'eve · 生产库', title: { zh: '新', en: 'new' }, body: { zh: '', en: '' } };
    await engine.report('new_superuser', finding);
    await engine.report('new_superuser', finding);
    await engine.look();
    expect(told).toHaveLength(1);
    const { alerts } = (await test.admin.get('/alerts?kind=new_superuser&state=firing')).body.data;
    expect(alerts).toMatchObject([{ subject: 'eve · 生产库', severity: 'critical' }]);
    const resolved = await test.admin.post(`/alerts/${alerts[0].id}/resolve`);
    expect(resolved.body.data).toMatchObject({ state: 'resolved', resolved_by: 'admin' });
    expect((await test.admin.post(`/alerts/${alerts[0].id}/resolve`)).status).toBe(409);
    await db.destroy();
    await test.close();
  });
});
