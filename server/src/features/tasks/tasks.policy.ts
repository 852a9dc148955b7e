import type { Principal } from '../../platform/auth/principal.ts';

/** Tasks and executions of others are for those who manage the scheduler. */
export function seesAll(principal: Principal): boolean {
  return principal.permissions.has('scheduler:manage') || principal.permissions.has('admin');
}

/** Who may see, run, change and delete what belongs to `ownerId`. */
export function canManage(principal: Principal, ownerId: string | null): boolean {
  return ownerId === principal.userId || seesAll(principal);
}
