import type { Principal } from '../auth/principal.ts';
import type { MetadataDatabase } from '../db/open-database.ts';

export interface AuditEvent {
  /** `verb.object` in the past tense of the word table, e.g. `connection.created`. */
  action: string;
  objectType: string;
  objectId: string | null;
  details?: Record<string, unknown>;
  address?: string | null;
}

/** Writes who did what; the caller awaits it, so that what was acknowledged is also on record. */
export function createAudit(db: MetadataDatabase) {
  return {
    async record(actor: Principal | { username: string }, event: AuditEvent): Promise<void> {
      await db
        .insertInto('audit_events')
        .values({
          at: new Date().toISOString(),
          actor_id: 'userId' in actor ? actor.userId : null,
          actor: actor.username,
          action: event.action,
          object_type: event.objectType,
          object_id: event.objectId,
          details: JSON.stringify(event.details ?? {}),
          address: event.address ?? null,
        })
        .execute();
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
