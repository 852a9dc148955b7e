import { dataFileExtensions } from '@sextant/contract/data-files';
import type { FileAccess, FileEntry } from '@sextant/contract/files';
import type { Principal } from '../../platform/auth/principal.ts';
import type { FileAccessRules } from './file-access.ts';
import { ancestorIds, type FileRow, type FilesRepository } from './files.repository.ts';
import { endingOf } from './media-type.ts';
import { previewKind } from './preview-kind.ts';

export type UserNames = (ids: readonly string[]) => Promise<Map<string, string>>;

/** Rows as the API shows them to one person. */
export function createFilePresenter(deps: {
  files: FilesRepository;
  access: FileAccessRules;
  userNames: UserNames;
}) {
  const { files, access, userNames } = deps;

  /** `known` is what is allowed through a folder above, or through another feature. */
  async function present(
    principal: Principal,
    rows: readonly FileRow[],
    known: FileAccess = 'read',
  ): Promise<FileEntry[]> {
    const [allowed, grants, names] = await Promise.all([
      access.accessOf(principal, rows),
      files.grantsOn(rows.map(({ id }) => id)),
      userNames(rows.flatMap(({ owner_id, created_by }) => [owner_id, created_by ?? owner_id])),
    ]);
    const shared = new Set(grants.map(({ file_id }) => file_id));
    return rows.map((row) => ({
      id: row.id,
      number: row.number,
      kind: row.kind === 'folder' ? 'folder' : 'file',
      name: row.name,
      parent_id: row.parent_id,
      owner_id: row.owner_id,
      owner: names.get(row.owner_id) ?? '',
      created_by: names.get(row.created_by ?? '') ?? null,
      size: row.size,
      media_type: row.media_type,
      sha256: row.sha256,
      access: allowed.get(row.id) ?? known,
      is_shared: shared.has(row.id),
      can_preview: row.kind === 'file' && previewKind(row) !== 'none',
      can_ask: row.kind === 'file' && dataFileExtensions.some((ending) => ending === endingOf(row.name)),
      created_at: row.created_at,
      updated_at: row.updated_at,
      trashed_at: row.trashed_at,
    }));
  }

  /** The folders above that the person may see, highest first; with the row itself last when asked for. */
  async function pathsTo(
    principal: Principal,
    rows: readonly FileRow[],
    { withSelf = false } = {},
  ): Promise<Map<string, { id: string; name: string }[]>> {
    const above = await files.findAll([...new Set(rows.flatMap(ancestorIds))]);
    const byId = new Map(above.map((row) => [row.id, row]));
    const allowed = await access.accessOf(principal, above);
    return new Map(
      rows.map((row) => {
        const folders = ancestorIds(row)
          .map((id) => byId.get(id))
          .filter((folder) => folder !== undefined && allowed.has(folder.id))
          .map((folder) => ({ id: folder?.id ?? '', name: folder?.name ?? '' }));
        return [row.id, withSelf ? [...folders, { id: row.id, name: row.name }] : folders];
      }),
    );
  }

  return {
    present,
    pathsTo,
    one: async (principal: Principal, row: FileRow, known?: FileAccess): Promise<FileEntry> => {
      const [entry] = await present(principal, [row], known);
      if (!entry) throw new Error('a row has its entry');
      return entry;
    },
  };
}

export type FilePresenter = ReturnType<typeof createFilePresenter>;
