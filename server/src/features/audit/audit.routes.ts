import { Readable } from 'node:stream';
import { type AuditEventRecord, type AuditFilter, auditEndpoints } from '@sextant/contract/audit';
import type { FastifyInstance } from 'fastify';
import { downloadHeaders } from '../../platform/http/download-headers.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { AuditService } from './audit.service.ts';
import type { AuditCriteria, AuditRow } from './audit-events.repository.ts';
import { writeAuditCsv, writeAuditJson } from './export-audit.ts';

/** API v1: `/audit`. */
export function registerAuditRoutes(app: FastifyInstance, service: AuditService): void {
  registerV1(app, auditEndpoints, {
    async list({ query }) {
      const { limit, cursor, ...filter } = query;
      const { rows, next } = await service.list(criteriaOf(filter), cursor, limit);
      return { events: rows.map(presentAuditEvent), next_cursor: next };
    },
    async facets() {
      const { actions, objectTypes } = await service.facets();
      return { actions, object_types: objectTypes };
    },
    async export({ query, principal, address }) {
      const { format, ...filter } = query;
      await service.recordExport(principal, address, { format, ...filter });
      const pages = service.all(criteriaOf(filter));
      const text = format === 'csv' ? writeAuditCsv(pages) : writeAuditJson(pages, presentAuditEvent);
      return new Streamed(Readable.from(text), downloadHeaders('sextant-audit', format));
    },
    verify: ({ principal }) => service.verify(principal),
  });
}

function criteriaOf(filter: AuditFilter): AuditCriteria {
  return {
    ...(filter.q && { text: filter.q }),
    ...(filter.actor && { actor: filter.actor }),
    ...(filter.action && { action: filter.action }),
    ...(filter.object_type && { objectType: filter.object_type }),
    ...(filter.object_id && { objectId: filter.object_id }),
    ...(filter.from && { from: new Date(filter.from).toISOString() }),
    ...(filter.to && { to: new Date(filter.to).toISOString() }),
  };
}

function presentAuditEvent(row: AuditRow): AuditEventRecord {
  const parse = (text: string | null) =>
    text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  return {
    id: row.number,
    at: row.at,
    actor_id: row.actor_id,
    actor: row.actor,
    action: row.action,
    object_type: row.object_type,
    object_id: row.object_id,
    details: parse(row.details) ?? {},
    before: parse(row.before),
    after: parse(row.after),
    address: row.address,
    sequence: row.sequence,
    hash: row.hash,
  };
}
