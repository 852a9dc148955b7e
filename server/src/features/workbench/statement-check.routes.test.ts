import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget, type TargetDatabase, targetDrivers } from '../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';

const english = { 'accept-language': 'en' };

for (const driver of targetDrivers) {
  const found = await isReachable(testServers[driver]);
  describe.skipIf(!found)(`checking statements on ${driver} (skipped without a server)`, () => {
    let product: TestApp;
    let target: TargetDatabase;
    let user: ApiClient;
    let path: string;

    beforeAll(async () => {
      product = await startTestApp();
      target = await openTarget[driver]();
      await target.run(
        'create table users (id int primary key, username varchar(50), note varchar(50))',
        "insert into users values (1, 'a', '甲'), (2, 'b', '乙'), (3, 'c', null)",
      );
      user = await product.newUser();
      const { body } = await user.post('/connections', target.connection());
      path = `/connections/${body.data.id}`;
    });
    afterAll(async () => {
      await product.close();
      await target.drop();
    });

    const validate = async (sql: string, headers = {}) => {
      const { status, body } = await user.post(`${path}/validate`, { sql }, headers);
      expect(status).toBe(200);
      return body.data;
    };
    const run = async (sql: string, values: Record<string, unknown>) => {
      const { text } = await user.post(`${path}/run`, { sql, named_params: values });
      const events = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(events.at(-1)).toMatchObject({ type: 'end' });
      return events.filter(({ type }) => type === 'rows').flatMap(({ rows }) => rows);
    };

    it('says what a statement reads and what could be better, in the language of the request', async () => {
      const sql = 'SELECT * FROM users WHERE id = 1;';
      const finding = { code: 'select_star', severity: 'warning', from: 7, to: 8 };
      expect(await validate(sql)).toEqual({
        valid: true,
        readonly: true,
        tables: [{ schema: null, name: 'users' }],
        refusal: null,
        findings: [{ ...finding, message: 'SELECT * 使用了所有列，建议指定具体需要的列名' }],
        parameters: [],
      });
      expect((await validate(sql, english)).findings).toEqual([
        { ...finding, message: 'SELECT * reads every column; name the columns that you need' },
      ]);
    });

    it('knows the catalog: large tables, unknown names with the nearest one, indexed columns', async () => {
      const codes = async (sql: string) =>
        (await validate(sql)).findings.map(({ code }: { code: string }) => code);
      expect(await codes('SELECT n FROM numbers')).toEqual(['no_where', 'no_limit']);
      expect(await codes('SELECT n FROM numbers WHERE abs(n) = 3 LIMIT 5')).toEqual([
        'function_on_indexed_column',
      ]);
      const { findings } = await validate('SELECT usrname FROM users');
      expect(findings).toMatchObject([{ code: 'unknown_column', severity: 'error', from: 7, to: 14 }]);
      expect(findings[0].message).toContain('username');
      expect((await validate('SELECT 1 FROM user_s', english)).findings[0].message).toContain(
        'did you mean users',
      );
    });

    it('names what it refuses, why and where', async () => {
      const sql = "SELECT '😀' FROM users WHERE id = 1; DELETE FROM users";
      expect(await validate(sql)).toMatchObject({
        valid: false,
        readonly: false,
        findings: [],
        refusal: { code: 'several_statements', from: sql.indexOf('DELETE'), to: sql.length },
      });
      const { refusal } = await validate('DROP TABLE users', english);
      expect(refusal).toMatchObject({ code: 'not_read_only', construct: 'DROP TABLE', from: 0, to: 10 });
      expect(refusal.message).toContain('not read-only');
      const broken = "SELECT '😀' FROM users WHERE id = = 1";
      expect((await validate(broken)).refusal).toMatchObject({
        code: 'syntax',
        from: broken.indexOf('= 1'),
        to: broken.indexOf('= 1') + 1,
      });
    });

    it('lists parameters and places findings as if they were values', async () => {
      const sql = 'SELECT labl FROM users WHERE id = :编号 OR username = :name AND id > :编号';
      expect(await validate(sql)).toMatchObject({
        valid: true,
        parameters: ['编号', 'name'],
        findings: [{ code: 'unknown_column', from: 7, to: 11 }],
      });
    });

    it('runs with named values, numbers as numbers and as text', async () => {
      const sql = 'SELECT username FROM users WHERE id = :id';
      expect(await run(sql, { id: 2 })).toEqual([['b']]);
      expect(await run(sql, { id: '2' })).toEqual([['b']]);
      expect(await run('SELECT id FROM users WHERE note = :note', { note: '甲' })).toEqual([[1]]);
      const optional = 'SELECT id FROM users WHERE (:name IS NULL OR username = :name) ORDER BY id';
      expect(await run(optional, { name: 'c' })).toEqual([[3]]);
      expect(await run(optional, { name: null })).toEqual([[1], [2], [3]]);
      const byId = 'SELECT id FROM users WHERE (:id IS NULL OR id = :id) ORDER BY id';
      expect(await run(byId, { id: '2' })).toEqual([[2]]);
      expect(await run(byId, { id: null })).toEqual([[1], [2], [3]]);
      expect(await run('SELECT id FROM users ORDER BY id LIMIT :n', { n: 2 })).toEqual([[1], [2]]);
      expect(await run("SELECT ':id' AS x FROM users WHERE id = :id", { id: 1 })).toEqual([[':id']]);
      const quoted = { note: "'; DROP TABLE users; --" };
      expect(await run('SELECT id FROM users WHERE note = :note', quoted)).toEqual([]);
    });

    it('names the values that are missing and those that nobody asked for', async () => {
      const missing = await user.post(`${path}/run`, { sql: 'SELECT :a, :b', named_params: { a: 1 } });
      expect(missing.status).toBe(422);
      expect(missing.body.error.message).toContain(':b');
      const none = await user.post(`${path}/run`, { sql: 'SELECT :a' });
      expect(none.status).toBe(422);
      const extra = await user.post(`${path}/run`, { sql: 'SELECT 1', named_params: { z: 1 } });
      expect(extra.status).toBe(422);
      expect(extra.body.error.message).toContain(':z');
    });

    it('lays statements out', async () => {
      const { body } = await user.post(`${path}/format`, { sql: 'select a,b from t where c = :d -- 注释' });
      expect(body.data.sql).toBe('SELECT\n  a,\n  b\nFROM\n  t\nWHERE\n  c = :d -- 注释');
    });

    it('does not exist for those who may not use the connection', async () => {
      const other = await product.newUser();
      for (const call of ['validate', 'format']) {
        expect((await other.post(`${path}/${call}`, { sql: 'SELECT 1' })).status).toBe(404);
      }
    });
  });
}

describe('checking statements of a database that cannot be reached', () => {
  it('goes by the text alone', async () => {
    const product = await startTestApp();
    const { body } = await product.admin.post('/connections', {
      name: 'away',
      driver: 'postgresql',
      host: '127.0.0.1',
      port: 1,
      username: 'x',
      database: 'x',
    });
    const answer = await product.admin.post(`/connections/${body.data.id}/validate`, {
      sql: 'SELECT * FROM nowhere',
    });
    expect(answer.body.data).toMatchObject({ valid: true, findings: [{ code: 'select_star' }] });
    await product.close();
  });
});
