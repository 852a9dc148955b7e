import { createReadStream, type ReadStream } from 'node:fs';
import { access, copyFile, type FileHandle, link, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StagedPiece, Storage } from './storage.ts';

/** Contents as files below `folder` (`ab/cd/<sha256>`), uploads as growing files in `uploads` beside them. */
export async function createDiskStorage(folder: string): Promise<Storage> {
  const uploads = join(folder, 'uploads');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  const uploadPath = (id: string) => join(uploads, id);
  const contentPath = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  return {
    kind: 'disk',

    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },

    async writePiece(uploadId, start, chunks) {
      const handle = await openForWriting(uploadPath(uploadId));
      try {
        await writeAll(handle, start, chunks);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      return '';
    },

    readPieces: (uploadId, pieces) => {
      const size = sizeOf(pieces);
      return createReadStream(uploadPath(uploadId), { end: Math.max(0, size - 1), highWaterMark: 1 << 20 });
    },

    async keep(uploadId, pieces, sha256) {
      const target = contentPath(sha256);
      const handle = await openForWriting(uploadPath(uploadId));
      try {
        // What came after the last piece that was acknowledged does not belong to it.
        await handle.truncate(sizeOf(pieces));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(uploadPath(uploadId), target);
      await syncFolder(dirname(target));
    },

    discard: (uploadId) => rm(uploadPath(uploadId), { force: true }),

    has: (sha256) =>
      access(contentPath(sha256)).then(
        () => true,
        () => false,
      ),

    open: (sha256, range) =>
      opened(createReadStream(contentPath(sha256), { ...range, highWaterMark: 1 << 18 })),

    async copyTo(sha256, path) {
      try {
        await link(contentPath(sha256), path);
      } catch {
        await copyFile(contentPath(sha256), path);
      }
    },

    remove: (sha256) => rm(contentPath(sha256), { force: true }),

    close: async () => undefined,
  };
}

function openForWriting(path: string): Promise<FileHandle> {
  return open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return open(path, 'w+', 0o600);
  });
}

/** At most as many buffers as one system call takes. */
const buffersAtOnce = 512;

async function writeAll(handle: FileHandle, start: number, chunks: readonly Buffer[]): Promise<void> {
  let position = start;
  for (let at = 0; at < chunks.length; at += buffersAtOnce) {
    const some = chunks.slice(at, at + buffersAtOnce);
    const size = some.reduce((sum, { length }) => sum + length, 0);
    const { bytesWritten } = await handle.writev(some, position);
    // A disk that is about to be full takes a part; the rest says so.
    if (bytesWritten < size) await writeRest(handle, position, Buffer.concat(some), bytesWritten);
    position += size;
  }
}

async function writeRest(handle: FileHandle, start: number, bytes: Buffer, written: number): Promise<void> {
  for (let done = written; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
    done += bytesWritten;
  }
}

/** Resolves when the file is open, so that one that is missing is an error before anything was answered. */
function opened(stream: ReadStream): Promise<Readable> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('open', () => {
      stream.off('error', reject);
      resolve(stream);
    });
  });
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function sizeOf(pieces: readonly StagedPiece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}
