import { Readable } from 'node:stream';
import type { FileEntry } from '@sextant/contract/files';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import type { CanRead, FileAccessRules } from './file-access.ts';
import { checkName } from './file-name.ts';
import type { FileTree, OnConflict, Place } from './file-tree.ts';
import type { FileRow, FilesRepository, Listing } from './files.repository.ts';
import type { FilePresenter } from './present-files.ts';
import type { UploadsService } from './uploads.service.ts';

const folderThing = { zh: '文件夹', en: 'Folder' };
const firstShared: Listing = { sort: 'name', order: 'asc', limit: 1_000, offset: 0 };

export interface FilePage {
  entries: FileEntry[];
  total: number;
  has_more: boolean;
}

/** Trees of files: what people see, and how they change it. */
export function createFilesService(deps: {
  files: FilesRepository;
  tree: FileTree;
  access: FileAccessRules;
  uploads: UploadsService;
  presenter: FilePresenter;
  storage: Storage;
  audit: Audit;
  events: EventBus;
}) {
  const { files, tree, access, uploads, presenter, storage, audit, events } = deps;

  async function changed(principal: Principal, action: string, row: FileRow, details = {}): Promise<void> {
    await audit.record(principal, {
      action,
      objectType: row.kind,
      objectId: row.id,
      details: { name: row.name, ...details },
    });
    await events.publish('file.changed', { fileId: row.id, ownerId: row.owner_id, folderId: row.parent_id });
  }

  async function placeOf(principal: Principal, parentId: string | null): Promise<Place> {
    if (parentId === null) return { ownerId: principal.userId, parentId: null };
    const { row } = await access.require(principal, parentId, 'write');
    if (row.kind !== 'folder' || row.trashed_at !== null) throw notFound(folderThing, parentId);
    return { ownerId: row.owner_id, parentId };
  }

  async function page(
    principal: Principal,
    found: { rows: FileRow[]; total: number },
    { limit, offset }: { limit: number; offset: number },
  ): Promise<FilePage> {
    const entries = await presenter.present(principal, found.rows);
    return { entries, total: found.total, has_more: offset + limit < found.total };
  }

  async function createFolder(
    principal: Principal,
    input: { name: string; parentId: string | null; onConflict: OnConflict },
  ): Promise<FileRow> {
    const place = await placeOf(principal, input.parentId);
    const row = await tree.addFolder(place, checkName(input.name), input.onConflict, principal.userId);
    await changed(principal, 'folder.created', row);
    return row;
  }

  async function remove(principal: Principal, id: string): Promise<void> {
    const { row } = await access.require(principal, id, 'write');
    if (row.trashed_at === null) {
      await tree.trash(id, row.owner_id);
      await changed(principal, 'file.trashed', row);
    } else if (row.trash_id === row.id) {
      await tree.purge(id, row.owner_id);
      await changed(principal, 'file.deleted', row);
    } else throw notFound({ zh: '回收站里的文件', en: 'File in the trash' }, id);
  }

  return {
    createFolder,
    remove,
    require: access.require,
    requireByNumber: access.requireByNumber,

    /** Lets another feature open files to people, e.g. what is attached in a room of theirs. */
    addReader: (canRead: CanRead): void => access.addReader(canRead),

    async list(principal: Principal, parentId: string | null, listing: Listing) {
      if (parentId === null) {
        const found = await files.list(principal.userId, null, listing);
        return { ...(await page(principal, found, listing)), folder: null, path: [] };
      }
      const { row } = await access.require(principal, parentId, 'read');
      if (row.kind !== 'folder' || row.trashed_at !== null) throw notFound(folderThing, parentId);
      const paths = await presenter.pathsTo(principal, [row], { withSelf: true });
      return {
        ...(await page(principal, await files.list(row.owner_id, row.id, listing), listing)),
        folder: await presenter.one(principal, row),
        path: paths.get(row.id) ?? [],
      };
    },

    async search(principal: Principal, q: string, range: { limit: number; offset: number }) {
      const shared = await files.sharedWith(principal.userId, principal.role, firstShared);
      const found = await files.search(principal.userId, shared.rows, q, range);
      const paths = await presenter.pathsTo(principal, found.rows);
      const { entries, ...rest } = await page(principal, found, range);
      return { ...rest, entries: entries.map((entry) => ({ ...entry, path: paths.get(entry.id) ?? [] })) };
    },

    shared: async (principal: Principal, listing: Listing): Promise<FilePage> =>
      page(principal, await files.sharedWith(principal.userId, principal.role, listing), listing),

    trash: async (principal: Principal, range: { limit: number; offset: number }): Promise<FilePage> =>
      page(principal, await files.trash(principal.userId, range), range),

    async emptyTrash(principal: Principal): Promise<number> {
      let deleted = 0;
      for (;;) {
        const { rows } = await files.trash(principal.userId, { limit: 100, offset: 0 });
        for (const row of rows) if (await tree.purge(row.id, row.owner_id)) deleted += 1;
        if (rows.length < 100) break;
      }
      await audit.record(principal, {
        action: 'trash.emptied',
        objectType: 'file',
        objectId: null,
        details: { deleted },
      });
      return deleted;
    },

    async get(principal: Principal, id: string) {
      const { row, access: allowed } = await access.require(principal, id, 'read');
      const paths = await presenter.pathsTo(principal, [row]);
      return { ...(await presenter.one(principal, row, allowed)), path: paths.get(row.id) ?? [] };
    },

    /** Renames or moves; into another owner's folder only what is one's own. */
    async update(
      principal: Principal,
      id: string,
      input: { name?: string | undefined; parentId?: string | null | undefined; onConflict: OnConflict },
    ): Promise<FileRow> {
      const { row } = await access.require(principal, id, 'write');
      if (row.trashed_at !== null)
        throw invalid('id', { zh: '请先从回收站还原', en: 'Put it back from the trash first' });
      const isMoved = input.parentId !== undefined && input.parentId !== row.parent_id;
      const to = isMoved
        ? input.parentId === null
          ? { ownerId: row.owner_id, parentId: null }
          : await placeOf(principal, input.parentId ?? null)
        : { ownerId: row.owner_id, parentId: row.parent_id };
      // Whoever only writes in a shared folder may not carry things out of what is shared.
      if (isMoved && (to.ownerId !== row.owner_id || to.parentId === null)) {
        await access.require(principal, id, 'owner');
      }
      const name = input.name === undefined ? row.name : checkName(input.name);
      const moved = await tree.move(id, row.owner_id, to, name, input.onConflict);
      const action = isMoved ? 'file.moved' : 'file.renamed';
      await changed(principal, action, moved, { from: row.name });
      return moved;
    },

    async copy(
      principal: Principal,
      id: string,
      input: { name?: string | undefined; parentId: string | null },
    ) {
      const { row } = await access.require(principal, id, 'read');
      const to = await placeOf(principal, input.parentId);
      const name = checkName(input.name ?? row.name);
      const copied = await tree.copy(id, row.owner_id, to, name, principal.userId);
      await changed(principal, 'file.copied', copied, { from: row.id });
      return copied;
    },

    async restore(principal: Principal, id: string): Promise<FileRow> {
      const { row } = await access.require(principal, id, 'owner');
      const restored = await tree.restore(id, row.owner_id);
      await changed(principal, 'file.restored', restored);
      return restored;
    },

    /** Keeps bytes as a file of a person, for other features; the rules of uploads hold. */
    async saveFile(
      principal: Principal,
      input: {
        name: string;
        parentId?: string | null;
        content: Readable | Uint8Array;
        onConflict?: OnConflict;
      },
    ): Promise<FileRow> {
      const { name, parentId = null, content, onConflict = 'rename' } = input;
      const body = content instanceof Readable ? content : Readable.from(piecesOf(content));
      const size = content instanceof Readable ? null : content.byteLength;
      return uploads.save(principal, { name, parentId, size, onConflict }, body);
    },

    /** A file with its content as a stream, for a person who may read it. */
    async openContent(principal: Principal, id: string): Promise<{ row: FileRow; stream: Readable }> {
      const { row } = await access.require(principal, id, 'read');
      if (row.kind !== 'file') throw notFound({ zh: '文件', en: 'File' }, id);
      const stream = row.size === 0 ? Readable.from([]) : await storage.open(row.sha256 ?? '');
      return { row, stream };
    },

    /** The folder at `/a/b` of the own tree, null for the top; makes what is missing when asked to, else 404. */
    async folderAt(principal: Principal, path: string, { create = false } = {}): Promise<string | null> {
      let parentId: string | null = null;
      for (const name of path.split('/').filter(Boolean)) {
        const found: FileRow | undefined = await files.byName(principal.userId, parentId, name);
        if (found?.kind === 'folder') parentId = found.id;
        else if (create && !found) {
          parentId = (await createFolder(principal, { name, parentId, onConflict: 'fail' })).id;
        } else throw notFound(folderThing, path);
      }
      return parentId;
    },

    /** Files and folders of a place, as rows. */
    rowsIn: (ownerId: string, parentId: string | null, listing: Listing) =>
      files.list(ownerId, parentId, listing),
    pathsTo: presenter.pathsTo,
    present: presenter.one,
  };
}

export type FilesService = ReturnType<typeof createFilesService>;

function* piecesOf(content: Uint8Array): Generator<Buffer> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
}
