import { permissionsOfRole, type Role, roleSchema } from '@sextant/contract/permissions';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { ExtensionRow } from './extensions.repository.ts';

type Notify = NotificationsService['notify'];

/** Tells those who may run an extension that it can be run from now on, or no longer. */
export async function tellStatus(notify: Notify, row: ExtensionRow): Promise<void> {
  const notice = noticeOf(row);
  const lowest = roleSchema
    .array()
    .parse(JSON.parse(row.roles))
    .toSorted((left, right) => rank(left) - rank(right))[0];
  if (lowest !== undefined) await notify({ role: lowest }, notice);
  const userIds = JSON.parse(row.user_ids) as string[];
  if (lowest !== 'user' && userIds.length > 0) await notify({ userIds }, notice);
}

const rank = (role: Role): number => permissionsOfRole[role].length;

function noticeOf({ id, name, description, enabled }: ExtensionRow): Parameters<Notify>[1] {
  const title =
    enabled === 1
      ? { zh: `扩展「${name}」可以使用了`, en: `The extension "${name}" can be run now` }
      : { zh: `扩展「${name}」已停用`, en: `The extension "${name}" is disabled` };
  const body = { zh: description, en: description };
  return { kind: 'extension_status', title, body, link: `/extensions/${encodeURIComponent(id)}` };
}
