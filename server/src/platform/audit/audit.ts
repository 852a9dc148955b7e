import type { Principal } from '../auth/principal.ts';
import type { MetadataDatabase } from '../db/open-database.ts';
import { maskSecrets } from '../secrets/mask-secrets.ts';
import { type ChainedFields, chainHash, chainSeal } from './audit-chain.ts';
import { requestAddress } from './request-address.ts';

export interface AuditEvent {
  /** `object.verb` in the past tense of the word table, e.g. `connection.created`. */
  action: string;
  objectType: string;
  objectId: string | null;
  details?: Record<string, unknown>;
  /** The object's fields that changed, before and after. */
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  /** Where no user is known yet; else the address of the request is taken. */
  address?: string | null;
}

/** Who did it: a user, or only a name for what the product does itself and for who did not get in. */
type Actor = Pick<Principal, 'userId' | 'username'> | { username: string };

type UnchainedFields = Omit<ChainedFields, 'sequence'>;

interface Waiting {
  fields: UnchainedFields;
  done: PromiseWithResolvers<void>;
}

const mostAtOnce = 100;

/**
 * Writes who did what; the caller awaits it, so that what was acknowledged is also on record. Records form one chain
 * over all processes, whose end is a row that the database gives to one of them at a time. What waits meanwhile is
 * appended together.
 */
export function createAudit(db: MetadataDatabase, key: Buffer) {
  let waiting: Waiting[] = [];
  let appending = false;

  async function appendWaiting(): Promise<void> {
    if (appending) return;
    appending = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      try {
        await append(batch.map(({ fields }) => fields));
        for (const { done } of batch) done.resolve();
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    appending = false;
  }

  async function append(batch: UnchainedFields[]): Promise<void> {
    await db.transaction().execute(async (transaction) => {
      const end = await transaction
        .updateTable('audit_chain')
        .set((row) => ({ sequence: row('sequence', '+', batch.length) }))
        .where('id', '=', 1)
        .returning(['sequence', 'hash'])
        .executeTakeFirstOrThrow();
      let sequence = end.sequence - batch.length;
      let hash = end.hash;
      const rows = batch.map((fields) => {
        sequence += 1;
        const previousHash = hash;
        hash = chainHash(key, previousHash, { ...fields, sequence });
        return { ...fields, sequence, previous_hash: previousHash, hash };
      });
      await transaction.insertInto('audit_events').values(rows).execute();
      await transaction
        .updateTable('audit_chain')
        .set({ hash, seal: chainSeal(key, sequence, hash) })
        .where('id', '=', 1)
        .execute();
    });
  }

  return {
    async record(actor: Actor, event: AuditEvent): Promise<void> {
      const done = Promise.withResolvers<void>();
      waiting.push({ fields: fieldsOf(actor, event), done });
      void appendWaiting();
      return done.promise;
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;

function fieldsOf(actor: Actor, event: AuditEvent): UnchainedFields {
  const text = (value: Record<string, unknown> | null | undefined) =>
    value ? storable(JSON.stringify(maskSecrets(value))) : null;
  return {
    at: new Date().toISOString(),
    actor_id: 'userId' in actor ? actor.userId : null,
    actor: storable(actor.username),
    action: event.action,
    object_type: event.objectType,
    object_id: event.objectId === null ? null : storable(event.objectId),
    details: text(event.details) ?? '{}',
    before: text(event.before),
    after: text(event.after),
    address: event.address ?? ('userId' in actor ? requestAddress(actor.userId) : null),
  };
}

/** PostgreSQL stores no NUL and no half characters, and what is stored must be what was hashed. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
