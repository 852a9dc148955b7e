import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectLive, openLive } from '../../../test/live-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('the WebSocket', (metadata) => {
  let test: TestApp;
  let url: string;
  let ann: ApiClient;
  let bob: ApiClient;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
    url = await test.listen();
    test.app.start();
    [ann, bob] = [await test.newUser(), await test.newUser()];
  });
  afterAll(() => test.close());

  async function roomOf(owner: ApiClient, members: ApiClient[]): Promise<string> {
    const member_ids = members.map(({ userId }) => userId);
    return (await owner.post('/rooms', { kind: 'group', name: 'r', member_ids })).body.data.id;
  }

  it('takes a token from the query, a subprotocol or the first frame, and no other', async () => {
    const address = `${url}/api/v1/ws`;
    const clients = [
      openLive(`${address}?token=${ann.token}`),
      openLive(address, ['sextant', `bearer.${ann.token}`]),
      openLive(address),
    ];
    clients[2]?.send({ type: 'auth', token: ann.token });
    for (const client of clients) {
      expect((await client.hear('ready')).user_id).toBe(ann.userId);
      client.close();
    }
    const strangers = [openLive(`${address}?token=forged`), openLive(address)];
    strangers[1]?.send({ type: 'message', room_id: 'x', content: 'x' });
    expect(await Promise.all(strangers.map(({ closed }) => closed))).toEqual([4001, 4001]);
  });

  it('refuses pages of other sites, and addresses that are no WebSocket', async () => {
    const statusOf = (path: string, origin: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          origin,
        };
        const sent = request(`${url}${path}`, { headers });
        sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject);
        sent.on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.statusCode);
        });
        sent.end();
      });
    expect(await statusOf('/api/v1/ws', 'http://evil.example')).toBe(403);
    expect(await statusOf('/api/v1/ws', 'null')).toBe(403);
    expect(await statusOf('/api/v1/ws', url)).toBe(101);
    expect(await statusOf('/api/v1/health?token=secret', url)).toBe(400);
  });

  it('tells all tabs of all members of a message, once each, and nobody else', async () => {
    const eve = await connectLive(url, (await test.newUser()).token);
    const tabs = [await connectLive(url, bob.token), await connectLive(url, bob.token)];
    const own = await connectLive(url, ann.token);
    const room = await roomOf(ann, [bob]);
    await tabs[0]?.hear('room_joined', ({ room_id }) => room_id === room);
    own.send({ type: 'message', ref: '1', room_id: room, content: '你好', client_id: 'a' });
    own.send({ type: 'message', ref: '2', room_id: room, content: '你好', client_id: 'a' });
    const sent = await own.hear('sent', ({ ref }) => ref === '2');
    expect((await own.hear('sent', ({ ref }) => ref === '1')).message.id).toBe(sent.message.id);
    await ann.post(`/rooms/${room}/messages`, { content: 'second' });
    for (const client of [...tabs, own]) {
      await client.hear('room_change', ({ message }) => message.content === 'second');
      expect(client.heardIn(room)).toEqual(['你好', 'second']);
    }
    expect(eve.heardIn(room)).toEqual([]);
    for (const client of [...tabs, own, eve]) client.close();
  });

  it('keeps the order of many messages of many senders; each frame says what came before it', async () => {
    const room = await roomOf(ann, [bob]);
    const reader = await connectLive(url, bob.token);
    const start = reader.frames.find(({ type }) => type === 'ready');
    await Promise.all(
      Array.from({ length: 60 }, (_, count) =>
        (count % 2 ? ann : bob).post(`/rooms/${room}/messages`, { content: `m${count}` }),
      ),
    );
    await expect.poll(() => reader.heardIn(room).length).toBe(60);
    const { messages } = (await ann.get(`/rooms/${room}/messages?limit=100`)).body.data;
    const stored = messages.filter(({ kind }: { kind: string }) => kind === 'text');
    expect(reader.heardIn(room)).toEqual(stored.map(({ content }: { content: string }) => content));
    let last =
      start?.type === 'ready' ? (start.rooms.find(({ id }) => id === room)?.last_seq ?? Number.NaN) : 0;
    for (const frame of reader.frames) {
      if (frame.type !== 'room_change' || frame.room_id !== room) continue;
      expect(frame.after).toBe(last);
      last = frame.seq;
    }
    reader.close();
  });

  it('lets a client that was away fetch what it missed', async () => {
    const room = await roomOf(ann, [bob]);
    const reader = await connectLive(url, bob.token);
    const first = (await ann.post(`/rooms/${room}/messages`, { content: 'one' })).body.data;
    const heard = await reader.hear('room_change', ({ message }) => message.id === first.id);
    reader.close();
    await ann.post(`/rooms/${room}/messages`, { content: 'two' });
    await ann.put(`/rooms/${room}/messages/${first.id}`, { content: 'one, edited' });
    const again = await connectLive(url, bob.token);
    const ready = await again.hear('ready');
    expect(ready.rooms.find(({ id }) => id === room)?.last_seq).toBe(heard.seq + 2);
    const missed = (await bob.get(`/rooms/${room}/changes?after=${heard.seq}`)).body.data.messages;
    expect(missed.map(({ content }: { content: string }) => content)).toEqual(['two', 'one, edited']);
    again.close();
  });

  it('stops telling somebody the moment they are removed, and their frames are refused', async () => {
    const room = await roomOf(ann, [bob]);
    const reader = await connectLive(url, bob.token);
    await ann.delete(`/rooms/${room}/members/${bob.userId}`);
    await ann.post(`/rooms/${room}/messages`, { content: 'without bob' });
    await reader.hear('room_left', ({ room_id }) => room_id === room);
    reader.send({ type: 'message', ref: 'x', room_id: room, content: 'still here?' });
    reader.send({ type: 'typing', ref: 'y', room_id: room });
    expect((await reader.hear('error', ({ ref }) => ref === 'x')).code).toBe('NOT_FOUND');
    expect((await reader.hear('error', ({ ref }) => ref === 'y')).code).toBe('NOT_FOUND');
    await sleep(200);
    expect(reader.heardIn(room)).toEqual([]);
    reader.close();
  });

  it('closes when the sign-in ends, the user is locked or the key is revoked', async () => {
    const leaver = await test.newUser();
    const locked = await test.newUser();
    const owner = await test.newUser();
    const key = (await owner.post('/api-keys', { name: 'k' })).body.data;
    const clients = [
      await connectLive(url, leaver.token),
      await connectLive(url, locked.token),
      await connectLive(url, key.key),
    ];
    await leaver.post('/auth/logout');
    await test.admin.put(`/users/${locked.userId}`, { is_active: false });
    await owner.delete(`/api-keys/${key.id}`);
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([4001, 4001, 4001]);
  });

  it('tells of notifications, and of their read state to the other tabs', async () => {
    const tabs = [await connectLive(url, bob.token), await connectLive(url, bob.token)];
    const room = await roomOf(ann, [bob]);
    await ann.post(`/rooms/${room}/messages`, { content: '@all 开会' });
    for (const tab of tabs) {
      const { notification, unread_count } = await tab.hear('notification');
      expect(notification).toMatchObject({ kind: 'mention', body: { zh: '@all 开会' } });
      expect(unread_count).toBeGreaterThan(0);
    }
    await bob.post('/notifications/read-all');
    for (const tab of tabs) expect((await tab.hear('notifications_read')).unread_count).toBe(0);
    expect((await bob.get('/notifications/unread')).body.data.unread_count).toBe(0);
    for (const tab of tabs) tab.close();
  });

  it('tells who writes and who has read how far, and the writer nothing of it', async () => {
    const room = await roomOf(ann, [bob]);
    const [writer, reader] = [await connectLive(url, ann.token), await connectLive(url, bob.token)];
    writer.send({ type: 'typing', room_id: room });
    expect((await reader.hear('typing')).user_id).toBe(ann.userId);
    reader.send({ type: 'read', room_id: room, seq: 1 });
    const { seq } = (await ann.post(`/rooms/${room}/messages`, { content: 'x' })).body.data;
    reader.send({ type: 'read', room_id: room, seq });
    expect(await writer.hear('read', (frame) => frame.seq === seq)).toMatchObject({ user_id: bob.userId });
    expect(writer.frames.some(({ type }) => type === 'typing')).toBe(false);
    for (const client of [writer, reader]) client.close();
  });

  it('answers broken, unknown, long and binary frames without harm', async () => {
    const room = await roomOf(ann, [bob]);
    const client = await connectLive(url, ann.token);
    client.send('{');
    client.send('[]');
    client.send({ type: 'dance', ref: 'd' });
    client.send({ type: 'message', ref: 'l', room_id: room, content: 'x'.repeat(1_000_000) });
    client.send({ type: 'message', ref: 'n', room_id: room, content: 'a\u0000b' });
    client.send({ type: 'ping', ref: 'p' });
    expect((await client.hear('pong')).ref).toBe('p');
    expect(client.frames.filter(({ type }) => type === 'error')).toHaveLength(5);
    expect((await client.hear('error', ({ ref }) => ref === 'l')).code).toBe('VALIDATION_ERROR');
    client.send({ type: 'message', room_id: room, content: 'x'.repeat(2_000_000) });
    expect(await client.closed).toBe(1009);
  });
});

