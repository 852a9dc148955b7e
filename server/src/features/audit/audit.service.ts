import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditVerification } from '@sextant/contract/audit';
import type { Audit } from '../../platform/audit/audit.ts';
import { verifyAudit } from '../../platform/audit/verify-audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { AuditCriteria, AuditEventsRepository, AuditRow } from './audit-events.repository.ts';

const exportPage = 2_000;

/** What people may read of the audit trail. */
export function createAuditService(deps: {
  db: MetadataDatabase;
  key: Buffer;
  events: AuditEventsRepository;
  audit: Audit;
}) {
  const { db, key, events, audit } = deps;
  return {
    /** Newest first. */
    async list(criteria: AuditCriteria, before: number | undefined, limit: number) {
      const rows = await events.older(criteria, before, limit + 1);
      const page = rows.slice(0, limit);
      return { rows: page, next: rows.length > limit ? (page.at(-1)?.number ?? null) : null };
    },

    facets: events.facets,

    /** Everything for administrators, for others what they did themselves. */
    activities(principal: Principal, before: number | undefined, limit: number) {
      return this.list(isAdmin(principal) ? {} : { actorId: principal.userId }, before, limit);
    },

    /** As `activities`, by page. */
    activitiesPage(
      principal: Principal,
      { text, order, limit, offset }: { text?: string; order: 'asc' | 'desc'; limit: number; offset: number },
    ) {
      const criteria = { ...(text && { text }), ...(!isAdmin(principal) && { actorId: principal.userId }) };
      return events.page(criteria, order, limit, offset);
    },

    /** Everything a filter finds, oldest first, page by page. */
    async *all(criteria: AuditCriteria): AsyncGenerator<AuditRow[]> {
      let after = 0;
      for (;;) {
        const rows = await events.newer(criteria, after, exportPage);
        if (rows.length > 0) yield rows;
        if (rows.length < exportPage) return;
        after = rows.at(-1)?.number ?? after;
        await nextTurn();
      }
    },

    recordExport: (principal: Principal, address: string, details: Record<string, unknown>): Promise<void> =>
      audit.record(principal, {
        action: 'audit.exported',
        objectType: 'audit',
        objectId: null,
        details,
        address,
      }),

    /** Reads the whole chain; that it was looked at is a record itself. */
    async verify(principal: Principal): Promise<AuditVerification> {
      const found = await verifyAudit(db, key);
      await audit.record(principal, {
        action: 'audit.verified',
        objectType: 'audit',
        objectId: null,
        details: { is_intact: found.is_intact, checked: found.checked },
      });
      return found;
    },
  };
}

export type AuditService = ReturnType<typeof createAuditService>;

/** What the object of a record was called, as far as the record says. */
export function objectNameOf(row: AuditRow): string | null {
  const details = JSON.parse(row.details) as Record<string, unknown>;
  for (const field of ['name', 'username', 'title', 'file_name', 'table', 'connection']) {
    const value = details[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
