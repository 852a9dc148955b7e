import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { adminPassword, startTestApp, type TestApp, userPassword } from '../../../test/test-app.ts';

describeOnBothStores('users and sign-in', (metadata) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
  });
  afterAll(() => test.close());

  const example = { email: 'user@example.com', password: 'securePassword123', display_name: '张三' };

  describe('POST /auth/register', () => {
    it('answers the document’s example with the user and tokens', async () => {
      const { status, body } = await test.anonymous.post('/auth/register', example);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: true,
        data: {
          user: { email: 'user@example.com', display_name: '张三', role: 'user' },
          token_type: 'bearer',
          expires_in: 3600,
        },
      });
      expect(body.data.access_token).toMatch(/^eyJ/);
      expect(body.data.refresh_token).toMatch(/^eyJ/);
      expect(Date.parse(body.data.user.created_at)).toBeGreaterThan(Date.now() - 60_000);
    });

    it('refuses an e-mail address that is taken, in any case', async () => {
      const { status, body } = await test.anonymous.post('/auth/register', {
        ...example,
        email: 'USER@example.com',
      });
      expect(status).toBe(409);
      expect(body.error.details.fields.email[0]).toContain('user@example.com');
    });

    it('names every wrong field', async () => {
      const { status, body } = await test.anonymous.post('/auth/register', {
        email: 'nobody',
        password: 'short',
      });
      expect(status).toBe(422);
      expect(body.error.code).toBe('VALIDATION_ERROR');
      expect(Object.keys(body.error.details.fields)).toEqual(['email', 'password']);
    });

    it('gives a name to one of two who ask for it in the same moment', async () => {
      const ask = () =>
        test.anonymous.post('/auth/register', {
          ...example,
          email: 'twin@example.com',
          display_name: '孪生',
        });
      const statuses = (await Promise.all([ask(), ask()])).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 409]);
    });

    it('never makes an administrator', async () => {
      const { body } = await test.anonymous.post('/auth/register', {
        ...example,
        email: 'climber@example.com',
        role: 'admin',
      });
      expect(body.data.user.role).toBe('user');
    });
  });

  describe('POST /auth/login', () => {
    it('accepts the e-mail address and the username', async () => {
      for (const login of ['user@example.com', 'USER']) {
        const { status, body } = await test.anonymous.post('/auth/login', {
          email: login,
          password: example.password,
        });
        expect(status).toBe(200);
        expect(Object.keys(body.data).sort()).toEqual([
          'access_token',
          'expires_in',
          'refresh_token',
          'token_type',
        ]);
      }
    });

    it('says the same for a wrong password and for an unknown user', async () => {
      const wrong = await test.anonymous.post('/auth/login', { email: 'user', password: 'nope nope 1' });
      const unknown = await test.anonymous.post('/auth/login', { email: 'ghost', password: 'nope nope 1' });
      expect([wrong.status, unknown.status]).toEqual([401, 401]);
      expect(wrong.body.error.message).toBe(unknown.body.error.message);
      expect(wrong.body.error.code).toBe('UNAUTHORIZED');
    });

    it('makes a guesser wait after ten failures, without locking out other addresses', async () => {
      const guess = () => test.anonymous.post('/auth/login', { email: 'climber', password: 'guess guess 1' });
      for (let round = 0; round < 10; round += 1) expect((await guess()).status).toBe(401);
      const { status, body } = await guess();
      expect(status).toBe(429);
      expect(body.error.code).toBe('RATE_LIMITED');
    });
  });

  describe('tokens', () => {
    it('rotate: the new ones work, the used refresh token ends the whole sign-in', async () => {
      const client = await test.signIn('user', example.password);
      const first = await test.anonymous.post('/auth/refresh', { refresh_token: client.refreshToken });
      expect(first.status).toBe(200);
      const bearer = { authorization: `Bearer ${first.body.data.access_token}` };
      expect((await test.anonymous.get('/auth/me', bearer)).status).toBe(200);

      const reused = await test.anonymous.post('/auth/refresh', { refresh_token: client.refreshToken });
      expect(reused.status).toBe(401);
      expect((await test.anonymous.get('/auth/me', bearer)).status).toBe(401);
      const rotated = await test.anonymous.post('/auth/refresh', {
        refresh_token: first.body.data.refresh_token,
      });
      expect(rotated.status).toBe(401);
    });

    it('end with logout', async () => {
      const client = await test.signIn('user', example.password);
      expect((await client.post('/auth/logout')).status).toBe(200);
      expect((await client.get('/auth/me')).status).toBe(401);
      const refreshed = await test.anonymous.post('/auth/refresh', { refresh_token: client.refreshToken });
      expect(refreshed.status).toBe(401);
    });

    it.each([
      ['missing', ''],
      ['forged', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln'],
      ['unsigned', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwidHlwZSI6ImFjY2VzcyJ9.'],
      ['an unknown key', 'Bearer sxt_unknown'],
      ['another scheme', 'Basic dXNlcjpwYXNz'],
    ])('are refused when %s', async (_kind, authorization) => {
      const { status, body } = await test.anonymous.get('/auth/me', authorization ? { authorization } : {});
      expect(status).toBe(401);
      expect(body).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED' } });
    });

    it('are refused when of the other kind', async () => {
      const client = await test.signIn('user', example.password);
      const asAccess = await test.anonymous.get('/auth/me', {
        authorization: `Bearer ${client.refreshToken}`,
      });
      const asRefresh = await test.anonymous.post('/auth/refresh', { refresh_token: client.token });
      expect([asAccess.status, asRefresh.status]).toEqual([401, 401]);
    });
  });

  describe('GET /auth/me', () => {
    it('shows the signed-in user and what they may do', async () => {
      const client = await test.signIn('user', example.password);
      const { body } = await client.get('/auth/me');
      expect(body.data).toMatchObject({ email: 'user@example.com', avatar_url: null, role: 'user' });
      expect(body.data.permissions).not.toContain('admin');
    });
  });

  describe('PUT /auth/password', () => {
    it('ends all other sign-ins and needs the current password', async () => {
      const user = await test.newUser();
      const { body: me } = await user.get('/auth/me');
      const other = await test.signIn(me.data.username, 'battery staple 2');
      const wrong = await user.put('/auth/password', {
        current_password: 'x',
        new_password: 'something new 3',
      });
      expect(wrong.status).toBe(422);
      expect(wrong.body.error.details.fields).toHaveProperty('current_password');

      const right = { current_password: 'battery staple 2', new_password: 'something new 3' };
      expect((await user.put('/auth/password', right)).status).toBe(200);
      expect((await user.get('/auth/me')).status).toBe(200);
      expect((await other.get('/auth/me')).status).toBe(401);
    });
  });

  describe('/users', () => {
    it('is for administrators', async () => {
      const user = await test.newUser();
      const operator = await test.newUser('operator');
      for (const client of [user, operator]) {
        const { status, body } = await client.get('/users');
        expect(status).toBe(403);
        expect(body.error.code).toBe('FORBIDDEN');
      }
    });

    it('pages and searches, taking % and _ as letters', async () => {
      const { body } = await test.admin.get('/users?limit=1&offset=0');
      expect(body.data.users).toHaveLength(1);
      expect(body.data.has_more).toBe(true);
      const found = await test.admin.get(`/users?q=${encodeURIComponent('张三')}`);
      expect(found.body.data.users.map(({ username }: { username: string }) => username)).toEqual([
        'user',
        'climber',
      ]);
      expect((await test.admin.get('/users?q=%25')).body.data.total).toBe(0);
    });

    it('creates, changes and deletes', async () => {
      const created = await test.admin.post('/users', {
        username: '李雷',
        password: 'han meimei 7',
        role: 'operator',
      });
      expect(created.status).toBe(200);
      const { id } = created.body.data;
      const changed = await test.admin.put(`/users/${id}`, {
        display_name: '李先生',
        email: 'li@example.com',
      });
      expect(changed.body.data).toMatchObject({
        display_name: '李先生',
        email: 'li@example.com',
        role: 'operator',
      });
      expect((await test.admin.delete(`/users/${id}`)).status).toBe(200);
      expect((await test.admin.get(`/users/${id}`)).status).toBe(404);
    });

    it('locks a user out at once', async () => {
      const user = await test.newUser();
      await test.admin.put(`/users/${user.userId}`, { is_active: false });
      expect((await user.get('/auth/me')).status).toBe(401);
    });

    it('takes a demoted administrator’s rights at once', async () => {
      const second = await test.newUser('admin');
      expect((await second.get('/users')).status).toBe(200);
      await test.admin.put(`/users/${second.userId}`, { role: 'user' });
      expect((await second.get('/users')).status).toBe(403);
    });

    it('keeps the last administrator', async () => {
      const { userId } = await test.signIn('admin', adminPassword);
      for (const change of [{ role: 'user' }, { is_active: false }]) {
        expect((await test.admin.put(`/users/${userId}`, change)).status).toBe(409);
      }
      expect((await test.admin.delete(`/users/${userId}`)).status).toBe(409);
    });

    it('answers 404 for an unknown id', async () => {
      const { status, body } = await test.admin.get('/users/nobody');
      expect(status).toBe(404);
      expect(body.error).toMatchObject({ code: 'NOT_FOUND', message: '用户「nobody」不存在' });
    });
  });

  describe('/api-keys', () => {
    it('open the API for programs until revoked, and are shown once', async () => {
      const user = await test.newUser();
      const created = await user.post('/api-keys', { name: '报表', permissions: ['view'] });
      const { id, key, prefix } = created.body.data;
      expect(key.startsWith(prefix)).toBe(true);
      const bearer = { authorization: `Bearer ${key}` };
      const me = await test.anonymous.get('/auth/me', bearer);
      expect(me.body.data).toMatchObject({ id: user.userId, permissions: ['view'] });

      const listed = await user.get('/api-keys');
      expect(listed.text).not.toContain(key);
      expect(listed.body.data.api_keys[0]).toMatchObject({ id, name: '报表' });
      await user.delete(`/api-keys/${id}`);
      expect((await test.anonymous.get('/auth/me', bearer)).status).toBe(401);
    });

    it('cannot hold more than their maker', async () => {
      const user = await test.newUser();
      expect((await user.post('/api-keys', { name: 'x', permissions: ['admin'] })).status).toBe(403);
    });

    it('cannot make keys, nor change the account they belong to', async () => {
      const user = await test.newUser();
      const { key, id } = (await user.post('/api-keys', { name: 'all' })).body.data;
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const attempts = [
        ['POST', '/api-keys', { name: 'forever' }],
        ['DELETE', `/api-keys/${id}`, undefined],
        ['PUT', '/auth/password', { current_password: userPassword, new_password: 'staple battery 3' }],
        ['PUT', '/auth/me', { email: 'thief@example.com' }],
      ] as const;
      for (const [method, path, payload] of attempts) {
        const answer = await test.app.http.inject({ method, url: `/api/v1${path}`, headers, payload });
        expect([path, answer.statusCode]).toEqual([path, 403]);
        expect(answer.json().error.message).toContain('用密码登录');
      }
      expect((await user.get('/auth/me')).body.data.email).toBeNull();
    });

    it('of others cannot be revoked', async () => {
      const [one, two] = [await test.newUser(), await test.newUser()];
      const { body } = await one.post('/api-keys', { name: 'mine' });
      expect((await two.delete(`/api-keys/${body.data.id}`)).status).toBe(404);
    });
  });

  it('answers in English when asked to', async () => {
    const { body } = await test.anonymous.get('/auth/me', { 'accept-language': 'en-GB' });
    expect(body.error.message).toBe('Sign in first');
  });
});
