import { LRUCache } from 'lru-cache';
import type { Logger } from '../log/logger.ts';
import type { Audit } from './audit.ts';

const onceEveryMs = 60 * 60_000;

/** An object whose stored secret is opened, and for whom where that is known. */
export interface SecretUse {
  objectType: string;
  objectId: string;
  name: string;
}

/**
 * Records that a stored secret was opened: the first time, and then once an hour while it goes on, for checks of many
 * instances would otherwise bury everything else. Never keeps anybody waiting.
 */
export function createSecretUse(audit: Audit, logger: Logger) {
  const recent = new LRUCache<string, true>({ max: 20_000, ttl: onceEveryMs });
  return (use: SecretUse): void => {
    const key = `${use.objectType} ${use.objectId}`;
    if (recent.has(key)) return;
    recent.set(key, true);
    const { objectType, objectId, name } = use;
    audit
      .record({ username: 'system' }, { action: 'secret.used', objectType, objectId, details: { name } })
      .catch((error: unknown) =>
        logger.error({ module: 'audit', err: error }, 'the use of a secret could not be recorded'),
      );
  };
}

export type RecordSecretUse = ReturnType<typeof createSecretUse>;
