import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileClient } from '../../../test/file-client.ts';
import { add, createLibrary, type Library } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

/** Creates a room with these people in it; gives its id. */
async function roomOf(owner: ApiClient, kind: string, members: ApiClient[]): Promise<string> {
  const created = await owner.post('/rooms', {
    kind,
    name: '销售部',
    member_ids: members.map(({ userId }) => userId),
  });
  expect(created.status).toBe(200);
  return created.body.data.id;
}

const say = async (by: ApiClient, room: string, content: string, more: object = {}) =>
  by.post(`/rooms/${room}/messages`, { content, ...more });

const mineOf = async (by: ApiClient, room: string) => (await by.get(`/rooms/${room}`)).body.data.me;

const contentsOf = async (by: ApiClient, path: string): Promise<string[]> =>
  (await by.get(path)).body.data.messages
    .filter(({ kind }: { kind: string }) => kind !== 'notice')
    .map(({ content }: { content: string }) => content);

describeOnBothStores('rooms', (metadata) => {
  let test: TestApp;
  let ann: ApiClient;
  let bob: ApiClient;
  let eve: ApiClient;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
    [ann, bob, eve] = [await test.newUser(), await test.newUser(), await test.newUser()];
  });
  afterAll(() => test.close());

  const mine = async (by: ApiClient, room: string) => (await by.get(`/rooms/${room}`)).body.data;

  it('give two people one private room, whoever asks first and also at once', async () => {
    const pairs: [ApiClient, ApiClient][] = [
      [ann, bob],
      [bob, eve],
      [eve, ann],
    ];
    const opened = await Promise.all(
      pairs.flatMap(([one, other]) => [
        one.post('/rooms/private', { user_id: other.userId }),
        other.post('/rooms/private', { user_id: one.userId }),
      ]),
    );
    expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 200));
    expect(new Set(opened.map(({ body }) => body.data.id)).size).toBe(pairs.length);
    const [one, other] = opened as [(typeof opened)[0], (typeof opened)[0]];
    expect(one.body.data.id).toBe(other.body.data.id);
    expect(one.body.data.other.id).toBe(bob.userId);
    expect(other.body.data.name).toBe(other.body.data.other.display_name);
    expect((await ann.post('/rooms/private', { user_id: ann.userId })).status).toBe(422);
    expect((await ann.post('/rooms/private', { user_id: 'nobody' })).status).toBe(404);
    expect((await ann.post(`/rooms/${one.body.data.id}/leave`)).status).toBe(409);
    expect((await ann.post(`/rooms/${one.body.data.id}/members`, { user_ids: [eve.userId] })).status).toBe(
      403,
    );
  });

  it('are closed to those who are no members', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const { id } = (await say(ann, room, '机密')).body.data;
    const attempts = [
      await eve.get(`/rooms/${room}`),
      await eve.get(`/rooms/${room}/messages`),
      await eve.get(`/rooms/${room}/changes?after=0`),
      await eve.get(`/rooms/${room}/members`),
      await say(eve, room, 'hi'),
      await eve.post(`/rooms/${room}/join`),
      await eve.post(`/rooms/${room}/read`, { seq: 1 }),
      await eve.put(`/rooms/${room}/messages/${id}/reactions`, { emoji: '👍' }),
      await test.admin.get(`/rooms/${room}/messages`),
    ];
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404));
    expect(await contentsOf(eve, '/rooms/search?q=机密')).toEqual([]);
    expect(await contentsOf(bob, '/rooms/search?q=机密')).toEqual(['机密']);
  });

  it('let anyone join an open room, and only leaders write in a channel', async () => {
    const channel = await roomOf(ann, 'channel', []);
    expect((await say(eve, channel, 'hi')).body.error.message).toBe('请先加入这个聊天室');
    const found = (await eve.get('/rooms/open')).body.data.rooms.map(({ id }: { id: string }) => id);
    expect(found).toContain(channel);
    expect((await eve.post(`/rooms/${channel}/join`)).body.data.me.may_write).toBe(false);
    expect((await say(eve, channel, 'hi')).status).toBe(403);
    expect((await say(ann, channel, '公告')).status).toBe(200);
    await ann.put(`/rooms/${channel}/members/${eve.userId}`, { role: 'admin' });
    expect((await say(eve, channel, 'hi')).status).toBe(200);
  });

  it('mute, remove and hand over; the room of the last one who leaves is gone', async () => {
    const room = await roomOf(ann, 'group', [bob, eve]);
    await ann.put(`/rooms/${room}/members/${bob.userId}`, { is_muted: true });
    expect((await say(bob, room, 'hi')).body.error.message).toBe('你在这个聊天室被禁言了');
    expect((await bob.put(`/rooms/${room}/members/${eve.userId}`, { is_muted: true })).status).toBe(403);
    expect((await bob.put(`/rooms/${room}/members/${ann.userId}`, { is_muted: true })).status).toBe(403);
    await ann.delete(`/rooms/${room}/members/${bob.userId}`);
    expect((await bob.get(`/rooms/${room}`)).status).toBe(404);
    await ann.post(`/rooms/${room}/leave`);
    expect((await mine(eve, room)).me.role).toBe('owner');
    await eve.post(`/rooms/${room}/leave`);
    expect((await eve.get(`/rooms/${room}`)).status).toBe(404);
  });

  it('keep one message for sends that are repeated, also at once', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const sends = await Promise.all(
      Array.from({ length: 5 }, () => say(ann, room, '一次', { client_id: 'c1' })),
    );
    expect(new Set(sends.map(({ body }) => body.data.id)).size).toBe(1);
    expect(await contentsOf(bob, `/rooms/${room}/messages`)).toEqual(['一次']);
    expect((await say(bob, room, '另一个人', { client_id: 'c1' })).body.data.content).toBe('另一个人');
  });

  it('page their history by key in both directions', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    for (let count = 1; count <= 12; count += 1) await say(ann, room, `m${count}`);
    const last = (await bob.get(`/rooms/${room}/messages?limit=5`)).body.data;
    expect(last.messages.map(({ content }: { content: string }) => content)).toEqual([
      'm8',
      'm9',
      'm10',
      'm11',
      'm12',
    ]);
    expect(last.has_more).toBe(true);
    const before = last.messages[0].seq;
    expect(await contentsOf(bob, `/rooms/${room}/messages?limit=3&before=${before}`)).toEqual([
      'm5',
      'm6',
      'm7',
    ]);
    expect(await contentsOf(bob, `/rooms/${room}/messages?limit=2&after=${before}`)).toEqual(['m9', 'm10']);
    const around = (await bob.get(`/rooms/${room}/messages?limit=4&around=${last.messages[0].id}`)).body.data;
    expect(around.messages.map(({ content }: { content: string }) => content)).toEqual([
      'm7',
      'm8',
      'm9',
      'm10',
    ]);
    expect(around.has_more).toBe(true);
    expect((await bob.get(`/rooms/${room}/messages?around=nowhere`)).status).toBe(404);
  });

  it('count what is unread: of others, not deleted, after the mark', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const unread = async () => {
      const { unread_count, unread_mentions } = (await mine(bob, room)).me;
      return [unread_count, unread_mentions];
    };
    expect(await unread()).toEqual([0, 0]);
    await say(ann, room, 'one');
    const two = (await say(ann, room, '@all two')).body.data;
    await say(bob, room, 'own');
    const three = (await say(ann, room, 'three')).body.data;
    expect(await unread()).toEqual([3, 1]);
    await ann.delete(`/rooms/${room}/messages/${three.id}`);
    expect(await unread()).toEqual([2, 1]);
    const read = await bob.post(`/rooms/${room}/read`, { seq: two.seq });
    expect(read.body.data).toEqual({ last_read_seq: two.seq, unread_count: 0 });
    await bob.post(`/rooms/${room}/read`, { seq: 1 });
    expect(await unread()).toEqual([0, 0]);
    await bob.post(`/rooms/${room}/read`, { seq: 999_999 });
    await say(ann, room, 'four');
    expect(await unread()).toEqual([1, 0]);
    const listed = (await bob.get('/rooms')).body.data.rooms.find(({ id }: { id: string }) => id === room);
    expect(listed.me.unread_count).toBe(1);
    expect(listed.last_message.content).toBe('four');
  });

  it('notify who is mentioned, in Chinese without a space, and not by a part of a name', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const { username } = (await bob.get('/auth/me')).body.data;
    await say(ann, room, `请@${username}看一下`);
    await say(ann, room, `@${username}x is somebody else`);
    const told = (await bob.get('/notifications?kind=mention')).body.data.notifications;
    const notifications = told.filter(({ link }: { link: string }) =>
      link.startsWith(`/rooms/${room}?message=`),
    );
    expect(notifications.map(({ body }: { body: { zh: string } }) => body.zh)).toEqual([
      `请@${username}看一下`,
    ]);
    expect(notifications[0].title.zh).toContain('销售部');
    const readAt = async () => {
      const { body } = await bob.get('/notifications?kind=mention');
      return body.data.notifications.find(({ id }: { id: string }) => id === notifications[0].id).read_at;
    };
    await bob.post(`/rooms/${room}/read`, { seq: 1 });
    expect(await readAt()).toBeNull();
    await bob.post(`/rooms/${room}/read`, { seq: 999_999 });
    expect(await readAt()).not.toBeNull();
  });

  it('edit, delete, react, reply and pin; `changes` tells all of it to whoever was away', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const first = (await say(ann, room, 'frist')).body.data;
    const second = (await say(bob, room, 'reply', { reply_to_id: first.id })).body.data;
    const third = (await say(bob, room, 'third')).body.data;
    expect(second.reply_to).toMatchObject({ id: first.id, content: 'frist' });
    const at = (path: string) => `/rooms/${room}/messages/${path}`;
    expect((await bob.put(at(first.id), { content: 'no' })).status).toBe(403);
    expect((await bob.delete(at(first.id))).status).toBe(403);
    await ann.put(at(first.id), { content: 'first' });
    await bob.put(at(`${first.id}/reactions`), { emoji: '👍' });
    await bob.put(at(`${first.id}/reactions`), { emoji: '👍' });
    expect((await bob.put(at(`${first.id}/reactions`), { emoji: '<b>' })).status).toBe(422);
    await ann.put(at(`${first.id}/pin`), { pinned: true });
    await ann.delete(at(third.id));
    const { messages, last_seq } = (await bob.get(`/rooms/${room}/changes?after=${third.seq}`)).body.data;
    expect(messages.map(({ id }: { id: string }) => id)).toEqual([first.id, third.id]);
    expect(messages[0]).toMatchObject({
      content: 'first',
      reactions: [{ emoji: '👍', user_ids: [bob.userId] }],
    });
    expect(messages[1]).toMatchObject({ content: '', seq: third.seq, changed_seq: last_seq });
    expect(messages[1].deleted_at).not.toBeNull();
    expect(await contentsOf(bob, `/rooms/${room}/pins`)).toEqual(['first']);
    await bob.put(at(`${first.id}/reactions`), { emoji: '👍', on: false });
    const page = (await bob.get(`/rooms/${room}/messages`)).body.data.messages;
    expect(page.find(({ id }: { id: string }) => id === first.id).reactions).toEqual([]);
  });

  it('keep text as text, and refuse what is too long by name', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    await say(ann, room, script);
    expect(await contentsOf(bob, `/rooms/${room}/messages`)).toEqual([script]);
    const long = await say(ann, room, 'x'.repeat(1024 * 1024));
    expect(long.status).toBe(422);
    expect(Object.keys(long.body.error.details.fields)).toEqual(['content']);
    expect((await say(ann, room, '  ')).status).toBe(422);
  });

  it('find Chinese text and text that holds wildcards', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    await say(ann, room, '华东区上月毛利率 35%');
    await say(ann, room, '华东区上月毛利率 35 点');
    expect(
      await contentsOf(bob, `/rooms/search?room_id=${room}&q=${encodeURIComponent('毛利率 35%')}`),
    ).toEqual(['华东区上月毛利率 35%']);
  });

  it('let members read what is attached, as long as they are members', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const file = await createFileClient(test, ann).upload('<b>毛利.csv', 'a,b\n1,2\n');
    expect((await bob.get(`/files/${file.id}`)).status).toBe(404);
    expect((await bob.post(`/rooms/${room}/messages`, { file_id: file.id })).status).toBe(404);
    const sent = (await ann.post(`/rooms/${room}/messages`, { file_id: file.id, content: '看' })).body.data;
    expect(sent).toMatchObject({ kind: 'file', attachment: { name: '<b>毛利.csv', bytes: 8 } });
    expect((await bob.get(`/files/${file.id}/content`)).text).toBe('a,b\n1,2\n');
    expect((await eve.get(`/files/${file.id}/content`)).status).toBe(404);
    expect((await bob.delete(`/files/${file.id}`)).status).toBe(403);
    await ann.delete(`/rooms/${room}/messages/${sent.id}`);
    expect((await bob.get(`/files/${file.id}/content`)).status).toBe(404);
  });

  it('share cards that each reader opens by their own rights', async () => {
    const room = await roomOf(ann, 'group', [bob]);
    const saved = await ann.post('/saved-queries', { name: '月销售', sql: 'SELECT 1' });
    const card = { object: 'saved_query', id: saved.body.data.id, title: '' };
    const sent = await ann.post(`/rooms/${room}/messages`, { card });
    expect(sent.body.data.card.title).toBe('月销售');
    const open = (by: ApiClient) => by.get(`/rooms/${room}/messages/${sent.body.data.id}/card`);
    expect((await open(ann)).body.data).toMatchObject({
      name: '月销售',
      link: `/workbench/queries/${card.id}`,
    });
    expect((await open(bob)).status).toBe(404);
    expect((await bob.post(`/rooms/${room}/messages`, { card })).status).toBe(404);
  });
});

