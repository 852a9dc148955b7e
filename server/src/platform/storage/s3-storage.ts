import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { StartError } from '../db/data-folder.ts';
import type { Egress } from '../egress/egress.ts';
import { AppError } from '../errors/app-error.ts';
import type { S3Address } from './s3-address.ts';
import type { StagedPiece, Storage } from './storage.ts';

const connectMs = 10_000;
const idleMs = 120_000;
const partBytes = 16 * 1024 * 1024;
const partsAtOnce = 2;
const deletesAtOnce = 8;

/** Contents and uploads as objects of a bucket. Throws a `StartError` when the bucket cannot be reached. */
export async function createS3Storage(address: S3Address, egress: Egress): Promise<Storage> {
  const { bucket: Bucket, prefix } = address;
  const client = createClient(address, egress);
  await egress.resolve(address.host, { trusted: true });
  await client.send(new HeadBucketCommand({ Bucket })).catch((cause: Error) => {
    client.destroy();
    throw new StartError(
      `The bucket ${Bucket} on ${address.host}:${address.port} cannot be used: ${cause.name} ${cause.message}. ` +
        'Check SEXTANT_STORAGE_URL, and that the bucket exists and the key may use it.',
      { cause },
    );
  });
  const contentKey = (sha256: string) =>
    `${prefix}contents/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  const pieceKey = (uploadId: string, key: string) => `${prefix}uploads/${uploadId}/${key}`;

  async function read(Key: string, range?: { start: number; end: number }): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
    return Body as Readable;
  }

  async function* piecesOf(uploadId: string, pieces: readonly StagedPiece[]): AsyncGenerator<Buffer> {
    for (const { key } of pieces) yield* await read(pieceKey(uploadId, key));
  }

  async function removeAll(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += deletesAtOnce) {
      const some = keys.slice(at, at + deletesAtOnce);
      await Promise.all(some.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
    }
  }

  const discard = (uploadId: string, pieces: readonly StagedPiece[]) =>
    removeAll(pieces.map(({ key }) => pieceKey(uploadId, key)));

  return {
    kind: 's3',
    freeBytes: async () => null,

    writePiece: (uploadId, start, chunks) =>
      reaching(async () => {
        const key = `${String(start).padStart(16, '0')}-${randomUUID()}`;
        const Body = Buffer.concat(chunks);
        await client.send(new PutObjectCommand({ Bucket, Key: pieceKey(uploadId, key), Body }));
        return key;
      }),

    readPieces: (uploadId, pieces) => Readable.from(piecesOf(uploadId, pieces), { objectMode: false }),

    keep: (uploadId, pieces, sha256) =>
      reaching(async () => {
        const Body = Readable.from(piecesOf(uploadId, pieces), { objectMode: false });
        await new Upload({
          client,
          params: { Bucket, Key: contentKey(sha256), Body },
          partSize: partBytes,
          queueSize: partsAtOnce,
        }).done();
        await discard(uploadId, pieces);
      }),

    discard: (uploadId, pieces) => reaching(() => discard(uploadId, pieces)),

    has: (sha256) =>
      reaching(async () => {
        try {
          await client.send(new HeadObjectCommand({ Bucket, Key: contentKey(sha256) }));
          return true;
        } catch (error) {
          if (isMissing(error)) return false;
          throw error;
        }
      }),

    open: (sha256, range) => reaching(() => read(contentKey(sha256), range)),

    copyTo: (sha256, path) =>
      reaching(async () => {
        await pipeline(await read(contentKey(sha256)), createWriteStream(path, { mode: 0o600 }));
      }),

    remove: (sha256) => reaching(() => removeAll([contentKey(sha256)])),

    async close() {
      client.destroy();
    },
  };
}

function createClient(address: S3Address, egress: Egress): S3Client {
  const { host, port, tls } = address;
  const lookup = createLookup(egress);
  return new S3Client({
    endpoint: `${tls ? 'https' : 'http'}://${host}:${port}`,
    region: address.region,
    forcePathStyle: true,
    credentials: { accessKeyId: address.accessKeyId, secretAccessKey: address.secretAccessKey },
    // Not every compatible store knows the checksums that Amazon added.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: idleMs,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64, lookup }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64, lookup }),
    },
  });
}

/** Names are resolved by the egress policy; who starts the server chose the store, so inside is allowed. */
function createLookup(egress: Egress): LookupFunction {
  return (host, options, done) => {
    egress.resolve(host, { trusted: true }).then(
      (address) => {
        const family = isIP(address);
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
      (error: Error) => done(error, '', 0),
    );
  };
}

function isMissing(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError || (cause as NodeJS.ErrnoException).code === 'ENOSPC') throw cause;
    throw new AppError(
      'UNAVAILABLE',
      {
        zh: '文件存储暂时无法访问，请稍后重试；若持续出现，请管理员检查 SEXTANT_STORAGE_URL 指向的存储',
        en: 'The file store cannot be reached right now; try again, or have an administrator check the store in SEXTANT_STORAGE_URL',
      },
      { cause },
    );
  }
}
