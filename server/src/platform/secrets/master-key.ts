import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../db/data-folder.ts';

const keyFormat = /^[0-9a-f]{64}$/;

/** Where the key is kept when the environment gives none, and where a rotation puts the next one. */
function keyPaths(dataDir: string): { current: string; next: string } {
  const current = join(dataDir, 'secret.key');
  return { current, next: `${current}.next` };
}

/** The master key: `SEXTANT_SECRET` when given, else made at first start and kept in the data folder (mode 0600). */
export function loadMasterKey(config: { secret: string | null; dataDir: string }): Buffer {
  if (config.secret !== null) return keyFromSecret(config.secret);
  const { current } = keyPaths(config.dataDir);
  if (!existsSync(current)) makeKey(current);
  return readKey(current);
}

export function keyFromSecret(secret: string): Buffer {
  return deriveKey(Buffer.from(secret, 'utf8'), 'master');
}

/** The key that an interrupted rotation left behind; null when there is none. */
export function loadNextKey(dataDir: string): Buffer | null {
  const { next } = keyPaths(dataDir);
  return existsSync(next) ? readKey(next) : null;
}

/** Writes the next key, durably, before anything is sealed with it. */
export function stageNextKey(dataDir: string, key: Buffer): void {
  writeKey(keyPaths(dataDir).next, key);
}

/** Makes the staged key the current one in one step. */
export function promoteNextKey(dataDir: string): void {
  const { current, next } = keyPaths(dataDir);
  renameSync(next, current);
  syncFolder(dataDir);
}

/** A 32-byte key for one purpose, so that no two uses share a key. */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, 'sextant', purpose, 32));
}

/** Of several processes that start at once on one folder, the first one's key stays. */
function makeKey(path: string): void {
  const own = `${path}.${process.pid}`;
  writeKey(own, randomBytes(32));
  try {
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function writeKey(path: string, key: Buffer): void {
  writeFileSync(`${path}.tmp`, `${key.toString('hex')}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.tmp`, path);
}

function readKey(path: string): Buffer {
  const text = readFileSync(path, 'utf8').trim();
  if (!keyFormat.test(text)) {
    throw new StartError(
      `The key file ${path} is damaged: it must hold 64 hexadecimal digits. Put the file back from a backup. ` +
        'Without it the stored passwords cannot be read; if they may be lost, remove the file and enter them again.',
    );
  }
  return Buffer.from(text, 'hex');
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
