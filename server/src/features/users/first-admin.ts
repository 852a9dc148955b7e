import { randomBytes } from 'node:crypto';
import { AppError } from '../../platform/errors/app-error.ts';
import type { UsersRepository } from './users.repository.ts';
import type { UsersService } from './users.service.ts';

/**
 * Makes the user `admin` when there are no users yet. Returns the password when it was made up here, so that it
 * can be shown once; null when one was given, there was nothing to do or another process was first.
 */
export async function createFirstAdmin(
  deps: { users: UsersRepository; service: UsersService },
  givenPassword: string | null,
): Promise<string | null> {
  if (!(await deps.users.isEmpty())) return null;
  const password = givenPassword ?? randomBytes(12).toString('base64url');
  try {
    await deps.service.create({ username: 'admin', displayName: '管理员', password, role: 'admin' }, null);
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return null;
    throw error;
  }
  return givenPassword === null ? password : null;
}
