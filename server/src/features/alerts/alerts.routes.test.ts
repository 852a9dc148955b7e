import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert, AlertRule, Delivery } from '@sextant/contract/alerts';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';

interface Received {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was sent
  body: any;
}

describeOnBothStores('alerts', (metadata) => {
  let test: TestApp;
  let receiver: Server;
  let base: string;
  let mail: SMTPServer;
  let mailPort: number;
  const received: Received[] = [];
  const mails: { user: string; text: string; to: string[] }[] = [];
  /** What the receiver answers next; `{"errcode":0}` when there is nothing. */
  const answers: { status: number; text: string }[] = [];

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
    receiver = createServer(async (request, response) => {
      const text = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://receiver');
      received.push({
        path: pathname,
        query: searchParams,
        headers: request.headers,
        text,
        body: JSON.parse(text),
      });
      const { status, text: answer } = answers.shift() ?? { status: 200, text: '{"errcode":0}' };
      response.writeHead(status).end(answer);
    });
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    mail = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username = '', password }, _session, done) =>
        password === 'mail secret' ? done(null, { user: username }) : done(new Error('wrong password')),
      onData(stream, session, done) {
        void Array.fromAsync(stream).then((chunks) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ user: String(session.user), text: Buffer.concat(chunks).toString('utf8'), to });
          done();
        });
      },
    });
    mail.on('error', () => undefined);
    await once(mail.listen(0, '127.0.0.1'), 'listening');
    mailPort = (mail.server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await test.close();
    receiver.close();
    mail.close();
  });

  async function createChannel(name: string, target: object): Promise<string> {
    const answer = await test.admin.post('/alerts/channels', { name, target });
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data.id;
  }
  const ofChannel = (name: string) => received.filter(({ path }) => path === `/${name}`);

  it('is read by those who manage the scheduler, and set up by administrators', async () => {
    const somebody = await test.newUser();
    const operator = await test.newUser('operator');
    expect((await somebody.get('/alerts')).status).toBe(403);
    expect((await operator.get('/alerts')).status).toBe(200);
    expect((await operator.get('/alerts/channels')).status).toBe(403);
    expect((await operator.post('/alerts/rules', { name: 'x', kind: 'disk_low' })).status).toBe(403);
  });

  it('begins with rules of its own and refuses thresholds and channels that cannot be', async () => {
    const { rules } = (await test.admin.get('/alerts/rules')).body.data;
    expect(rules.map(({ kind }: AlertRule) => kind).sort()).toEqual([
      'check_failed',
      'disk_low',
      'instance_down',
      'new_superuser',
      'task_failed',
    ]);
    const tooMuch = await test.admin.post('/alerts/rules', { name: 'x', kind: 'disk_low', threshold: 100 });
    expect(tooMuch.body.error.details.fields.threshold[0]).toContain('1–99');
    const none = await test.admin.post('/alerts/rules', { name: 'x', kind: 'new_superuser', threshold: 1 });
    expect(none.status).toBe(422);
    const unknown = await test.admin.post('/alerts/rules', {
      name: 'x',
      kind: 'disk_low',
      channel_ids: ['gone'],
    });
    expect(unknown.body.error.details.fields.channel_ids[0]).toContain('gone');
  });

  it('calls DingTalk, Feishu, WeCom and plain webhooks as each wants it, signed', async () => {
    const secret = 'SEC-of-the-robot';
    const channel = (format: string) =>
      createChannel(format, { kind: 'webhook', format, url: `${base}/${format}?key=hidden`, secret });
    for (const format of ['dingtalk', 'feishu', 'wecom', 'json']) {
      const tested = await test.admin.post(`/alerts/channels/${await channel(format)}/test`);
      expect(tested.body.data, tested.text).toMatchObject({ is_ok: true });
    }
    const [dingtalk] = ofChannel('dingtalk');
    const timestamp = dingtalk?.query.get('timestamp');
    expect(dingtalk?.query.get('key')).toBe('hidden');
    expect(dingtalk?.query.get('sign')).toBe(
      createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
    );
    expect(dingtalk?.body).toMatchObject({
      msgtype: 'markdown',
      markdown: { title: '[测试] 六分仪测试消息' },
    });
    const [feishu] = ofChannel('feishu');
    expect(feishu?.body).toMatchObject({ msg_type: 'text' });
    expect(feishu?.body.sign).toBe(
      createHmac('sha256', `${feishu?.body.timestamp}\n${secret}`).digest('base64'),
    );
    const [wecom] = ofChannel('wecom');
    expect(wecom?.body.markdown.content).toContain('六分仪测试消息');
    const [json] = ofChannel('json');
    expect(json?.headers['x-sextant-signature']).toBe(
      `sha256=${createHmac('sha256', secret)
        .update(json?.text ?? '')
        .digest('hex')}`,
    );
    const listed = await test.admin.get('/alerts/channels');
    expect(listed.text).not.toContain('hidden');
    expect(listed.text).not.toContain(secret);
  });

  it('posts into a room its administrator can see, as Sextant itself', async () => {
    const room = (await test.admin.post('/rooms', { kind: 'group', name: '值班' })).body.data;
    const created = await test.admin.post('/alerts/channels', {
      name: '值班群',
      target: { kind: 'room', room_id: String(room.number) },
    });
    expect(created.body.data, created.text).toMatchObject({ kind: 'room', room_id: room.id });
    const tested = await test.admin.post(`/alerts/channels/${created.body.data.id}/test`);
    expect(tested.body.data, tested.text).toMatchObject({ is_ok: true });
    const { messages } = (await test.admin.get(`/rooms/${room.id}/messages`)).body.data;
    expect(messages.at(-1)).toMatchObject({ kind: 'text', sender: null });
    expect(messages.at(-1).content).toContain('[测试] 六分仪测试消息');

    await test.admin.delete(`/rooms/${room.id}`);
    const gone = await test.admin.post(`/alerts/channels/${created.body.data.id}/test`);
    expect(gone.body.data).toMatchObject({ is_ok: false });
    const unknown = await test.admin.post('/alerts/channels', {
      name: 'x',
      target: { kind: 'room', room_id: 'nowhere' },
    });
    expect(unknown.status, unknown.text).toBe(404);
    expect(unknown.text).toContain('nowhere');
  });

  it('says what a webhook answered when it refuses, also with status 200', async () => {
    const id = await createChannel('refused', {
      kind: 'webhook',
      format: 'dingtalk',
      url: `${base}/refused`,
    });
    answers.push({ status: 200, text: '{"errcode":310000,"errmsg":"sign not match"}' });
    const refused = (await test.admin.post(`/alerts/channels/${id}/test`)).body.data;
    expect(refused).toEqual({ is_ok: false, message: expect.stringContaining('310000 sign not match') });
    for (const url of ['http://169.254.169.254/latest', 'https://[fd00:ec2::254]/']) {
      const target = { kind: 'webhook', format: 'json', url };
      const kept = await test.admin.put(`/alerts/channels/${id}`, { target });
      expect([kept.status, kept.body.error.code]).toEqual([422, 'EGRESS_REFUSED']);
      expect((await test.admin.post('/alerts/channels', { name: 'inside', target })).status).toBe(422);
    }
    const bad = await test.admin.post('/alerts/channels', {
      name: 'x',
      target: { kind: 'webhook', format: 'json', url: 'file:///etc/passwd' },
    });
    expect(bad.status).toBe(422);
  });

  it('sends mail through the server that was set, keeping its password to itself', async () => {
    const unset = await test.admin.post('/alerts/smtp/test', { recipient: 'dba@example.com' });
    expect(unset.body.data.is_ok).toBe(false);
    const settings = {
      host: '127.0.0.1',
      port: mailPort,
      security: 'none',
      username: 'sextant',
      sender: 'sextant@example.com',
    };
    const stored = await test.admin.put('/alerts/smtp', { ...settings, password: 'mail secret' });
    expect(stored.body.data.smtp).toEqual({ ...settings, has_password: true });
    const tested = await test.admin.post('/alerts/smtp/test', { recipient: 'dba@example.com' });
    expect(tested.body.data, tested.text).toMatchObject({ is_ok: true });
    expect(mails[0]).toMatchObject({ user: 'sextant', to: ['dba@example.com'] });

    const moved = await test.admin.put('/alerts/smtp', { ...settings, host: 'localhost' });
    expect(moved.body.error.details.fields).toHaveProperty('password');
    await test.admin.put('/alerts/smtp', { ...settings, password: 'wrong one' });
    const failed = (await test.admin.post('/alerts/smtp/test', { recipient: 'dba@example.com' })).body.data;
    expect(failed).toMatchObject({ is_ok: false, message: expect.stringContaining('wrong password') });
    await test.admin.put('/alerts/smtp', { ...settings, password: 'mail secret' });
    expect((await test.admin.get('/audit?action=smtp.changed')).text).not.toContain('mail secret');
  });

  it('fires once, tries again until it arrives, and says when it is over', async () => {
    const webhook = await createChannel('retried', {
      kind: 'webhook',
      format: 'json',
      url: `${base}/retried`,
    });
    const email = await createChannel('by mail', { kind: 'email', recipients: ['dba@example.com'] });
    answers.push({ status: 500, text: 'not now' });
    const created = await test.admin.post('/alerts/rules', {
      name: '磁盘几乎满了',
      kind: 'disk_low',
      threshold: 99,
      severity: 'critical',
      channel_ids: [webhook, email],
      cooldown_minutes: 60,
    });
    const rule: AlertRule = created.body.data;
    await eventually(() => ofChannel('retried').length >= 2);
    expect(ofChannel('retried')[1]?.body).toMatchObject({
      event: 'fired',
      kind: 'disk_low',
      severity: 'critical',
      title: { zh: expect.stringContaining('磁盘'), en: expect.stringContaining('disk') },
    });
    await eventually(() => mails.length >= 2);
    const deliveries: Delivery[] = await eventually(async () => {
      const found = (await test.admin.get('/alerts/deliveries?limit=10')).body.data.deliveries as Delivery[];
      const fired = found.filter(({ event }) => event === 'fired');
      return fired.length === 2 && fired.every(({ status }) => status === 'sent') ? fired : null;
    });
    expect(deliveries.map(({ channel_name, attempts }) => [channel_name, attempts]).sort()).toEqual([
      ['by mail', 1],
      ['retried', 2],
    ]);

    await test.admin.put(`/alerts/rules/${rule.id}`, { threshold: 1 });
    await eventually(() => ofChannel('retried').some(({ body }) => body.event === 'resolved'));
    const [alert] = (await test.admin.get(`/alerts?rule_id=${rule.id}`)).body.data.alerts as Alert[];
    expect(alert).toMatchObject({ state: 'resolved', resolved_by: null, severity: 'critical' });

    // Within the cool-down it is on record again, but nobody is told.
    const before = received.length;
    await test.admin.put(`/alerts/rules/${rule.id}`, { threshold: 99 });
    const again = await eventually(async () => {
      const { alerts } = (await test.admin.get(`/alerts?rule_id=${rule.id}&state=firing`)).body.data;
      return alerts.length > 0 ? (alerts as Alert[]) : null;
    });
    expect(again).toHaveLength(1);
    const { rules } = (await test.admin.get('/alerts/rules')).body.data;
    expect(rules.find(({ id }: AlertRule) => id === rule.id)).toMatchObject({ firing: 1 });
    expect(received.length).toBe(before);

    await test.admin.delete(`/alerts/rules/${rule.id}`);
    const kept = (await test.admin.get('/alerts?kind=disk_low')).body.data.alerts as Alert[];
    expect(kept.filter(({ rule_name }) => rule_name === '磁盘几乎满了').map(({ state }) => state)).toEqual([
      'resolved',
      'resolved',
    ]);
  });

  it('tells administrators where a rule names no channel, of an instance that is down and comes back', async () => {
    const sample = await test.admin.post('/connections', {
      name: '生产库',
      driver: 'postgresql',
      host: '127.0.0.1',
      port: 1,
      database: 'x',
      username: 'x',
    });
    expect(sample.status, sample.text).toBe(200);
    const { db } = await openDatabase(test.config);
    const at = new Date().toISOString();
    const note = {
      connection_id: sample.body.data.id,
      environment: null,
      contact: null,
      is_active: 1,
      health: 'down',
      version: null,
      latency_ms: null,
      error: JSON.stringify({ message: { zh: '连接被拒绝', en: 'Connection refused' } }),
      last_checked_at: at,
      last_up_at: at,
      failures: 3,
      size_bytes: null,
      updated_at: at,
    };
    await db
      .insertInto('instances')
      .values(note)
      .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(note))
      .execute();
    const { rules } = (await test.admin.get('/alerts/rules')).body.data;
    const rule = rules.find(({ kind }: AlertRule) => kind === 'instance_down');
    await test.admin.put(`/alerts/rules/${rule.id}`, { threshold: 3 });
    const told = await eventually(async () => {
      const { notifications } = (await test.admin.get('/notifications?kind=alert')).body.data;
      return (
        notifications.find(({ title }: { title: { zh: string } }) => title.zh.includes('生产库')) ?? null
      );
    });
    expect(told.body.zh).toContain('连接被拒绝');

    await db.updateTable('instances').set({ health: 'up', failures: 0 }).execute();
    await test.admin.put(`/alerts/rules/${rule.id}`, { threshold: 2 });
    await eventually(async () => {
      const { alerts } = (await test.admin.get('/alerts?kind=instance_down')).body.data;
      return alerts.every(({ state }: Alert) => state === 'resolved') ? true : null;
    });
    await db.destroy();
  });
});

async function eventually<T>(look: () => T | null | false | Promise<T | null | false>): Promise<T> {
  for (let turn = 0; turn < 300; turn += 1) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}
