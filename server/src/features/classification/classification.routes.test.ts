import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const unique = `${process.pid}_${Date.now() % 1e6}`;

async function postgresql(...statements: string[]): Promise<void> {
  const client = new Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

describeOnBothStores('classification', (metadata) => {
  const id = `${unique}_${metadata.slice(0, 1)}`;
  const name = (purpose: string) => `cl_${id}_${purpose}`;
  let test: TestApp;
  let admin: ApiClient;
  let user: ApiClient;
  let connectionId: string;

  beforeAll(async () => {
    await postgresql(
      `create role ${name('plain')} login`,
      `create role ${name('maker')} login createrole`,
      `create role ${name('root')} login superuser`,
    );
    test = await startTestApp({ metadata });
    admin = test.admin;
    user = await test.newUser();
    const made = await admin.post('/connections', {
      name: '报表库',
      driver: 'postgresql',
      is_shared: false,
      host: '127.0.0.1',
      username: 'postgres',
      database: 'postgres',
    });
    connectionId = made.body.data.id;
    const synced = await admin.post(`/connections/${connectionId}/accounts/sync`);
    expect(synced.body.success, synced.text).toBe(true);
  });

  afterAll(async () => {
    await test.close();
    await postgresql(...['plain', 'maker', 'root'].map((purpose) => `drop role if exists ${name(purpose)}`));
  });

  async function classesOf(purpose: string): Promise<{ code: string; source: string; reasons: string[] }[]> {
    const { body, text } = await admin.get(`/accounts?q=${name(purpose)}`);
    expect(body.data.accounts, text).toHaveLength(1);
    return body.data.accounts[0].classes;
  }

  async function classId(code: string): Promise<string> {
    const { classes } = (await admin.get('/account-classes')).body.data;
    return classes.find((one: { code: string }) => one.code === code).id;
  }

  it('begins with classes by weight and a rule for each that can be read', async () => {
    const { classes } = (await admin.get('/account-classes')).body.data;
    const codes = classes.map((one: { code: string }) => one.code);
    expect(codes).toEqual([
      'superuser',
      'high_risk',
      'privileged',
      'locked',
      'dormant',
      'ordinary',
      'read_only',
    ]);
    const { rules } = (await admin.get('/account-rules')).body.data;
    for (const { expression } of rules) {
      const { body } = await admin.post('/account-rules/check', { expression });
      expect(body.data.valid, expression).toBe(true);
    }
  });

  it('says while it is typed where a rule is wrong and what would fit', async () => {
    const { body } = await admin.post('/account-rules/check', { expression: 'superuser and hots = "x"' });
    expect(body.data).toMatchObject({ valid: false, problem: { from: 14, to: 18, expected: ['host'] } });
    const words = (await admin.get('/account-rules/words')).body.data;
    expect(words.words.map(({ word }: { word: string }) => word)).toContain('last_login_days');
    for (const expression of words.examples) {
      expect((await admin.post('/account-rules/check', { expression })).body.data.valid, expression).toBe(
        true,
      );
    }
  });

  it('tries a rule on the accounts that there are, and warns when it takes them all', async () => {
    const expression = `name like "${name('%').replaceAll('_', '\\_')}" and privilege("CREATEROLE")`;
    const { body } = await admin.post('/account-rules/preview', { expression });
    expect(body.data).toMatchObject({ matched: 1, warning: null });
    expect(body.data.accounts[0].account.name).toBe(name('maker'));
    expect(body.data.accounts[0].reasons[1]).toBe('privilege("CREATEROLE") ← CREATEROLE on *');
    const all = (await admin.post('/account-rules/preview', { expression: 'everyone' })).body.data;
    expect(all.matched).toBe(all.total);
    expect(all.warning.en).toContain('all');
    expect((await user.post('/account-rules/preview', { expression: 'everyone' })).body.data.total).toBe(0);
  });

  it('gives classes by rules, keeps on record why, and says what changed the next time', async () => {
    const first = (await admin.post('/account-batches', {})).body.data;
    expect(first).toMatchObject({ status: 'completed', kind: 'manual', created_by: 'admin', removed: 0 });
    expect(first.steps.map(({ name: step }: { name: string }) => step)).toEqual([
      'match',
      'compare',
      'store',
    ]);
    expect((await classesOf('root')).map(({ code }) => code)).toEqual(['superuser']);
    expect((await classesOf('maker')).map(({ code }) => code)).toEqual(['high_risk', 'privileged']);
    expect((await classesOf('plain')).map(({ code }) => code)).toEqual(['read_only']);
    await postgresql(`alter role ${name('plain')} createdb`);
    await admin.post(`/connections/${connectionId}/accounts/sync`);
    const second = (await admin.post('/account-batches', {})).body.data;
    const path = `/account-batches/${second.id}/matches?q=${name('plain')}`;
    const { matches } = (await admin.get(path)).body.data;
    const changes = matches.map((one: { class_name: { en: string }; change: string }) => [
      one.class_name.en,
      one.change,
    ]);
    expect(changes).toEqual([
      ['Privileged', 'added'],
      ['Read-only', 'removed'],
    ]);
    expect((await classesOf('plain')).map(({ code }) => code)).toEqual(['privileged']);
    expect((await user.get(path)).body.data.total).toBe(0);
    expect((await admin.get(`/account-batches/${second.number}`)).body.data.id).toBe(second.id);
  });

  it('leaves what people gave by hand alone', async () => {
    const { id: accountId } = (await admin.get(`/accounts?q=${name('plain')}`)).body.data.accounts[0];
    const label = { class_id: await classId('high_risk'), note: '共享口令' };
    expect((await user.post(`/accounts/${accountId}/labels`, label)).status).toBe(403);
    await admin.post(`/accounts/${accountId}/labels`, label);
    await admin.post('/account-batches', {});
    const [given] = await classesOf('plain');
    expect(given).toMatchObject({
      code: 'high_risk',
      source: 'manual',
      note: '共享口令',
      assigned_by: 'admin',
    });
    await admin.delete(`/accounts/${accountId}/labels/${label.class_id}`);
    expect((await classesOf('plain')).map(({ code }) => code)).toEqual(['privileged']);
  });

  it('takes own classes and rules, and refuses a rule that cannot be read', async () => {
    const made = await admin.post('/account-classes', { name: { zh: '应用', en: 'Apps' }, priority: 95 });
    const ownId = made.body.data.id;
    const rule = { class_id: ownId, name: '应用账号', expression: `name = "${name('maker')}"` };
    const wrong = await admin.post('/account-rules', { ...rule, expression: 'name = ' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.error.message).toContain('第 8 个字符');
    expect((await user.post('/account-rules', rule)).status).toBe(403);
    await admin.post('/account-rules', rule);
    await admin.post('/account-batches', {});
    expect((await classesOf('maker'))[0]).toMatchObject({
      reasons: [`${rule.expression} ← ${name('maker')}`],
    });
    expect((await admin.delete(`/account-classes/${await classId('superuser')}`)).status).toBe(403);
    expect((await admin.delete(`/account-classes/${ownId}`)).status).toBe(200);
    expect((await classesOf('maker')).map(({ code }) => code)).toEqual(['high_risk', 'privileged']);
  });
});
