import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileClient, type FileClient } from '../../../test/file-client.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

let test: TestApp;
let user: ApiClient;
let files: FileClient;
beforeAll(async () => {
  test = await startTestApp();
  user = await test.newUser();
  files = createFileClient(test, user);
});
afterAll(() => test.close());

const megabyte = 1024 * 1024;

describe('a name', () => {
  it.each([
    ['../../etc/passwd', '/'],
    ['a\\b.txt', '\\'],
    ['..', '..'],
    ['nul\u0000.txt', 'name'],
    ['bell\u0007.txt', '控制字符'],
    ['line\nbreak.txt', '控制字符'],
    ['gpj.\u202eexe', '书写方向'],
    ['CON.txt', 'Windows'],
    ['half\ud83d.txt', 'name'],
    ['end.', '句点'],
    ['   ', '不能为空'],
    [`${'字'.repeat(85)}ab.txt`, '255'],
  ])('such as %j is refused with the reason', async (name, reason) => {
    for (const path of ['/files/folders', '/files/uploads']) {
      const { status, body } = await user.post(path, { name, size: 0 });
      expect(status).toBe(422);
      expect(body.error.message).toContain(reason);
    }
  });

  it.each([
    '😀👨‍👩‍👧.txt',
    '报告（终稿）.docx',
    `${'字'.repeat(83)}ab.txt`,
    "it's 100% *ok*;.txt",
    'مرحبا.txt',
  ])('such as %s stays as it is', async (name) => {
    const file = await files.upload(name, 'x');
    expect((await user.get(`/files/${file.id}`)).body.data.name).toBe(name);
    const disposition = String((await files.content(file.id)).headers['content-disposition']);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(name);
  });

  it('in a multipart body cannot leave its folder', async () => {
    const { body } = await files.uploadAll([['../../../escape.txt', 'x']]);
    expect(body.data?.files[0].name ?? body.error.code).toMatch(/^(escape\.txt|VALIDATION_ERROR)$/);
    expect(await readdir(test.config.dataDir)).not.toContain('escape.txt');
  });

  it('that is full gets its number within the same length', async () => {
    const name = `${'字'.repeat(83)}ab.txt`;
    const again = await files.upload(name, 'y');
    expect(Buffer.byteLength(again.name)).toBeLessThanOrEqual(255);
    expect(again.name).toMatch(/字 \(2\)\.txt$/);
  });
});

describe('what is in a file', () => {
  it.each([
    ['page.html', '<script>alert(1)</script>', 'text/plain; charset=utf-8'],
    [
      'drawing.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'image/svg+xml',
    ],
    ['disguised.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>', 'image/svg+xml'],
    ['text.png', '<html><script>alert(1)</script></html>', 'text/plain; charset=utf-8'],
  ])('never runs: %s', async (name, content, type) => {
    const file = await files.upload(name, content);
    const { url } = (await user.post(`/files/${file.id}/content-link`)).body.data;
    const { headers } = await test.anonymous.get(url.replace('/api/v1', ''));
    expect(headers['content-type']).toBe(type);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
    expect(headers['content-security-policy']).not.toMatch(/script|allow-/);
  });

  it('is not unpacked when it unpacks to gigabytes', async () => {
    const bomb = await files.upload('bomb.xlsx', zipBomb(2 * 1024 ** 3));
    const preview = (await user.get(`/files/${bomb.id}/preview`)).body.data;
    expect(preview).toMatchObject({ kind: 'none', reason: expect.stringContaining('2.0 GB') });
    const asked = await user.post(`/files/${bomb.id}/ask`);
    expect(asked.body.error).toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringContaining('bomb.xlsx'),
    });
  });

  it('ends the reading of it when it lies about how much it unpacks to', { timeout: 60_000 }, async () => {
    const liar = await files.upload('liar.xlsx', zipBomb(1_000, 3 * 1024 ** 3));
    const preview = (await user.get(`/files/${liar.id}/preview`)).body.data;
    expect(preview.kind).toBe('none');
    expect(preview.reason).toBeTruthy();
  });
});

