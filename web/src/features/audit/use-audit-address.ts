import { useListAddress } from '../../lib/use-list-address.ts';
import type { AuditConditions } from './audit-queries.ts';

const names = ['actor', 'action', 'object_type', 'object_id', 'range', 'from', 'to'] as const;

/** What narrows the audit trail, as it stands in the address; the text as it was once typing stopped. */
export function useAuditAddress() {
  const { q, values, show, query } = useListAddress(names);
  const { actor, action, object_type, object_id, range, from, to } = values;
  const conditions: AuditConditions = { q: query.q, actor, action, object_type, object_id };
  return {
    q,
    values,
    show,
    conditions,
    range: { range, from, to },
    isNarrowed: q !== '' || names.some((name) => values[name] !== undefined),
    reset: () => show({ q: '', ...Object.fromEntries(names.map((name) => [name, undefined])) }),
  };
}

export type AuditAddress = ReturnType<typeof useAuditAddress>;

/** The page with what a filter finds. */
export const auditPath = (filter: Record<string, string>) => `/audit?${new URLSearchParams(filter)}`;
