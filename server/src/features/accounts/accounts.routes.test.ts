import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const server = { host: '127.0.0.1', port: 3306, user: 'root' };
const unique = `${process.pid}_${Date.now() % 1e6}`;

async function mysql(...statements: string[]): Promise<void> {
  const connection = await createConnection({ ...server, charset: 'utf8mb4' });
  try {
    for (const sql of statements) await connection.query(sql);
  } finally {
    connection.destroy();
  }
}

async function postgresql(...statements: string[]): Promise<void> {
  const client = new Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

describeOnBothStores('accounts of instances', (metadata) => {
  const id = `${unique}_${metadata.slice(0, 1)}`;
  const shop = `sextant_acc_${id}`;
  const name = (purpose: string) => `ac_${id}_${purpose}`;
  let test: TestApp;
  let admin: ApiClient;
  let user: ApiClient;
  let mariadb: string;
  let postgres: string;

  beforeAll(async () => {
    await mysql(
      `create database ${shop}`,
      `create table ${shop}.orders (id int)`,
      `create user '${name('app')}'@'%' identified by 'right'`,
      `grant select, insert on ${shop}.* to '${name('app')}'@'%'`,
      `create user '${name("o''brien")}'@'10.0.%' identified by 'right'`,
      `grant drop on ${shop}.* to '${name("o''brien")}'@'10.0.%'`,
      `create user '${name('blind')}'@'%' identified by 'right'`,
    );
    await postgresql(
      `create role ${name('maker')} login createrole`,
      `create role ${name('group')}`,
      `grant pg_write_all_data to ${name('group')}`,
      `grant ${name('group')} to ${name('maker')}`,
    );
    test = await startTestApp({ metadata });
    admin = test.admin;
    user = await test.newUser();
    mariadb = await connect('生产库', { driver: 'mysql', port: 3306, username: 'root', password: '' });
    postgres = await connect('报表库', {
      driver: 'postgresql',
      port: 5432,
      username: 'postgres',
      database: 'postgres',
    });
  });

  afterAll(async () => {
    await test.close();
    await mysql(
      `drop database ${shop}`,
      ...['app', 'blind'].map((purpose) => `drop user if exists '${name(purpose)}'@'%'`),
      `drop user if exists '${name("o''brien")}'@'10.0.%'`,
      `drop user if exists '${name('late')}'@'%'`,
    );
    await postgresql(`drop role if exists ${name('maker')}`, `drop role if exists ${name('group')}`);
  });

  async function connect(connectionName: string, settings: Record<string, unknown>): Promise<string> {
    const input = { name: connectionName, host: '127.0.0.1', is_shared: false, ...settings };
    const { body, text } = await admin.post('/connections', input);
    expect(body.success, text).toBe(true);
    return body.data.id;
  }

  async function sync(connectionId: string) {
    const { body, text } = await admin.post(`/connections/${connectionId}/accounts/sync`);
    expect(body.success, text).toBe(true);
    return body.data;
  }

  async function account(purpose: string, state = 'present') {
    const { body, text } = await admin.get(`/accounts?q=${encodeURIComponent(name(purpose))}&state=${state}`);
    expect(body.data.accounts, text).toHaveLength(1);
    return body.data.accounts[0];
  }

  async function changesOf(accountId: string) {
    return (await admin.get(`/account-changes?account_id=${accountId}`)).body.data.changes;
  }

  it('reads what an instance has, and takes the first reading for where the history begins', async () => {
    expect((await admin.get(`/connections/${mariadb}/accounts/sync`)).body.data.status).toBe('never');
    const state = await sync(mariadb);
    expect(state).toMatchObject({ status: 'complete', unreadable: 0, removed: 0, problems: [] });
    expect(state.added).toBeGreaterThan(3);
    expect(await account('app')).toMatchObject({ host: '%', grade: 'writer', engine: 'mysql', classes: [] });
    const changes = await admin.get(`/account-changes?connection_id=${mariadb}`);
    expect(changes.body.data.total).toBe(0);
    await sync(postgres);
    const { id: makerId } = await account('maker');
    const maker = (await admin.get(`/accounts/${makerId}`)).body.data;
    expect(maker.capabilities).toEqual(['ACCOUNTS']);
    expect(maker.role_grants.map((role: { name: string }) => role.name)).toEqual([
      name('group'),
      'pg_write_all_data',
    ]);
  });

  it('says in words what changed since, newest first, and finds it again by a word of it', async () => {
    await mysql(
      `grant delete on ${shop}.orders to '${name('app')}'@'%' with grant option`,
      `revoke insert on ${shop}.* from '${name('app')}'@'%'`,
      `create user '${name('late')}'@'%' identified by 'right'`,
      `grant super on *.* to '${name('late')}'@'%'`,
    );
    const state = await sync(mariadb);
    expect(state).toMatchObject({ added: 1, changed: 1, removed: 0 });
    const { id: appId } = await account('app');
    const changes = await changesOf(appId);
    expect(changes.map((change: { kind: string }) => change.kind)).toEqual([
      'privilege_revoked',
      'privilege_granted',
    ]);
    expect(changes[1].text.zh).toContain(`${shop}.orders 上的 DELETE（可转授）`);
    expect(changes[0].text.en).toContain(`lost INSERT on ${shop}`);
    const found = await admin.get(`/account-changes?q=${encodeURIComponent(`${shop}.orders 上的 delete`)}`);
    expect(found.body.data.total).toBe(1);
  });

  it('tells administrators of a new superuser, once', async () => {
    const { body } = await admin.get('/notifications');
    const told = body.data.notifications.filter((one: unknown) => JSON.stringify(one).includes(name('late')));
    expect(told).toHaveLength(1);
    expect((await sync(mariadb)).changed).toBe(0);
    const again = (await admin.get('/notifications')).body.data.notifications;
    expect(again.filter((one: unknown) => JSON.stringify(one).includes(name('late')))).toHaveLength(1);
  });

  it('marks an account that is gone as removed and keeps what is known of it', async () => {
    await mysql(`drop user '${name('late')}'@'%'`);
    expect(await sync(mariadb)).toMatchObject({ removed: 1 });
    const gone = await account('late', 'removed');
    expect(gone.removed_at).not.toBeNull();
    expect((await changesOf(gone.id))[0].kind).toBe('account_removed');
    expect((await admin.get(`/accounts/${gone.id}`)).body.data.privileges.length).toBeGreaterThan(0);
  });

  it('deletes nothing when the login may no longer read the system tables, and names the grant', async () => {
    const before = (await admin.get(`/accounts?connection_id=${mariadb}`)).body.data.total;
    await admin.put(`/connections/${mariadb}`, { username: name('blind'), password: 'right' });
    const state = await sync(mariadb);
    expect(state).toMatchObject({ status: 'partial', removed: 0 });
    expect(state.problems[0].zh).toContain('GRANT SELECT ON mysql.*');
    expect((await admin.get(`/accounts?connection_id=${mariadb}`)).body.data.total).toBe(before);
    expect((await account('blind')).problem.zh).toContain('SHOW GRANTS');
    await admin.put(`/connections/${mariadb}`, { username: 'root', password: '' });
    expect((await sync(mariadb)).status).toBe('complete');
    expect((await account('blind')).problem).toBeNull();
  });

  it('keeps everything when the instance cannot be reached, and says so', async () => {
    const before = (await admin.get(`/accounts?connection_id=${mariadb}`)).body.data.total;
    await admin.put(`/connections/${mariadb}`, { port: 1, password: '' });
    expect((await admin.post(`/connections/${mariadb}/accounts/sync`)).body.error.code).toBe(
      'CONNECTION_FAILED',
    );
    const state = (await admin.get(`/connections/${mariadb}/accounts/sync`)).body.data;
    expect(state.status).toBe('failed');
    expect(state.problems).toHaveLength(1);
    expect((await admin.get(`/accounts?connection_id=${mariadb}`)).body.data.total).toBe(before);
    await admin.put(`/connections/${mariadb}`, { port: 3306, password: '' });
  });

  it('shows nobody the accounts of connections that they do not see', async () => {
    const { id: accountId } = await account('app');
    expect((await user.get(`/accounts/${accountId}`)).status).toBe(404);
    expect((await user.get('/accounts')).body.data.total).toBe(0);
    expect((await user.get('/account-changes')).body.data.total).toBe(0);
    expect((await user.get('/accounts/statistics')).body.data.total).toBe(0);
    expect((await user.post(`/connections/${mariadb}/accounts/sync`)).status).toBe(404);
    expect((await user.get(`/accounts/${accountId}/remedy?kind=lock`)).status).toBe(404);
  });

  it('counts, sorts, filters and exports', async () => {
    const { body } = await admin.get('/accounts/statistics');
    expect(body.data.engines.map((one: { engine: string }) => one.engine).sort()).toEqual([
      'mysql',
      'postgresql',
    ]);
    const csv = await admin.get(`/accounts/export?q=${name('')}`, { 'accept-language': 'zh' });
    expect(csv.text.split('\r\n')[0]).toContain('实例,引擎,账户');
    expect(csv.text).toContain(name("o'brien"));
    const superusers = await admin.get(`/accounts?is_superuser=true&q=${name('')}`);
    expect(superusers.body.data.total).toBe(0);
    expect((await admin.get('/accounts?sort=nonsense')).status).toBe(422);
  });

  it('grades the login of a connection anew once its account changed', async () => {
    const login = { username: name('blind'), password: 'right' };
    const own = await connect('应用', { driver: 'mysql', port: 3306, ...login });
    const grade = async () => (await admin.get(`/connections/${own}/rights`)).body.data.grade;
    expect(await grade()).toBe('reader');
    await mysql(`grant insert on ${shop}.* to '${name('blind')}'@'%'`);
    expect(await grade()).toBe('reader');
    await sync(mariadb);
    expect(await grade()).toBe('writer');
    await mysql(`revoke insert on ${shop}.* from '${name('blind')}'@'%'`);
    await sync(mariadb);
    expect(await grade()).toBe('reader');
    await admin.delete(`/connections/${own}`);
  });

  it('shows the exact script that locks an account and runs it only after its name was typed', async () => {
    const { id: accountId } = await account("o'brien");
    const shown = (await admin.get(`/accounts/${accountId}/remedy?kind=lock`)).body.data;
    expect(shown.statements).toEqual([`ALTER USER '${name("o''brien")}'@'10.0.%' ACCOUNT LOCK`]);
    expect(shown.can_run).toBe(true);
    const request = { kind: 'lock', statements: shown.statements };
    const path = `/accounts/${accountId}/remedy`;
    expect((await user.post(path, { ...request, confirm: shown.confirm })).status).toBe(403);
    expect((await admin.post(path, { ...request, confirm: 'yes' })).status).toBe(422);
    const stale = await admin.post(path, {
      kind: 'lock',
      statements: ['DROP USER x'],
      confirm: shown.confirm,
    });
    expect(stale.status).toBe(409);
    const done = await admin.post(path, { ...request, confirm: shown.confirm });
    expect(done.body.data, done.text).toMatchObject({ ran: 1, account: { is_locked: true } });
    expect(done.body.data.changes[0].en).toContain('was locked');
    expect((await admin.post(path, { ...request, confirm: shown.confirm })).status).toBe(409);
  });

  it('reduces accounts to what a class allows, on MariaDB and on PostgreSQL', async () => {
    const { classes } = (await admin.get('/account-classes')).body.data;
    const readOnly = classes.find((one: { code: string }) => one.code === 'read_only').id;
    for (const [purpose, lost] of [
      ['app', 'DELETE'],
      ['maker', 'CREATEROLE'],
    ] as const) {
      const { id: accountId } = await account(purpose);
      const path = `/accounts/${accountId}/remedy`;
      const shown = (await admin.get(`${path}?kind=reduce&class_id=${readOnly}`)).body.data;
      const done = await admin.post(path, {
        kind: 'reduce',
        class_id: readOnly,
        confirm: shown.confirm,
        statements: shown.statements,
      });
      expect(done.body.data?.account.grade, done.text).toBe('reader');
      expect(done.text).toContain(lost);
    }
    const { id: appId } = await account('app');
    expect((await admin.get(`/accounts/${appId}`)).body.data.privileges).toMatchObject([
      { privilege: 'SELECT' },
    ]);
    const audit = await admin.get('/audit?limit=50');
    expect(audit.text).toContain('account.remedied');
    expect(audit.text).toContain('CREATEROLE');
  });

  it('keeps rules of notifications, whose expression is checked', async () => {
    const input = { name: '锁定', kinds: ['locked'], expression: 'engine = "mysql" and nmae = "x"' };
    const refused = await admin.post('/account-notices', input);
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toContain('nmae');
    const made = await admin.post('/account-notices', { ...input, expression: 'engine = "mysql"' });
    expect(made.body.data).toMatchObject({ recipients: 'administrators', is_active: true });
    expect((await user.post('/account-notices', input)).status).toBe(403);
    expect((await admin.delete(`/account-notices/${made.body.data.id}`)).status).toBe(200);
  });

  it('synchronises all instances in a session of the task system', async () => {
    test.app.start();
    const started = await admin.post('/sync-sessions', { kind: 'sync_accounts' });
    expect(started.body.success, started.text).toBe(true);
    const read = async () => (await admin.get(`/sync-sessions/${started.body.data.id}`)).body.data;
    await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('completed');
    const { body, text } = await admin.get(`/sync-sessions/${started.body.data.id}/records`);
    expect(body.data.records, text).toHaveLength(2);
    expect(body.data.records[0]).toMatchObject({ status: 'completed', details: { status: 'complete' } });
  });
});