describe('many frames of one client', () => {
  it('are taken at a measured pace, all of them, while others go on', { timeout: 30_000 }, async () => {
    const test = await startTestApp({ config: { rateLimit: true } });
    const url = await test.listen();
    const [loud, calm] = [await test.newUser(), await test.newUser()];
    const flood = await connectLive(url, loud.token);
    for (let count = 0; count < 10_000; count += 1) flood.send({ type: 'ping', ref: String(count) });
    const other = await connectLive(url, calm.token);
    other.send({ type: 'ping', ref: 'calm' });
    await other.hear('pong');
    const answered = () => flood.frames.filter(({ type }) => type === 'pong').length;
    await sleep(1_000);
    await expect.poll(answered).toBeGreaterThan(50);
    expect(answered()).toBeLessThan(1_000);
    await test.close();
    expect(await other.closed).toBe(1001);
  });
});

describe('a client that never reads', () => {
  it('is dropped, and others hear everything', { timeout: 60_000 }, async () => {
    const test = await startTestApp();
    const url = await test.listen();
    const [ann, deaf] = [await test.newUser(), await test.newUser()];
    const member_ids = [deaf.userId];
    const room = (await ann.post('/rooms', { kind: 'group', name: 'r', member_ids })).body.data.id;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      [
        `GET /api/v1/ws?token=${deaf.token} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        '\r\n',
      ].join('\r\n'),
    );
    await once(socket, 'readable');
    const reader = await connectLive(url, ann.token);
    const connections = () =>
      new Promise<number>((resolve) =>
        test.app.http.server.getConnections((_error, count) => resolve(count)),
      );
    const content = 'x'.repeat(50_000);
    let sent = 0;
    while ((await connections()) > 1 && sent < 600) {
      await ann.post(`/rooms/${room}/messages`, { content });
      sent += 1;
    }
    expect(await connections()).toBe(1);
    await expect.poll(() => reader.heardIn(room).length).toBe(sent);
    socket.destroy();
    await test.close();
  });
});
