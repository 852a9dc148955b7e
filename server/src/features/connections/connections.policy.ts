import type { Role } from '@sextant/contract/permissions';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { StoredConnection } from './stored-connection.ts';

type Subject = Pick<StoredConnection, 'ownerId' | 'isShared'>;

/** Who may query a connection and see that it exists. */
export function canUse(principal: Principal, connection: Subject): boolean {
  return connection.isShared || canManage(principal, connection);
}

/** Who may change or delete a connection. */
export function canManage(principal: Principal, connection: Pick<Subject, 'ownerId'>): boolean {
  return connection.ownerId === principal.userId || isAdmin(principal);
}

/** Who may let everybody use a connection of theirs. */
export function canShare(role: Role): boolean {
  return role !== 'user';
}
