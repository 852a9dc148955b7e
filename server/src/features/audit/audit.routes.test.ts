import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AuditEventRecord } from '@sextant/contract/audit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { testServers } from '../../../test/test-servers.ts';
import { createAudit } from '../../platform/audit/audit.ts';
import { loadAuditKey } from '../../platform/audit/audit-key.ts';
import { type MetadataDatabase, openDatabase } from '../../platform/db/open-database.ts';
import { confirmMasterKey } from '../../platform/secrets/confirm-key.ts';
import { createSecretBox } from '../../platform/secrets/secret-box.ts';

describeOnBothStores('the audit trail', (metadata) => {
  let test: TestApp;
  let db: MetadataDatabase;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    ({ db } = await openDatabase(test.config));
  });
  afterAll(async () => {
    await db.destroy();
    await test.close();
  });

  async function find(query: string): Promise<AuditEventRecord[]> {
    const answer = await test.admin.get(`/audit?${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data.events;
  }
  const verify = async () => (await test.admin.post('/audit/verify')).body.data;

  it('is for administrators', async () => {
    const operator = await test.newUser('operator');
    expect((await operator.get('/audit')).status).toBe(403);
    expect((await operator.get('/audit/export')).status).toBe(403);
    expect((await operator.post('/audit/verify')).status).toBe(403);
  });

  it('has sign-ins that went well and that failed, with their address', async () => {
    await test.anonymous.post('/auth/login', { email: 'nobody', password: 'wrong 12345' });
    const [failed] = await find('action=sign_in.failed');
    expect(failed).toMatchObject({ actor: 'nobody', actor_id: null, address: '127.0.0.1' });
    const [good] = await find('action=sign_in.succeeded&actor=admin');
    expect(good).toMatchObject({ actor_id: test.admin.userId, object_type: 'user' });
  });

  it('says from where a person acted, also through a family, and has no address for what the product does', async () => {
    await test.admin.put('/settings/collect', { max_retries: 2 });
    const [changed] = await find('action=collect_settings.changed');
    expect(changed).toMatchObject({ actor: 'admin', address: '127.0.0.1', after: { maxRetries: 2 } });
    const family = createFamilyClient(test, '/dataquery', test.admin.token);
    const asked = await family.post('/api/db/query', { sql: 'SELECT 41 + 1' });
    expect(asked.body.data).toEqual([[42]]);
    const [run] = await find('action=query.run');
    expect(run).toMatchObject({ actor: 'admin', address: '127.0.0.1' });
  });

  it('has what a user was before and after a change of role, and no password', async () => {
    const somebody = await test.newUser('user');
    await test.admin.put(`/users/${somebody.userId}`, { role: 'operator', password: 'new secret 123' });
    const [event] = await find(`action=user.updated&object_id=${somebody.userId}`);
    expect(event).toMatchObject({
      actor: 'admin',
      before: { role: 'user', is_active: true },
      after: { role: 'operator' },
      details: { password_changed: true },
    });
    expect(JSON.stringify(event)).not.toContain('new secret 123');
  });

  it('has the statements that people ran, those that were refused, and the secrets that were used for them', async () => {
    const target = new URL(testServers.postgresql);
    const made = await test.admin.post('/connections', {
      name: '审计用库',
      driver: 'postgresql',
      host: target.hostname,
      port: Number(target.port || 5432),
      database: 'postgres',
      username: target.username || 'root',
      password: 'not asked for here',
    });
    const { id } = made.body.data;
    await test.admin.post(`/connections/${id}/query`, { sql: 'select 41 + 1 as answer' });
    await test.admin.post(`/connections/${id}/query`, { sql: 'drop table users' });
    const [ran] = await find(`action=query.run&object_id=${id}`);
    expect(ran).toMatchObject({
      actor: 'admin',
      details: { sql: 'select 41 + 1 as answer', status: 'ok', rows: 1 },
    });
    const [refused] = await find(`action=query.refused&object_id=${id}`);
    expect(refused?.details).toMatchObject({ sql: 'drop table users' });
    const used = await find(`action=secret.used&object_id=${id}`);
    expect(used).toMatchObject([{ actor: 'system', details: { name: '审计用库' } }]);
    expect((await test.admin.get('/audit?limit=500')).text).not.toContain('not asked for here');
  });

  it('is searched by text, kind of object and time, and paged', async () => {
    expect((await find('q=operator&object_type=user')).length).toBeGreaterThan(0);
    expect(await find('from=2030-01-01T00:00:00Z')).toEqual([]);
    expect((await find('action=sign_in')).every(({ action }) => action.startsWith('sign_in.'))).toBe(true);
    const all = await find('limit=500');
    const first = (await test.admin.get('/audit?limit=2')).body.data;
    const second = (await test.admin.get(`/audit?limit=2&cursor=${first.next_cursor}`)).body.data;
    const ids = [...first.events, ...second.events].map(({ id }: AuditEventRecord) => id);
    expect(ids).toEqual(all.slice(0, 4).map(({ id }) => id));
    const { actions, object_types } = (await test.admin.get('/audit/facets')).body.data;
    expect(actions).toContain('sign_in.failed');
    expect(object_types).toContain('user');
  });

  it('is exported, which is itself recorded', async () => {
    const csv = await test.admin.get('/audit/export?action=user.updated');
    expect(csv.text.startsWith('\ufeffid,sequence,at')).toBe(true);
    const json = await test.admin.get('/audit/export?format=json&action=user.updated');
    expect(json.body.map(({ action }: AuditEventRecord) => action)).toEqual(['user.updated']);
    expect(await find('action=audit.exported')).toHaveLength(2);
  });

  it('holds as a chain when many people act at once and clocks jump', async () => {
    const users = await Promise.all([test.newUser(), test.newUser(), test.newUser()]);
    const masterKey = await confirmMasterKey(db, test.config);
    const otherProcess = createAudit(db, await loadAuditKey(db, createSecretBox(masterKey)));
    const event = {
      action: 'test.happened',
      objectType: 'test',
      objectId: 'a\0b\ud800',
      details: { 谁: '另一进程' },
    };
    const others = Array.from({ length: 30 }, () => otherProcess.record({ username: 'other' }, event));
    await Promise.all(
      users.flatMap((user) => [user.put('/auth/me', { display_name: 'x' }), user.post('/auth/logout')]),
    );
    await Promise.all(others);
    const found = await verify();
    expect(found).toMatchObject({ is_intact: true, problems: [], first_sequence: 1, before_chain: 0 });
    expect(found.checked).toBe(found.last_sequence);
  });

  it('tells which record was altered, which is missing and that the end was cut off', async () => {
    const rows = await db.selectFrom('audit_events').selectAll().orderBy('sequence').execute();
    const [, second, third, fourth] = rows;
    if (!second || !third || !fourth) throw new Error('too few records');

    await db.updateTable('audit_events').set({ actor: 'mallory' }).where('sequence', '=', 2).execute();
    expect((await verify()).problems).toEqual([
      { sequence: 2, kind: 'altered', message: expect.any(String) },
    ]);
    await db.updateTable('audit_events').set({ actor: second.actor }).where('sequence', '=', 2).execute();

    await db.deleteFrom('audit_events').where('sequence', '=', 3).execute();
    expect((await verify()).problems).toMatchObject([{ sequence: 3, kind: 'missing' }]);
    await db.insertInto('audit_events').values(third).execute();
    expect((await verify()).is_intact).toBe(true);

    const last = await db
      .selectFrom('audit_events')
      .selectAll()
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow();
    await db.deleteFrom('audit_events').where('sequence', '=', last.sequence).execute();
    expect((await verify()).problems).toMatchObject([{ sequence: last.sequence, kind: 'missing' }]);
    await db.insertInto('audit_events').values(last).execute();

    const { number, ...slipped } = fourth;
    await db
      .insertInto('audit_events')
      .values({ ...slipped, sequence: null })
      .execute();
    expect((await verify()).problems).toMatchObject([{ kind: 'order' }]);
    await db.deleteFrom('audit_events').where('sequence', 'is', null).execute();
    expect((await verify()).is_intact).toBe(true);
  });

  it('counts what was recorded before there was a chain without minding it', async () => {
    const { number, ...old } = await db
      .selectFrom('audit_events')
      .selectAll()
      .limit(1)
      .executeTakeFirstOrThrow();
    const before = { ...old, sequence: null, previous_hash: null, hash: null, number: -5 };
    await db.insertInto('audit_events').values(before).execute();
    expect(await verify()).toMatchObject({ is_intact: true, before_chain: 1 });
    await db.deleteFrom('audit_events').where('number', '=', -5).execute();
  });

  it('is checked by npm run audit:verify, beside the running server', async () => {
    const run = async () => {
      const child = fork(fileURLToPath(new URL('../../verify-audit.ts', import.meta.url)), {
        silent: true,
        env: {
          PATH: process.env.PATH,
          SEXTANT_DATA_DIR: test.config.dataDir,
          ...(test.config.databaseUrl && { SEXTANT_DATABASE_URL: test.config.databaseUrl }),
        },
      });
      let text = '';
      child.stdout?.on('data', (chunk) => {
        text += chunk;
      });
      child.stderr?.on('data', (chunk) => {
        text += chunk;
      });
      const [code] = await once(child, 'close');
      return { code, text };
    };
    expect(await run()).toMatchObject({ code: 0, text: expect.stringContaining('The chain holds') });
    await db.updateTable('audit_events').set({ details: '{}' }).where('sequence', '=', 2).execute();
    expect(await run()).toMatchObject({ code: 1, text: expect.stringContaining('record 2 was altered') });
  });
});
