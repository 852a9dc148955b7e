import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileRights } from './file-rights.ts';

test('a file that this process may write makes a writer, and the script quotes its path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-rights-'));
  const file = join(folder, "it's 数据.db");
  try {
    await writeFile(file, '');
    const { grade, reasons, readerScript } = await fileRights(file);
    expect(grade).toBe('writer');
    expect(reasons.map(({ right }) => right)).toEqual([`write ${file}`]);
    expect(readerScript).toContain(String.raw`it'\''s 数据.db'`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file that it may only read makes a reader', async ({ skip }) => {
  if (userInfo().uid === 0) skip('root may write everything');
  const folder = await mkdtemp(join(tmpdir(), 'sextant-rights-'));
  const file = join(folder, 'data.db');
  try {
    await writeFile(file, '');
    await chmod(file, 0o400);
    expect(await fileRights(file)).toMatchObject({ grade: 'reader', reasons: [] });
  } finally {
    await rm(folder, { recursive: true });
  }
});
