import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FileSettings } from '@sextant/contract/file-settings';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, notFound } from '../../platform/errors/app-error.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { createKeyedTurns } from '../../platform/turns/keyed-turns.ts';
import type { FileAccessRules } from './file-access.ts';
import type { FileContents } from './file-contents.ts';
import { checkName } from './file-name.ts';
import { type FileSpaces, showBytes } from './file-space.ts';
import type { FileTree, OnConflict, Place } from './file-tree.ts';
import type { FileRow } from './files.repository.ts';
import { checkType, findMediaType, headBytes } from './media-type.ts';
import { createUploadReceiver } from './upload-receiver.ts';
import type { UploadRow, UploadsRepository } from './uploads.repository.ts';

const keptMs = 48 * 3_600_000;
/** What is left free on the disk, so that the rest of the product can go on. */
const reserveBytes = 64 * 1024 * 1024;

export interface NewUpload {
  name: string;
  parentId: string | null;
  /** Null when only the end of the body tells. */
  size: number | null;
  onConflict: OnConflict;
}

/** Uploads from their first byte to the file they become. */
export function createUploadsService(deps: {
  uploads: UploadsRepository;
  storage: Storage;
  contents: FileContents;
  tree: FileTree;
  spaces: FileSpaces;
  access: FileAccessRules;
  settings: () => FileSettings;
  /** A file has come; long uploads are told to their user. */
  onFinished: (principal: Principal, row: FileRow, upload: UploadRow) => Promise<void>;
}) {
  const { uploads, storage, contents, tree, spaces, access, settings, onFinished } = deps;
  const expiry = () => new Date(Date.now() + keptMs).toISOString();
  const receiver = createUploadReceiver({ storage, uploads, expiry });
  const finishing = createKeyedTurns();

  async function placeFor(principal: Principal, parentId: string | null): Promise<Place> {
    if (parentId === null) return { ownerId: principal.userId, parentId: null };
    const { row } = await access.require(principal, parentId, 'write');
    if (row.kind !== 'folder' || row.trashed_at !== null) {
      throw notFound({ zh: '文件夹', en: 'Folder' }, parentId);
    }
    return { ownerId: row.owner_id, parentId };
  }

  async function begin(principal: Principal, input: NewUpload): Promise<UploadRow> {
    const name = checkName(input.name);
    checkType(settings(), name);
    const place = await placeFor(principal, input.parentId);
    requireAllowedSize(settings(), name, input.size ?? 0);
    await spaces.requireRoom(place.ownerId, input.size ?? 0);
    const free = await storage.freeBytes();
    if (free !== null && (input.size ?? 0) > free - reserveBytes) throw storageFull();
    const now = new Date().toISOString();
    return uploads.insert({
      id: randomUUID(),
      user_id: principal.userId,
      owner_id: place.ownerId,
      parent_id: place.parentId,
      name,
      size: input.size,
      received: 0,
      on_conflict: input.onConflict,
      sha256: null,
      created_at: now,
      expires_at: expiry(),
    });
  }

  async function get(principal: Principal, id: string): Promise<UploadRow> {
    const row = await uploads.find(id);
    if (row?.user_id === principal.userId) return row;
    throw notFound({ zh: '上传', en: 'Upload' }, id);
  }

  async function headOf(row: UploadRow, sha256: string): Promise<Buffer> {
    if (row.received === 0) return Buffer.alloc(0);
    const isKept = row.sha256 !== null && (await storage.has(sha256));
    const pieces = await uploads.pieces(row.id);
    const stream = isKept
      ? await storage.open(sha256, { start: 0, end: Math.min(headBytes, row.received) - 1 })
      : storage.readPieces(row.id, pieces);
    return readHead(stream);
  }

  async function complete(principal: Principal, id: string, expected: string | undefined): Promise<FileRow> {
    const row = await get(principal, id);
    if (row.size !== null && row.received !== row.size) throw incomplete(row);
    const pieces = await uploads.pieces(id);
    const sha256 = row.sha256 ?? (await receiver.hash(id, pieces));
    if (expected !== undefined && expected.toLowerCase() !== sha256) {
      await receiver.discard(id);
      throw otherContent(row.name, sha256);
    }
    const found = await findMediaType(row.name, await headOf(row, sha256));
    try {
      checkType(settings(), row.name, found);
    } catch (error) {
      await receiver.discard(id);
      throw error;
    }
    await uploads.seal(id, sha256, expiry());
    await contents.store(id, pieces, sha256, row.received);
    const place = await placeFor(principal, row.parent_id);
    const file = await tree.addFile(
      place,
      { name: row.name, size: row.received, sha256, mediaType: found.mediaType },
      {
        onConflict: row.on_conflict === 'fail' ? 'fail' : 'rename',
        createdBy: principal.userId,
        async alongside({ transaction }) {
          if (!(await uploads.remove(id, transaction))) throw notFound({ zh: '上传', en: 'Upload' }, id);
        },
      },
    );
    receiver.forget(id);
    await onFinished(principal, file, row);
    return file;
  }

  /** Ends an upload once everything came; again after a failure, as often as needed. */
  const finish = (principal: Principal, id: string, expected?: string): Promise<FileRow> =>
    finishing(id, () => complete(principal, id, expected));

  return {
    begin,
    get,
    finish,

    list: (principal: Principal): Promise<UploadRow[]> => uploads.ofUser(principal.userId),

    /** Takes bytes from `offset` on; resolves with how far the upload has come. */
    async send(principal: Principal, id: string, offset: number, body: Readable): Promise<UploadRow> {
      const row = await get(principal, id);
      return receiver.receive(id, offset, body, (received) => {
        if (row.size !== null && received > row.size) throw tooMuch(row);
      });
    },

    async cancel(principal: Principal, id: string): Promise<void> {
      await get(principal, id);
      await receiver.discard(id);
    },

    /** A whole body at once as a file; nothing of it stays when it fails. */
    async save(principal: Principal, input: NewUpload, body: Readable): Promise<FileRow> {
      const row = await begin(principal, input).catch((error: unknown) => {
        body.resume();
        throw error;
      });
      try {
        const { used, quota } = await spaces.usage(row.owner_id);
        await receiver.receive(row.id, 0, body, (received) => {
          requireAllowedSize(settings(), row.name, received);
          if (used + received > quota) throw overQuota(quota - used);
        });
        // A parser of forms ends a part that is too long for it, and says so only here.
        if ((body as { truncated?: boolean }).truncated) throw tooLargeForForm(row.name);
        return await finish(principal, row.id);
      } catch (error) {
        body.resume();
        await receiver.discard(row.id);
        throw error;
      }
    },

    /** Removes what nobody went on with. */
    async sweep(): Promise<number> {
      const stale = await uploads.expired(new Date().toISOString());
      for (const { id } of stale) await receiver.discard(id);
      return stale.length;
    },
  };
}

