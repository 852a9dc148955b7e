import { createHash, type Hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../platform/errors/app-error.ts';
import { isStorageFull } from '../../platform/errors/storage-full.ts';
import type { StagedPiece, Storage } from '../../platform/storage/storage.ts';
import type { UploadRow, UploadsRepository } from './uploads.repository.ts';

/** Acknowledged at a time; twice as much is held in memory for each upload that is being sent. */
const pieceBytes = 8 * 1024 * 1024;
const hashesKept = 500;

/** Takes the bytes of uploads into the store, piece by piece; what was taken stays when the connection is cut. */
export function createUploadReceiver(deps: {
  storage: Storage;
  uploads: UploadsRepository;
  expiry: () => string;
}) {
  const { storage, uploads, expiry } = deps;
  /** Hashes as far as they have come in this process, so that few uploads must be read again for theirs. */
  const hashes = new LRUCache<string, { hash: Hash; length: number }>({ max: hashesKept });
  const receiving = new Map<string, { stop: AbortController; ended: Promise<void> }>();

  async function takeOver(id: string, stop: AbortController): Promise<() => void> {
    for (let other = receiving.get(id); other; other = receiving.get(id)) {
      // A client that comes again has given up its first connection, whether or not that has been noticed here.
      other.stop.abort();
      await other.ended;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    receiving.set(id, { stop, ended: promise });
    return () => {
      receiving.delete(id);
      resolve();
    };
  }

  async function keepPiece(id: string, start: number, chunks: Buffer[], size: number): Promise<void> {
    const key = await storage.writePiece(id, start, chunks);
    const piece = { start, size, key };
    if (!(await uploads.addPiece(id, piece, expiry()))) {
      if (key !== '') await storage.discard(id, [piece]);
      throw movedOn(await uploads.find(id));
    }
    const known = start === 0 ? { hash: createHash('sha256'), length: 0 } : hashes.get(id);
    if (known?.length !== start) return;
    for (const chunk of chunks) known.hash.update(chunk);
    known.length += size;
    hashes.set(id, known);
  }

  /** Reads a body to its end; throws when it is longer than `limit`, or what `limit` throws. */
  async function read(
    id: string,
    start: number,
    body: AsyncIterable<Buffer>,
    limit: (received: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let position = start;
    let chunks: Buffer[] = [];
    let size = 0;
    let keeping: Promise<void> = Promise.resolve();
    // While one piece is written, the next one is read.
    const flush = async () => {
      await keeping;
      if (size === 0) return;
      keeping = keepPiece(id, position, chunks, size);
      keeping.catch(() => undefined);
      position += size;
      chunks = [];
      size = 0;
    };
    try {
      for await (const chunk of body) {
        if (signal.aborted) break;
        limit(position + size + chunk.length);
        chunks.push(chunk);
        size += chunk.length;
        if (size >= pieceBytes) await flush();
      }
    } catch (error) {
      await keeping.catch(() => undefined);
      if (error instanceof AppError || isStorageFull(error)) throw error;
      await flush();
      await keeping;
      throw isCut(error) ? cutOff() : error;
    }
    await flush();
    await keeping;
  }

  return {
    /** Takes a body that begins at `offset`; 409 tells where to go on when that is another place. */
    async receive(
      id: string,
      offset: number,
      body: AsyncIterable<Buffer> & { destroy(): unknown },
      limit: (received: number) => void,
    ): Promise<UploadRow> {
      const stop = new AbortController();
      const end = await takeOver(id, stop);
      stop.signal.addEventListener('abort', () => body.destroy());
      try {
        const before = await uploads.find(id);
        if (!before || before.received !== offset || before.sha256 !== null) throw movedOn(before);
        await read(id, offset, body, limit, stop.signal);
        const after = await uploads.find(id);
        if (!after) throw movedOn(after);
        return after;
      } catch (error) {
        if (isStorageFull(error)) await this.discard(id);
        throw error;
      } finally {
        end();
      }
    },

    /** The hash of all that came. */
    async hash(id: string, pieces: readonly StagedPiece[]): Promise<string> {
      const last = pieces.at(-1);
      const size = last ? last.start + last.size : 0;
      const known = hashes.get(id);
      if (known?.length === size) return known.hash.copy().digest('hex');
      const hash = createHash('sha256');
      if (size > 0) for await (const chunk of storage.readPieces(id, pieces)) hash.update(chunk as Buffer);
      return hash.digest('hex');
    },

    /** Gives an upload up, with what has come of it. */
    async discard(id: string): Promise<void> {
      const pieces = await uploads.pieces(id);
      hashes.delete(id);
      await storage.discard(id, pieces);
      await uploads.remove(id);
    },

    forget: (id: string): void => {
      hashes.delete(id);
    },
  };
}

/** Whether a body ended before its end: the client hung up, or came again on another connection. */
function isCut(error: unknown): boolean {
  const codes = ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR', 'ERR_STREAM_DESTROYED'];
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

function cutOff(): AppError {
  return new AppError('CANCELLED', {
    zh: '连接在上传中断开，已收到的部分已保留，可以接着传',
    en: 'The connection broke in mid-upload; what arrived is kept, go on from there',
  });
}

function movedOn(row: UploadRow | undefined): AppError {
  if (!row) {
    return new AppError('NOT_FOUND', {
      zh: '这次上传已结束、被取消或已过期，请重新上传',
      en: 'This upload has ended, was given up or has expired; start it again',
    });
  }
  return new AppError(
    'CONFLICT',
    {
      zh: `已收到 ${row.received} 字节，请从这个位置接着传`,
      en: `${row.received} bytes have arrived; go on from there`,
    },
    { details: { received: row.received } },
  );
}