describe('@sextant in a room', () => {
  let test: TestApp;
  let library: Library;
  beforeAll(async () => {
    library = await createLibrary();
    test = await startTestApp({ config: { egress: 'open' } });
  });
  afterAll(async () => {
    await test.close();
    await library.remove();
  });

  async function connectionOf(owner: ApiClient): Promise<string> {
    const where = {
      name: `library ${randomUUID()}`,
      driver: 'sqlite',
      database: library.path,
      is_shared: false,
    };
    return add(owner, '/connections', where);
  }

  async function answerIn(by: ApiClient, room: string): Promise<Record<string, unknown>> {
    let found: Record<string, unknown> | undefined;
    const look = async () => {
      const { messages } = (await by.get(`/rooms/${room}/messages`)).body.data;
      found = messages.findLast(({ kind }: { kind: string }) => kind === 'answer');
      return found !== undefined;
    };
    await expect.poll(look, { timeout: 20_000 }).toBe(true);
    return found as Record<string, unknown>;
  }

  it('answers on the room’s connection with sentence, rows and chart', { timeout: 30_000 }, async () => {
    const ann = await test.newUser();
    const room = await roomOf(test.admin, 'group', [ann]);
    await test.admin.put(`/rooms/${room}`, { connection_id: await connectionOf(test.admin) });
    const asked = (await say(test.admin, room, '@sextant按城市统计读者数量')).body.data;
    const answer = await answerIn(ann, room);
    expect(answer).toMatchObject({ sender: null, reply_to: { id: asked.id } });
    expect(answer.content).not.toBe('');
    expect(answer.answer).toMatchObject({
      failed: false,
      asked_by: test.admin.userId,
      rows_count: 2,
      chart: { type: 'bar', x: 'city' },
    });
    expect((answer.answer as { rows: unknown[] }).rows).toHaveLength(2);
    expect((await mineOf(ann, room)).unread_count).toBe(2);
  });

  it('asks under the rights of whoever asks, and says in plain words what fails', {
    timeout: 30_000,
  }, async () => {
    const owner = test.admin;
    const ann = await test.newUser();
    const room = await roomOf(owner, 'group', [ann]);
    await owner.put(`/rooms/${room}`, { connection_id: await connectionOf(owner) });
    expect((await ann.put(`/rooms/${room}`, { connection_id: null })).status).toBe(403);
    await say(ann, room, '@sextant 有多少客户');
    const answer = await answerIn(ann, room);
    expect(answer.content).toContain('没有权限使用这个聊天室的数据库连接');
    expect(answer.answer).toMatchObject({ failed: true, sql: null });
  });
});
