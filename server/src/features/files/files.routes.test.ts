import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileClient, type FileClient } from '../../../test/file-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startS3Server } from '../../../test/s3-server.ts';
import { type ApiClient, startTestApp, type TestApp, userPassword } from '../../../test/test-app.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describeOnBothStores('Files', (metadata) => {
  describe.each(['disk', 's3'] as const)('in a store on %s', (kind) => {
    let test: TestApp;
    let user: ApiClient;
    let files: FileClient;
    let closeStore = async () => {};

    beforeAll(async () => {
      const store = kind === 's3' ? await startS3Server() : null;
      if (store) closeStore = store.close;
      test = await startTestApp({ metadata, config: { storage: store?.address ?? null } });
      user = await test.newUser();
      files = createFileClient(test, user);
    });
    afterAll(async () => {
      await test.close();
      await closeStore();
    });

    it('come back to the byte, with their names and their kinds', async () => {
      const { body } = await files.uploadAll([
        ['报告 😀.txt', '你好'],
        ['empty.bin', ''],
        ['photo.png', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64')],
      ]);
      const [text, empty, image] = body.data.files;
      expect(text).toMatchObject({ name: '报告 😀.txt', size: 6, media_type: 'text/plain', access: 'owner' });
      expect(empty).toMatchObject({ size: 0, sha256: sha256(Buffer.alloc(0)) });
      expect(image).toMatchObject({ media_type: 'image/png' });
      const answer = await files.content(text.id);
      expect(answer.text).toBe('你好');
      expect(answer.headers).toMatchObject({
        etag: `"${text.sha256}"`,
        'content-length': '6',
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringContaining(
          "filename*=UTF-8''%E6%8A%A5%E5%91%8A%20%F0%9F%98%80.txt",
        ),
      });
      expect((await files.content(empty.id)).headers['content-length']).toBe('0');
    });

    it('are sent in ranges', async () => {
      const { id, sha256: hash } = await files.upload('digits.txt', '0123456789');
      const part = async (headers: Record<string, string>) => {
        const answer = await files.content(id, headers);
        return [answer.status, answer.text, answer.headers['content-range']];
      };
      expect(await part({ range: 'bytes=2-4' })).toEqual([206, '234', 'bytes 2-4/10']);
      expect(await part({ range: 'bytes=7-' })).toEqual([206, '789', 'bytes 7-9/10']);
      expect(await part({ range: 'bytes=-2' })).toEqual([206, '89', 'bytes 8-9/10']);
      expect(await part({ range: 'bytes=5-100' })).toEqual([206, '56789', 'bytes 5-9/10']);
      expect(await part({ range: 'bytes=10-' })).toEqual([416, '', 'bytes */10']);
      expect(await part({ range: 'bytes=1-2', 'if-range': `"${hash}"` })).toEqual([
        206,
        '12',
        'bytes 1-2/10',
      ]);
      expect(await part({ range: 'bytes=1-2', 'if-range': '"other"' })).toEqual([
        200,
        '0123456789',
        undefined,
      ]);
      expect((await part({ 'if-none-match': `"${hash}"` }))[0]).toBe(304);
    });

    it('come in pieces, and go on where they stopped after a restart', async () => {
      const bytes = randomBytes(9 * 1024 * 1024 + 17);
      const upload = await files.begin('large.bin', bytes.length);
      const half = 8 * 1024 * 1024 + 5;
      expect((await files.send(upload.id, 0, bytes.subarray(0, half))).body.data.received).toBe(half);
      const wrong = await files.send(upload.id, 3, bytes.subarray(half));
      expect(wrong).toMatchObject({ status: 409, body: { error: { details: { received: half } } } });
      expect((await files.finish(upload.id)).status).toBe(409);

      // Only what is written down counts: another process goes on with it.
      const { storage, dataDir, databaseUrl } = test.config;
      const other = await startTestApp({ config: { storage, dataDir, databaseUrl } });
      const { username } = (await user.get('/auth/me')).body.data;
      const again = createFileClient(other, await other.signIn(username, userPassword));
      expect((await again.send(upload.id, half, bytes.subarray(half))).body.data.received).toBe(bytes.length);
      const { body } = await again.finish(upload.id, { sha256: sha256(bytes) });
      expect(body.data).toMatchObject({ name: 'large.bin', size: bytes.length, sha256: sha256(bytes) });
      await other.close();
      expect((await user.get(`/files/uploads/${upload.id}`)).status).toBe(404);
      const range = await files.content(body.data.id, { range: 'bytes=0-3' });
      expect(range.headers['content-length']).toBe('4');
      const told = await user.get('/notifications?kind=file_upload');
      expect(told.body.data.notifications[0].title.zh).toContain('large.bin');
    });

    it('are refused when their content is not the one that was promised', async () => {
      const upload = await files.begin('promised.bin', 3);
      await files.send(upload.id, 0, Buffer.from('abc'));
      const { body } = await files.finish(upload.id, { sha256: sha256(Buffer.from('abd')) });
      expect(body.error.code).toBe('FILE_INVALID');
      const longer = await files.begin('longer.bin', 2);
      expect((await files.send(longer.id, 0, Buffer.from('abc'))).body.error.code).toBe('BAD_REQUEST');
      expect(await files.names()).not.toContain('promised.bin');
    });

    it('become two when two of one name come at once', async () => {
      const folder = await files.folder('两个');
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((content) => files.uploadAll([['x.txt', content]], `?parent_id=${folder.id}`)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await files.names(folder.id)).sort()).toEqual(['x (2).txt', 'x (3).txt', 'x.txt']);
      const refused = await files.uploadAll([['x.txt', 'd']], `?parent_id=${folder.id}&on_conflict=fail`);
      expect(refused.body.error).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('x.txt'),
      });
    });

    it('are kept once however often they come', async () => {
      const content = randomBytes(2_000).toString('hex');
      const stored = async () => (await test.admin.get('/settings/files/usage')).body.data.contents_count;
      const before = await stored();
      const first = await files.upload('once.txt', content);
      const second = await files.upload('twice.txt', content);
      expect(second.sha256).toBe(first.sha256);
      expect(await stored()).toBe(before + 1);
      for (let time = 0; time < 2; time += 1) await user.delete(`/files/${first.id}`);
      expect((await files.content(first.id)).status).toBe(404);
      expect((await files.content(second.id)).text).toBe(content);
    });

    it('are renamed, moved, copied, trashed and put back', async () => {
      const [from, to] = [await files.folder('from'), await files.folder('to')];
      const inner = await files.folder('inner', from.id);
      const file = await files.upload('notes.md', '# hi', inner.id);
      expect((await user.put(`/files/${file.id}`, { name: '笔记.md' })).body.data.name).toBe('笔记.md');
      await user.put(`/files/${inner.id}`, { parent_id: to.id });
      expect(
        (await user.get(`/files/${file.id}`)).body.data.path.map(({ name }: { name: string }) => name),
      ).toEqual(['to', 'inner']);
      const into = await user.put(`/files/${to.id}`, { parent_id: inner.id });
      expect(into.body.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('to') });
      const copy = await user.post(`/files/${to.id}/copy`, { name: 'copied' });
      expect(await files.names(copy.body.data.id)).toEqual(['inner']);
      const used = (await files.usage()).used_bytes;

      await user.delete(`/files/${to.id}`);
      expect((await user.get(`/files?parent_id=${inner.id}`)).status).toBe(404);
      expect(await files.names()).not.toContain('to');
      expect((await files.usage()).used_bytes).toBe(used);
      const trash = await user.get('/files/trash');
      expect(trash.body.data.entries[0]).toMatchObject({ name: 'to', kind: 'folder' });
      await files.folder('to');
      expect((await user.post(`/files/${to.id}/restore`)).body.data.name).toBe('to (2)');
      expect((await files.content(file.id)).text).toBe('# hi');

      for (let time = 0; time < 2; time += 1) await user.delete(`/files/${to.id}`);
      expect((await user.get(`/files/${file.id}`)).status).toBe(404);
      expect((await files.usage()).used_bytes).toBe(used - 4);
    });

    it('are shared with users and roles, for reading or writing, and with nobody else', async () => {
      const other = await test.newUser();
      const theirs = createFileClient(test, other);
      const folder = await files.folder('团队');
      const file = await files.upload('plan.txt', 'plan', folder.id);
      expect((await other.get(`/files/${file.id}`)).status).toBe(404);
      expect((await theirs.content(file.id)).status).toBe(404);

      const grant = (access: string) => ({ grants: [{ subject: 'user', subject_id: other.userId, access }] });
      await user.put(`/files/${folder.id}/grants`, grant('read'));
      expect((await theirs.content(file.id)).text).toBe('plan');
      expect((await other.get('/files/shared')).body.data.entries[0]).toMatchObject({
        name: '团队',
        access: 'read',
      });
      expect((await other.get('/files/search?q=plan')).body.data.total).toBe(1);
      expect((await other.put(`/files/${file.id}`, { name: 'x' })).status).toBe(403);
      expect((await theirs.uploadAll([['b.txt', 'b']], `?parent_id=${folder.id}`)).status).toBe(403);

      await user.put(`/files/${folder.id}/grants`, grant('write'));
      const before = (await files.usage()).used_bytes;
      expect(await theirs.upload('b.txt', 'bb', folder.id)).toMatchObject({ owner_id: user.userId });
      expect((await files.usage()).used_bytes).toBe(before + 2);
      expect((await other.put(`/files/${file.id}`, { parent_id: null })).status).toBe(403);
      expect((await other.put(`/files/${folder.id}/grants`, { grants: [] })).status).toBe(403);

      const atOnce = await Promise.all(
        Array.from({ length: 6 }, () => user.put(`/files/${folder.id}/grants`, grant('write'))),
      );
      expect(atOnce.map(({ status }) => status)).toEqual(Array(6).fill(200));
      await user.put(`/files/${folder.id}/grants`, { grants: [] });
      expect((await theirs.content(file.id)).status).toBe(404);
      const nobody = await user.put(`/files/${folder.id}/grants`, {
        grants: [{ subject: 'user', subject_id: 'nobody', access: 'read' }],
      });
      expect(nobody.status).toBe(422);
    });

    it('are opened by links that expire, ask for a password, count and are taken back', async () => {
      const file = await files.upload('公开.txt', 'public');
      const made = await user.post(`/files/${file.id}/links`, { password: 'open sesame', max_downloads: 1 });
      const token = made.body.data.url.split('/').at(-1);
      const about = await test.anonymous.get(`/file-links/${token}`);
      expect(about.body.data).toMatchObject({ name: null, needs_password: true });
      expect((await test.anonymous.post(`/file-links/${token}/open`, { password: 'wrong' })).status).toBe(
        403,
      );
      const opened = await test.anonymous.post(`/file-links/${token}/open`, { password: 'open sesame' });
      const path = opened.body.data.url.replace('/api/v1', '');
      expect((await test.anonymous.get(path)).text).toBe('public');
      expect(
        (await test.anonymous.post(`/file-links/${token}/open`, { password: 'open sesame' })).status,
      ).toBe(404);
      const { links } = (await user.get(`/files/${file.id}/links`)).body.data;
      expect(links[0]).toMatchObject({ downloads_count: 1, url: null });
      expect(JSON.stringify(links)).not.toContain(token);
      await user.delete(`/files/${file.id}/links/${links[0].id}`);
      expect((await test.anonymous.get(path)).status).toBe(404);
      expect((await test.anonymous.get('/files/content/made-up')).status).toBe(401);
    });

    it('are found by part of the name and by pinyin initials', async () => {
      await files.upload('季度销售额.csv', 'a\n1\n');
      for (const q of ['销售', 'jdxse', 'XSE']) {
        const { body } = await user.get(`/files/search?q=${encodeURIComponent(q)}`);
        expect(
          body.data.entries.map(({ name }: { name: string }) => name),
          q,
        ).toContain('季度销售额.csv');
      }
    });

    it('are shown as text and as tables, and can be asked about', async () => {
      const table = await files.upload('城市.csv', '城市,人口\n北京,21.8\n上海,24.9\n');
      const preview = (await user.get(`/files/${table.id}/preview`)).body.data;
      expect(preview).toMatchObject({
        kind: 'table',
        table: {
          columns: [{ name: '城市' }, { name: '人口' }],
          rows: [
            ['北京', '21.8'],
            ['上海', '24.9'],
          ],
        },
      });
      const gb = await files.upload('旧.txt', new Uint8Array([0xc4, 0xe3, 0xba, 0xc3]));
      const text = (await user.get(`/files/${gb.id}/preview`)).body.data;
      expect(text).toMatchObject({ kind: 'text', text: '你好', encoding: 'GB18030' });
      const { body } = await user.post(`/files/${table.id}/ask`);
      expect(body.data.tables[0]).toMatchObject({ table: '城市', rows_count: 2 });
      const rows = await user.post(`/connections/${body.data.connection_id}/query`, {
        sql: 'select sum(人口) from 城市',
      });
      expect(rows.body.data.rows[0][0]).toBeCloseTo(46.7);
    });
  });
});
