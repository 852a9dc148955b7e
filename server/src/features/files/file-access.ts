import type { FileAccess } from '@sextant/contract/files';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { forbidden, notFound } from '../../platform/errors/app-error.ts';
import { ancestorIds, type FileRow, type FilesRepository, type GrantRow } from './files.repository.ts';

const thing = { zh: '文件', en: 'File' };
const ranks: Record<FileAccess, number> = { read: 1, write: 2, owner: 3 };

/** Asked when nothing else lets a person read a file, e.g. whether it is attached in a room of theirs. */
export type CanRead = (principal: Principal, fileId: string) => Promise<boolean>;

/** Who may do what with files: owners and administrators everything, others what was granted here or above. */
export function createFileAccess(files: FilesRepository) {
  const hooks: CanRead[] = [];

  /** What each of the rows allows; what is missing may not be seen. */
  async function accessOf(principal: Principal, rows: readonly FileRow[]): Promise<Map<string, FileAccess>> {
    const foreign = rows.filter((row) => row.owner_id !== principal.userId && !isAdmin(principal));
    const ids = new Set(foreign.flatMap((row) => [row.id, ...ancestorIds(row)]));
    const granted = new Map<string, FileAccess>();
    for (const grant of await files.grantsOn([...ids])) {
      if (!appliesTo(grant, principal)) continue;
      const access = grant.access === 'write' ? 'write' : 'read';
      granted.set(grant.file_id, higher(granted.get(grant.file_id), access) ?? access);
    }
    const found = new Map<string, FileAccess>();
    for (const row of rows) {
      const access = foreign.includes(row)
        ? row.trashed_at === null
          ? [row.id, ...ancestorIds(row)].map((id) => granted.get(id)).reduce(higher, undefined)
          : undefined
        : 'owner';
      if (access) found.set(row.id, access);
    }
    return found;
  }

  async function readsThroughHook(principal: Principal, row: FileRow): Promise<boolean> {
    if (row.kind !== 'file' || row.trashed_at !== null) return false;
    for (const canRead of hooks) if (await canRead(principal, row.id)) return true;
    return false;
  }

  async function accessTo(principal: Principal, row: FileRow): Promise<FileAccess | null> {
    const access = (await accessOf(principal, [row])).get(row.id);
    if (access) return access;
    return (await readsThroughHook(principal, row)) ? 'read' : null;
  }

  /** The row when it may be used so; 404 when it may not even be seen, 403 when only less is allowed. */
  async function requireRow(
    principal: Principal,
    row: FileRow | undefined,
    id: string,
    wanted: FileAccess,
  ): Promise<{ row: FileRow; access: FileAccess }> {
    const access = row && (await accessTo(principal, row));
    if (!row || !access) throw notFound(thing, id);
    if (ranks[access] < ranks[wanted]) {
      throw forbidden(
        wanted === 'owner'
          ? { zh: `只有「${row.name}」的所有者可以这样做`, en: `Only the owner of "${row.name}" may do this` }
          : {
              zh: `「${row.name}」只与您共享为只读，请向所有者申请写入权限`,
              en: `"${row.name}" is shared with you for reading only; ask its owner for more`,
            },
      );
    }
    return { row, access };
  }

  return {
    accessOf,
    accessTo,
    require: async (principal: Principal, id: string, wanted: FileAccess) =>
      requireRow(principal, await files.find(id), id, wanted),

    requireByNumber: async (principal: Principal, number: number, wanted: FileAccess) =>
      requireRow(principal, await files.findByNumber(number), String(number), wanted),

    /** Lets another feature open files to people whom nothing else lets read them. */
    addReader(canRead: CanRead): void {
      hooks.push(canRead);
    },
  };
}

export type FileAccessRules = ReturnType<typeof createFileAccess>;

function appliesTo({ subject, subject_id }: GrantRow, { userId, role }: Principal): boolean {
  if (subject === 'everyone') return true;
  return subject === 'user' ? subject_id === userId : subject_id === role;
}

function higher(left: FileAccess | undefined, right: FileAccess | undefined): FileAccess | undefined {
  if (!left || !right) return left ?? right;
  return ranks[left] >= ranks[right] ? left : right;
}
