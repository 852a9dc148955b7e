import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../db/data-folder.ts';

const fileName = 'secret.key';
const keyFormat = /^[0-9a-f]{64}$/;

/** The master key: `SEXTANT_SECRET` when given, else made at first start and kept in the data folder (mode 0600). */
export function loadMasterKey(config: { secret: string | null; dataDir: string }): Buffer {
  if (config.secret !== null) return deriveKey(Buffer.from(config.secret, 'utf8'), 'master');
  const path = join(config.dataDir, fileName);
  if (!existsSync(path)) writeMasterKey(config.dataDir, randomBytes(32));
  const text = readFileSync(path, 'utf8').trim();
  if (!keyFormat.test(text)) {
    throw new StartError(
      `The key file ${path} is damaged: it must hold 64 hexadecimal digits. Put the file back from a backup. ` +
        'Without it the stored passwords cannot be read; if they may be lost, remove the file and enter them again.',
    );
  }
  return Buffer.from(text, 'hex');
}

/** Replaces the key file in one step, so that a crash leaves the old or the new key, never half of one. */
export function writeMasterKey(dataDir: string, key: Buffer): void {
  const path = join(dataDir, fileName);
  writeFileSync(`${path}.new`, `${key.toString('hex')}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** A 32-byte key for one purpose, so that no two uses share a key. */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, 'sextant', purpose, 32));
}
