import { AppError, conflict, notFound } from '../../platform/errors/app-error.ts';
import type { FileContents } from './file-contents.ts';
import { numberedName } from './file-name.ts';
import type { FileSpaces, TreeChange } from './file-space.ts';
import type { FileRow, FilesRepository } from './files.repository.ts';

const maxDepth = 32;
const maxCopied = 10_000;

export type OnConflict = 'rename' | 'fail';

/** Where something goes: a folder, or the top of a tree. */
export interface Place {
  ownerId: string;
  parentId: string | null;
}

export interface NewContent {
  name: string;
  size: number;
  sha256: string;
  mediaType: string;
}

/** What changes trees: each operation happens whole or not at all, and a place holds a name once. */
export function createFileTree(deps: { spaces: FileSpaces; contents: FileContents }) {
  const { spaces, contents } = deps;

  /** Deletes for good what is in the trash under an id. */
  async function purge(change: TreeChange, root: FileRow): Promise<void> {
    const rows = [root, ...(await change.files.below(root, { trashed: true }))];
    for (const [sha256, count] of referencesOf(rows)) {
      await contents.release(change.transaction, sha256, count);
    }
    await change.files.remove(root);
    await change.count(root.owner_id, -sizeOf(rows));
  }

  return {
    async addFolder(place: Place, name: string, onConflict: OnConflict, createdBy: string): Promise<FileRow> {
      return spaces.change([place.ownerId], async ({ files }) => {
        const ancestors = await ancestorsAt(files, place);
        return files.insert({
          kind: 'folder',
          owner_id: place.ownerId,
          parent_id: place.parentId,
          ancestors,
          name: await freeName(files, place, name, onConflict),
          size: 0,
          sha256: null,
          media_type: null,
          created_by: createdBy,
        });
      });
    },

    /** A file over a content that is stored; `alongside` happens with it or not at all. */
    async addFile(
      place: Place,
      content: NewContent,
      options: {
        onConflict: OnConflict;
        createdBy: string;
        alongside?: (change: TreeChange) => Promise<void>;
      },
    ): Promise<FileRow> {
      return spaces.change([place.ownerId], async (change) => {
        await options.alongside?.(change);
        const ancestors = await ancestorsAt(change.files, place);
        const name = await freeName(change.files, place, content.name, options.onConflict);
        await change.count(place.ownerId, content.size);
        await contents.refer(change.transaction, content.sha256);
        return change.files.insert({
          kind: 'file',
          owner_id: place.ownerId,
          parent_id: place.parentId,
          ancestors,
          name,
          size: content.size,
          sha256: content.sha256,
          media_type: content.mediaType,
          created_by: options.createdBy,
        });
      });
    },

    /** Moves and renames, also into another owner's tree; a folder never goes into itself. */
    async move(id: string, from: string, to: Place, name: string, onConflict: OnConflict): Promise<FileRow> {
      return spaces.change([from, to.ownerId], async (change) => {
        const row = await requireLiving(change.files, id, from);
        const ancestors = await ancestorsAt(change.files, to, row.kind === 'folder' ? row : undefined);
        const below = row.kind === 'folder' ? await change.files.below(row, { trashed: true }) : [];
        requireDepth(ancestors, below, row);
        const isSame = row.owner_id === to.ownerId && row.parent_id === to.parentId && row.name === name;
        const free = isSame ? name : await freeName(change.files, to, name, onConflict);
        const moved = { name: free, owner_id: to.ownerId, parent_id: to.parentId, ancestors };
        if (row.ancestors !== ancestors || row.owner_id !== to.ownerId) {
          await change.files.replant(row, ancestors, to.ownerId);
        }
        if (from !== to.ownerId) {
          const size = sizeOf([row, ...below]);
          await change.count(from, -size);
          await change.count(to.ownerId, size);
        }
        return change.files.place(row.id, moved);
      });
    },

    /** A copy of a file, or of a folder with what it holds; contents are not copied, only referred to. */
    async copy(id: string, from: string, to: Place, name: string, createdBy: string): Promise<FileRow> {
      return spaces.change([from, to.ownerId], async (change) => {
        const { files } = change;
        const row = await requireLiving(files, id, from);
        const ancestors = await ancestorsAt(files, to);
        const below = row.kind === 'folder' ? await files.below(row) : [];
        if (below.length > maxCopied) throw tooMany(row.name);
        requireDepth(ancestors, below, row);
        await change.count(to.ownerId, sizeOf([row, ...below]));
        const free = await freeName(files, to, name, 'rename');
        for (const [sha256, count] of referencesOf([row, ...below])) {
          await contents.refer(change.transaction, sha256, count);
        }
        const copyOf = (source: FileRow, parentId: string | null, above: string, as: string) => {
          const { kind, size, sha256, media_type } = source;
          const where = { owner_id: to.ownerId, parent_id: parentId, ancestors: above, name: as };
          return files.insert({ kind, size, sha256, media_type, ...where, created_by: createdBy });
        };
        const root = await copyOf(row, to.parentId, ancestors, free);
        const copies = new Map([[row.id, root]]);
        for (const source of below.sort((a, b) => a.ancestors.length - b.ancestors.length)) {
          const parent = copies.get(source.parent_id ?? '');
          if (!parent) continue;
          const copied = await copyOf(source, parent.id, `${parent.ancestors}${parent.id}/`, source.name);
          copies.set(source.id, copied);
        }
        return root;
      });
    },

    async trash(id: string, ownerId: string): Promise<void> {
      await spaces.change([ownerId], async ({ files }) => {
        await files.setTrashed(await requireLiving(files, id, ownerId));
      });
    },

    /** Puts back what was trashed, where it was; at the top when that is gone, with a number when its name is taken. */
    async restore(id: string, ownerId: string): Promise<FileRow> {
      return spaces.change([ownerId], async ({ files }) => {
        const row = await files.find(id);
        if (!row || row.trash_id !== row.id) throw notInTrash(id);
        const parent = row.parent_id === null ? null : await files.find(row.parent_id);
        const isThere = parent?.kind === 'folder' && parent.trashed_at === null;
        const to = { ownerId, parentId: isThere ? parent.id : null };
        const name = await freeName(files, to, row.name, 'rename');
        const ancestors = isThere ? `${parent.ancestors}${parent.id}/` : '/';
        if (row.ancestors !== ancestors) await files.replant(row, ancestors, ownerId);
        await files.setRestored(row.id);
        return files.place(row.id, { name, owner_id: ownerId, parent_id: to.parentId, ancestors });
      });
    },

    /** Deletes for good what was put into the trash; false when it is not there any more. */
    async purge(id: string, ownerId: string): Promise<boolean> {
      return spaces.change([ownerId], async (change) => {
        const row = await change.files.find(id);
        if (!row || row.trash_id !== row.id) return false;
        await purge(change, row);
        return true;
      });
    },
  };
}

