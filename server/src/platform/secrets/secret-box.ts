import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './master-key.ts';

const version = 'v1';

/** Seals and opens secrets; `recordId` binds a sealed text to its record, so it opens nowhere else. */
export interface SecretBox {
  seal(plain: string, recordId: string): string;
  /** Throws when the text was changed, belongs to another record or was sealed with another key. */
  open(sealed: string, recordId: string): string;
}

/** AES-256-GCM under a key derived from the master key. */
export function createSecretBox(masterKey: Buffer): SecretBox {
  const key = deriveKey(masterKey, 'secrets');
  return {
    seal(plain, recordId) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(recordId));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [version, ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64'))].join(
        '.',
      );
    },
    open(sealed, recordId) {
      const [tag, ...parts] = sealed.split('.');
      const [nonce, authTag, body] = parts.map((part) => Buffer.from(part, 'base64'));
      if (tag !== version || !nonce || !authTag || !body) throw new Error('not a sealed secret');
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
        .setAAD(Buffer.from(recordId))
        .setAuthTag(authTag);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}