describe('a limit', () => {
  it('of one file, of types and of the whole holds, with its own code', async () => {
    const { admin } = test;
    await admin.put('/settings/files', { max_file_bytes: 3 * megabyte, blocked_types: ['exe', 'image/*'] });
    const large = Buffer.alloc(3 * megabyte + 1);
    expect((await files.uploadAll([['large.bin', large]])).body.error.code).toBe('FILE_TOO_LARGE');
    const begun = await user.post('/files/uploads', { name: 'large.bin', size: large.length });
    expect([begun.status, begun.body.error.code]).toEqual([413, 'FILE_TOO_LARGE']);
    expect((await files.uploadAll([['setup.EXE', 'MZ']])).body.error.code).toBe('INVALID_FILE_TYPE');
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');
    expect((await files.uploadAll([['picture.txt', png]])).body.error.code).toBe('INVALID_FILE_TYPE');

    await admin.put('/settings/files', { blocked_types: [], allowed_types: ['csv', 'pdf'] });
    expect((await files.uploadAll([['a.txt', 'a']])).status).toBe(415);
    expect((await files.uploadAll([['a.csv', 'a,b\n']])).status).toBe(200);
    await admin.put('/settings/files', { allowed_types: [] });

    const other = await test.newUser();
    const theirs = createFileClient(test, other);
    await admin.put(`/settings/files/quotas/${other.userId}`, { quota_bytes: 2 * megabyte });
    await theirs.upload('first.bin', randomBytes(megabyte));
    const second = await theirs.uploadAll([['second.bin', randomBytes(megabyte + 1)]]);
    expect([second.status, second.body.error.code]).toEqual([507, 'QUOTA_EXCEEDED']);
    expect(await theirs.usage()).toMatchObject({ used_bytes: megabyte, quota_bytes: 2 * megabyte });
    expect(await theirs.names()).toEqual(['first.bin']);
    expect(await readdir(join(test.config.dataDir, 'files/uploads'))).toEqual([]);
    expect((await user.put('/settings/files', { quota_bytes: 1 })).status).toBe(403);
  });
});

describe('a connection that is cut in mid-upload', () => {
  it('leaves what arrived, and the upload goes on from there', async () => {
    await test.admin.put('/settings/files', { max_file_bytes: 100 * megabyte });
    const base = await test.listen();
    const bytes = randomBytes(20 * megabyte);
    const upload = await files.begin('cut.bin', bytes.length);
    await sendAndCut(`${base}/api/v1/files/uploads/${upload.id}?offset=0`, bytes.subarray(0, 13 * megabyte));
    const received = async () => (await user.get(`/files/uploads/${upload.id}`)).body.data.received;
    await expect.poll(received).toBeGreaterThan(0);
    expect(await received()).toBeLessThanOrEqual(13 * megabyte);
    const wrong = await files.send(upload.id, bytes.length, bytes.subarray(0, 1));
    const offset = wrong.body.error.details.received;
    await files.send(upload.id, offset, bytes.subarray(offset));
    const { body } = await files.finish(upload.id);
    const content = await fetch(`${base}/api/v1/files/${body.data.id}/content`, {
      headers: { authorization: `Bearer ${user.token}` },
    });
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true);
  });

  /** Sends a part of what was announced and hangs up. */
  function sendAndCut(url: string, part: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const request = httpRequest(url, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${user.token}`,
          'content-type': 'application/octet-stream',
          'content-length': String(part.length * 2),
        },
      });
      request.on('error', () => undefined).on('close', resolve);
      request.write(part, () => request.destroy());
    });
  }
});

/** A workbook of one sheet of zeros; its directory says `declared` bytes, `actual` of them come out. */
function zipBomb(declared: number, actual = 1_000): Buffer<ArrayBuffer> {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const packed = actual < 10_000 ? deflateRawSync(Buffer.alloc(actual)) : repeatedDeflate(actual);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(declared >>> 0, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(declared >>> 0, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}

/** Zeros, packed a block at a time so that the test itself stays small. */
function repeatedDeflate(bytes: number): Buffer {
  const block = 16 * megabyte;
  const open = deflateRawSync(Buffer.alloc(block), { finishFlush: 3 });
  return Buffer.concat([
    ...Array.from({ length: Math.ceil(bytes / block) }, () => open),
    deflateRawSync(Buffer.alloc(1)),
  ]);
}
