import { isAdmin, type Principal } from '../../../platform/auth/principal.ts';
import type { SavedQueryRow } from './saved-queries.repository.ts';

type Subject = Pick<SavedQueryRow, 'owner_id' | 'is_shared' | 'connection_id'>;

/** Who may change, share or delete a saved query. */
export function canManage(principal: Principal, query: Pick<Subject, 'owner_id'>): boolean {
  return query.owner_id === principal.userId || isAdmin(principal);
}

/** Who may read a saved query; `usable` holds the connections that they may use. */
export function canRead(principal: Principal, query: Subject, usable: ReadonlySet<string>): boolean {
  if (canManage(principal, query)) return true;
  return query.is_shared === 1 && (query.connection_id === null || usable.has(query.connection_id));
}
