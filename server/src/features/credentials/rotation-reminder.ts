import type { Text } from '@sextant/contract/text';
import { ageDays, isDue } from './credential-age.ts';
import type { CredentialsRepository } from './credentials.repository.ts';

const remindAgainMs = 7 * 86_400_000;

/** Tells people something; the notifications feature does it. */
export type Notify = (
  to: { userIds: string[] },
  note: { kind: string; title: Text; body: Text; link: string | null },
) => Promise<void>;

/** Reminds owners, once a week, of credentials that are older than they wanted them to become. */
export async function remindOfRotation(deps: {
  credentials: CredentialsRepository;
  notify: Notify;
}): Promise<number> {
  const { credentials, notify } = deps;
  const now = Date.now();
  let reminded = 0;
  for (const row of await credentials.list({})) {
    const lately = row.reminded_at !== null && Math.abs(now - Date.parse(row.reminded_at)) < remindAgainMs;
    if (!isDue(row, now) || lately) continue;
    if (!(await credentials.claimReminder(row.id, row.reminded_at))) continue;
    const days = ageDays(row, now);
    await notify(
      { userIds: [row.owner_id] },
      {
        kind: 'credential.rotation',
        title: {
          zh: `凭据「${row.name}」该换密码了`,
          en: `The credential "${row.name}" is due for a new password`,
        },
        body: {
          zh: `这个密码已用了 ${days} 天，计划每 ${row.rotate_after_days} 天更换。先在数据库里改密码，再到这里更新，所有使用它的连接随即生效。`,
          en: `Its password is ${days} days old and was to be changed after ${row.rotate_after_days}. Change it in the database, then here; every connection that uses it follows.`,
        },
        link: `/settings/credentials?q=${encodeURIComponent(row.name)}`,
      },
    );
    reminded += 1;
  }
  return reminded;
}
