import { createHmac } from 'node:crypto';

/** What of a record its hash covers. */
export interface ChainedFields {
  sequence: number;
  at: string;
  actor_id: string | null;
  actor: string;
  action: string;
  object_type: string;
  object_id: string | null;
  details: string;
  before: string | null;
  after: string | null;
  address: string | null;
}

/**
 * The hash of a record: it covers the record, its place and the hash before it, and needs the installation's key, so
 * that who can write to the table but has not the key cannot make a chain that holds.
 */
export function chainHash(key: Buffer, previousHash: string, fields: ChainedFields): string {
  const covered = [
    fields.sequence,
    previousHash,
    fields.at,
    fields.actor_id,
    fields.actor,
    fields.action,
    fields.object_type,
    fields.object_id,
    fields.details,
    fields.before,
    fields.after,
    fields.address,
  ];
  return createHmac('sha256', key).update(JSON.stringify(covered)).digest('hex');
}

/** Confirms where the chain ends, so that records cut off its end are missed. */
export function chainSeal(key: Buffer, sequence: number, hash: string): string {
  return createHmac('sha256', key).update(`end ${sequence} ${hash}`).digest('hex');
}