export type UploadsService = ReturnType<typeof createUploadsService>;

async function readHead(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= headBytes) break;
  }
  stream.destroy();
  return Buffer.concat(chunks).subarray(0, headBytes);
}

function requireAllowedSize({ max_file_bytes }: FileSettings, name: string, size: number): void {
  if (size <= max_file_bytes) return;
  const most = showBytes(max_file_bytes);
  throw new AppError(
    'FILE_TOO_LARGE',
    {
      zh: `「${name}」超过单个文件 ${most} 的上限，请拆分，或请管理员提高上限`,
      en: `"${name}" is over the limit of ${most} for one file; split it, or ask an administrator for more`,
    },
    { details: { name, max_file_bytes } },
  );
}

function tooLargeForForm(name: string): AppError {
  return new AppError('FILE_TOO_LARGE', {
    zh: `「${name}」太大，不能用表单一次上传，请用断点续传`,
    en: `"${name}" is too large for a form; send it as a resumable upload`,
  });
}

function overQuota(left: number): AppError {
  return new AppError('QUOTA_EXCEEDED', {
    zh: `空间不足：还剩 ${showBytes(Math.max(0, left))}。请清理文件或回收站，或请管理员提高配额`,
    en: `Not enough space: ${showBytes(Math.max(0, left))} left. Delete files, empty the trash, or ask an administrator for more`,
  });
}

function incomplete(row: UploadRow): AppError {
  return new AppError(
    'CONFLICT',
    {
      zh: `「${row.name}」还没有传完：已收到 ${row.received} / ${row.size} 字节`,
      en: `"${row.name}" has not arrived yet: ${row.received} of ${row.size} bytes`,
    },
    { details: { received: row.received, size: row.size } },
  );
}

function tooMuch(row: UploadRow): AppError {
  return new AppError(
    'BAD_REQUEST',
    {
      zh: `「${row.name}」说好是 ${row.size} 字节，传来的更多；文件可能在上传时变了，请重新上传`,
      en: `"${row.name}" was to have ${row.size} bytes and more came; it may have changed meanwhile, upload it again`,
    },
    { details: { size: row.size } },
  );
}

function otherContent(name: string, sha256: string): AppError {
  return new AppError(
    'FILE_INVALID',
    {
      zh: `「${name}」收到的内容与校验值不符，没有保存，请重新上传`,
      en: `What came of "${name}" is not what its checksum says; it was not kept, upload it again`,
    },
    { details: { sha256 } },
  );
}

function storageFull(): AppError {
  return new AppError('STORAGE_FULL', {
    zh: '服务器磁盘空间不够放下这个文件，请管理员腾出空间后重试',
    en: 'The disk of the server has no room for this file; ask an administrator to free some space',
  });
}
