import type { FileGrant } from '@sextant/contract/files';
import { roleSchema } from '@sextant/contract/permissions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { FileAccessRules } from './file-access.ts';
import type { FilesRepository } from './files.repository.ts';
import type { UserNames } from './present-files.ts';

/** With whom a file or folder is shared; only its owner and administrators see and say so. */
export function createGrantsService(deps: {
  db: MetadataDatabase;
  files: FilesRepository;
  access: FileAccessRules;
  userNames: UserNames;
  notify: NotificationsService['notify'];
  audit: Audit;
}) {
  const { db, files, access, userNames, notify, audit } = deps;

  async function list(principal: Principal, id: string) {
    await access.require(principal, id, 'owner');
    const rows = await files.grantsOn([id]);
    const names = await userNames(
      rows.filter(({ subject }) => subject === 'user').map((row) => row.subject_id),
    );
    return rows.map((row) => ({
      subject: row.subject as FileGrant['subject'],
      subject_id: row.subject === 'everyone' ? null : row.subject_id,
      subject_name: row.subject === 'user' ? (names.get(row.subject_id) ?? null) : null,
      access: row.access === 'write' ? ('write' as const) : ('read' as const),
    }));
  }

  async function check(grants: readonly FileGrant[]): Promise<void> {
    const ids = grants.filter(({ subject }) => subject === 'user').map(({ subject_id }) => subject_id ?? '');
    const known = await userNames(ids);
    for (const [at, { subject, subject_id }] of grants.entries()) {
      const isKnown =
        subject === 'everyone' ||
        (subject === 'role' ? roleSchema.safeParse(subject_id).success : known.has(subject_id ?? ''));
      if (isKnown) continue;
      throw invalid(`grants.${at}.subject_id`, {
        zh: `没有「${subject_id ?? ''}」这个${subject === 'role' ? '角色' : '用户'}`,
        en: `There is no ${subject} "${subject_id ?? ''}"`,
      });
    }
  }

  return {
    list,

    /** Replaces all grants on a file or folder; tells users who come to have one. */
    async set(principal: Principal, id: string, grants: readonly FileGrant[]) {
      const { row } = await access.require(principal, id, 'owner');
      await check(grants);
      const before = new Set((await files.grantsOn([id])).map(({ subject_id }) => subject_id));
      const rows = new Map(
        grants.map(({ subject, subject_id, access: allowed }) => {
          const key = subject === 'everyone' ? '' : (subject_id ?? '');
          return [`${subject} ${key}`, { file_id: id, subject, subject_id: key, access: allowed }];
        }),
      );
      await db.transaction().execute(async (transaction) => {
        // Touching the row takes its lock, so that of two sets of grants at once the last one holds, whole.
        await transaction
          .updateTable('files')
          .set((row) => ({ name: row.ref('files.name') }))
          .where('id', '=', id)
          .execute();
        await transaction.deleteFrom('file_grants').where('file_id', '=', id).execute();
        if (rows.size > 0)
          await transaction
            .insertInto('file_grants')
            .values([...rows.values()])
            .execute();
      });
      await audit.record(principal, {
        action: 'file.shared',
        objectType: row.kind,
        objectId: id,
        details: { name: row.name, grants },
      });
      const told = [...rows.values()].filter((one) => one.subject === 'user' && !before.has(one.subject_id));
      if (told.length > 0) {
        await notify(
          { userIds: told.map(({ subject_id }) => subject_id) },
          {
            kind: 'grant',
            title: { zh: `与您共享了「${row.name}」`, en: `"${row.name}" was shared with you` },
            body: { zh: `${principal.username} 与您共享`, en: `by ${principal.username}` },
            link: row.kind === 'folder' ? `/files?folder=${id}` : `/files?file=${id}`,
          },
        );
      }
      return list(principal, id);
    },
  };
}

export type GrantsService = ReturnType<typeof createGrantsService>;