export type FileTree = ReturnType<typeof createFileTree>;

async function requireLiving(files: FilesRepository, id: string, ownerId: string): Promise<FileRow> {
  const row = await files.find(id);
  if (row && row.owner_id === ownerId && row.trashed_at === null) return row;
  throw notFound({ zh: '文件', en: 'File' }, id);
}

/** The ancestors of what stands in a place; throws 404 when its folder is gone, 409 when it lies in `moving`. */
async function ancestorsAt(files: FilesRepository, place: Place, moving?: FileRow): Promise<string> {
  if (place.parentId === null) return '/';
  const parent = await files.find(place.parentId);
  if (parent?.kind !== 'folder' || parent.trashed_at !== null || parent.owner_id !== place.ownerId) {
    throw notFound({ zh: '文件夹', en: 'Folder' }, place.parentId);
  }
  const ancestors = `${parent.ancestors}${parent.id}/`;
  if (moving && ancestors.includes(`/${moving.id}/`)) {
    throw conflict('parent_id', {
      zh: `不能把文件夹「${moving.name}」移到它自己里面`,
      en: `The folder "${moving.name}" cannot be moved into itself`,
    });
  }
  if (depthOf(ancestors) > maxDepth) throw tooDeep();
  return ancestors;
}

/** How often rows refer to each content; in one order, so that changes of two trees never wait for each other. */
function referencesOf(rows: readonly FileRow[]): [sha256: string, count: number][] {
  const references = new Map<string, number>();
  for (const { sha256 } of rows) if (sha256) references.set(sha256, (references.get(sha256) ?? 0) + 1);
  return [...references].sort();
}

function depthOf(ancestors: string): number {
  return ancestors.split('/').length - 2;
}

function requireDepth(ancestors: string, below: readonly FileRow[], row: FileRow): void {
  const deepest = Math.max(0, ...below.map((one) => depthOf(one.ancestors) - depthOf(row.ancestors)));
  if (depthOf(ancestors) + deepest > maxDepth) throw tooDeep();
}

async function freeName(
  files: FilesRepository,
  place: Place,
  name: string,
  onConflict: OnConflict,
): Promise<string> {
  if (!(await files.byName(place.ownerId, place.parentId, name))) return name;
  if (onConflict === 'fail') {
    throw conflict('name', {
      zh: `这里已有「${name}」，请换一个名称`,
      en: `There is a "${name}" here already; choose another name`,
    });
  }
  const taken = await files.namesIn(place.ownerId, place.parentId);
  for (let number = 2; ; number += 1) {
    const candidate = numberedName(name, number);
    if (!taken.has(candidate)) return candidate;
  }
}

function sizeOf(rows: readonly FileRow[]): number {
  return rows.reduce((sum, { size }) => sum + size, 0);
}

function tooDeep(): AppError {
  return new AppError('VALIDATION_ERROR', {
    zh: `文件夹最多 ${maxDepth} 层，请放到浅一些的位置`,
    en: `Folders go ${maxDepth} levels deep at most; choose a place further up`,
  });
}

function tooMany(name: string): AppError {
  return new AppError('VALIDATION_ERROR', {
    zh: `「${name}」里的文件超过 ${maxCopied} 个，请分开复制`,
    en: `"${name}" holds more than ${maxCopied} files; copy it in parts`,
  });
}

function notInTrash(id: string): AppError {
  return notFound({ zh: '回收站里的文件', en: 'File in the trash' }, id);
}
