import { randomBytes } from 'node:crypto';
import type { UsersRepository } from './users.repository.ts';
import type { UsersService } from './users.service.ts';

/**
 * Makes the user `admin` when there are no users yet. Returns the password when it was made up here, so that it
 * can be shown once; null when one was given or there was nothing to do.
 */
export async function createFirstAdmin(
  deps: { users: UsersRepository; service: UsersService },
  givenPassword: string | null,
): Promise<string | null> {
  if (!(await deps.users.isEmpty())) return null;
  const password = givenPassword ?? randomBytes(12).toString('base64url');
  await deps.service.create({ username: 'admin', displayName: '管理员', password, role: 'admin' }, null);
  return givenPassword === null ? password : null;
}
