import type { CredentialRow } from './credentials.repository.ts';

const dayMs = 86_400_000;

/** Whole days since the secret was set; 0 while the clock stands before that. */
export function ageDays(row: Pick<CredentialRow, 'rotated_at'>, now = Date.now()): number {
  return Math.max(0, Math.floor((now - Date.parse(row.rotated_at)) / dayMs));
}

/** Whether the secret is older than its owner wanted it to become. */
export function isDue(
  row: Pick<CredentialRow, 'rotated_at' | 'rotate_after_days'>,
  now = Date.now(),
): boolean {
  return row.rotate_after_days !== null && ageDays(row, now) >= row.rotate_after_days;
}
