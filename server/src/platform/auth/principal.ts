import type { Permission, Role } from '@sextant/contract/permissions';

/** Who makes a request, as far as rules need to know. */
export interface Principal {
  userId: string;
  username: string;
  role: Role;
  /** What this request may do: the role's permissions, or fewer for an API key. */
  permissions: ReadonlySet<Permission>;
  /** Null for an API key. */
  sessionId: string | null;
  /** The family whose sign-in issued the token. */
  family: string;
}

export function isAdmin(principal: Principal): boolean {
  return principal.permissions.has('admin');
}
