import type { AuditEventRecord } from '@sextant/contract/audit';

const namingFields = ['name', 'username', 'title', 'file_name', 'table', 'connection'];

/** What the object of a record was called, as far as the record says. */
export function nameOf({ details, after, before, actor, action }: AuditEventRecord): string | null {
  for (const place of [details, after, before]) {
    for (const field of namingFields) {
      const value = place?.[field];
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return action.startsWith('sign_in.') ? actor : null;
}
