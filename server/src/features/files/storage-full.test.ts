import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileClient, type FileClient } from '../../../test/file-client.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

const megabyte = 1024 * 1024;

/** Whether this process may mount a small disk of its own. */
function mount(target: string): boolean {
  mkdirSync(target, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', target]).status === 0;
}

let test: TestApp;
let files: FileClient;
let folder: string;
let isMounted = false;
beforeAll(async () => {
  test = await startTestApp();
  folder = join(test.config.dataDir, 'files');
  isMounted = mount(folder);
  if (isMounted) mkdirSync(join(folder, 'uploads'));
  files = createFileClient(test, await test.newUser());
});
afterAll(async () => {
  if (isMounted) spawnSync('umount', [folder]);
  await test.close();
});

const freeMegabytes = () => {
  const { bavail, bsize } = statfsSync(folder);
  return Math.round((bavail * bsize) / megabyte);
};

it('says that the disk is full before an upload that cannot fit', async ({ skip }) => {
  if (!isMounted) return skip('this process may not mount');
  await expect(files.begin('no-room.bin', 60 * megabyte)).rejects.toThrow('STORAGE_FULL');
});

it('says so in the middle of one, keeps nothing of it, and goes on when there is room', async ({ skip }) => {
  if (!isMounted) return skip('this process may not mount');
  const upload = await files.begin('half.bin', 20 * megabyte);
  const bytes = randomBytes(20 * megabyte);
  expect((await files.send(upload.id, 0, bytes.subarray(0, 9 * megabyte))).status).toBe(200);
  writeFileSync(join(folder, 'filler'), Buffer.alloc(78 * megabyte));
  const full = await files.send(upload.id, 9 * megabyte, bytes.subarray(9 * megabyte));
  expect([full.status, full.body.error.code]).toEqual([507, 'STORAGE_FULL']);
  expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  rmSync(join(folder, 'filler'));
  expect(freeMegabytes()).toBe(90);
  const whole = await files.uploadAll([['whole.bin', Buffer.alloc(megabyte, 1)]]);
  expect(whole.status).toBe(200);
  expect(await files.names()).toEqual(['whole.bin']);
});
