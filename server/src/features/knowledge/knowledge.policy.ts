import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { type AppError, forbidden } from '../../platform/errors/app-error.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';

type Subject = Pick<StoredConnection, 'ownerId' | 'isShared'>;

/** Who decides what everybody's questions are read by: administrators, and the owner of a connection nobody else uses. */
export function canExplain(principal: Principal, connection: Subject | null): boolean {
  if (isAdmin(principal)) return true;
  return connection !== null && connection.ownerId === principal.userId && !connection.isShared;
}

/** 403 with the reason unless the principal may explain the connection, or all of them for null. */
export function requireExplainer(
  principal: Principal,
  connection: (Subject & Pick<StoredConnection, 'name'>) | null,
): void {
  if (!canExplain(principal, connection)) throw mayNotExplain(connection);
}

function mayNotExplain(connection: Pick<StoredConnection, 'name'> | null): AppError {
  if (connection === null) {
    return forbidden({
      zh: '全局术语只有管理员可以修改；请改为某个私有连接的术语，或联系管理员',
      en: 'Only administrators may change what holds for all connections; choose a private connection of yours, or ask one',
    });
  }
  return forbidden({
    zh: `连接「${connection.name}」供多人使用，只有管理员可以修改它的知识；请联系管理员`,
    en: `Others use the connection "${connection.name}" too; only administrators may change what is known of it. Ask one`,
  });
}
