import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startS3Server } from '../../../test/s3-server.ts';
import { type MetadataDatabase, openDatabase } from '../../platform/db/open-database.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { openStorage } from '../../platform/storage/open-storage.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { createFileContents, type FileContents } from './file-contents.ts';

const later = () => new Date(Date.now() + 48 * 3_600_000).toISOString();

describeOnBothStores('The contents of files', (metadata) => {
  describe.each(['disk', 's3'] as const)('on %s', (kind) => {
    let dataDir: string;
    let db: MetadataDatabase;
    let storage: Storage;
    let contents: FileContents;
    const closing: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'sextant-contents-'));
      const database = metadata === 'postgresql' ? await createDatabase() : null;
      const s3 = kind === 's3' ? await startS3Server() : null;
      db = (await openDatabase({ dataDir, databaseUrl: database?.url ?? null })).db;
      storage = await openStorage({ address: s3?.address ?? null, dataDir, egress: createEgress('public') });
      contents = createFileContents({ db, kind: metadata, storage });
      closing.push(
        () => storage.close(),
        () => db.destroy(),
        async () => database?.drop(),
        async () => s3?.close(),
        () => rm(dataDir, { recursive: true, force: true }),
      );
    });
    afterAll(async () => {
      for (const close of closing) await close();
    });

    async function store(text: string): Promise<string> {
      const [id, bytes] = [randomUUID(), Buffer.from(text)];
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const key = await storage.writePiece(id, 0, [bytes]);
      await contents.store(id, [{ start: 0, size: bytes.length, key }], sha256, bytes.length);
      return sha256;
    }

    const refer = (sha256: string) =>
      db.transaction().execute((transaction) => contents.refer(transaction, sha256));
    const release = (sha256: string) =>
      db.transaction().execute((transaction) => contents.release(transaction, sha256, 1));

    it('stay while an upload is about to refer to them, and go when nobody does', async () => {
      const sha256 = await store('about to be referred to');
      expect(await contents.sweep()).toBe(0);
      expect(await storage.has(sha256)).toBe(true);
      expect(await contents.sweep(later())).toBe(1);
      expect(await storage.has(sha256)).toBe(false);
    });

    it('stay until the last file has let go', async () => {
      const sha256 = await store('twice');
      await refer(sha256);
      await refer(sha256);
      await release(sha256);
      expect(await contents.sweep(later())).toBe(0);
      await release(sha256);
      expect(await contents.sweep(later())).toBe(1);
      await expect(refer(sha256)).rejects.toThrow(sha256);
    });

    it('are there again when they were stored while they were removed', async () => {
      const text = 'removed and stored at once';
      const sha256 = await store(text);
      // Whichever comes first, the one that was stored last and is wanted now is there in the end.
      await Promise.all([contents.sweep(later()), store(text), contents.sweep(later()), store(text)]);
      await store(text);
      expect(await storage.has(sha256)).toBe(true);
      expect(await contents.sweep()).toBe(0);
      await refer(sha256);
    });

    it('are found again when a process died between removing bytes and their row', async () => {
      const sha256 = await store('half removed');
      await storage.remove(sha256);
      await store('half removed');
      expect(await storage.has(sha256)).toBe(true);
      await storage.remove(sha256);
      expect(await contents.sweep(later())).toBeGreaterThan(0);
      expect((await contents.totals()).count).toBe(1);
    });

    it('are read in ranges', async () => {
      const stream = await storage.open(await store('where it lies'), { start: 6, end: 7 });
      expect(Buffer.concat(await stream.toArray()).toString()).toBe('it');
    });

    it.runIf(kind === 'disk')('lie under their hash, with nothing left beside them', async () => {
      const sha256 = await store('one file');
      const [first, second] = [sha256.slice(0, 2), sha256.slice(2, 4)];
      expect(await readdir(join(dataDir, 'files', first, second))).toEqual([sha256]);
      expect(await readdir(join(dataDir, 'files/uploads'))).toEqual([]);
    });
  });
});
