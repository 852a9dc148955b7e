import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { dataFileExtensions } from '@sextant/contract/data-files';
import { AppError } from '../../platform/errors/app-error.ts';
import type { FileFormat, UploadedFile } from './import/import-protocol.ts';

const formats: Record<(typeof dataFileExtensions)[number], FileFormat> = {
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  parquet: 'parquet',
  xlsx: 'xlsx',
};
const longestName = 200;

export interface ReceivedFiles {
  folder: string;
  files: UploadedFile[];
  discard(): Promise<void>;
}

/**
 * Writes uploads to a new folder under `parent`, under names of our own; the client's names are only shown. Rejects
 * with `BAD_REQUEST`, `FILE_INVALID` or `PAYLOAD_TOO_LARGE`, and leaves nothing behind then.
 */
export async function receiveFiles(
  parts: AsyncIterable<MultipartFile>,
  parent: string,
): Promise<ReceivedFiles> {
  const folder = join(parent, `upload-${randomUUID()}`);
  const discard = () => rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    const files: UploadedFile[] = [];
    for await (const part of parts) files.push(await receive(part, folder));
    if (files.length === 0) throw noFile();
    return { folder, files, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function receive(part: MultipartFile, folder: string): Promise<UploadedFile> {
  const name = shownName(part.filename);
  const format = formatOf(name);
  if (format === null) {
    part.file.resume();
    throw unknownFormat(name);
  }
  const path = join(folder, randomUUID());
  try {
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskFull() : error;
  }
  if (part.file.truncated) throw tooLarge(name);
  await checkContent(path, name, format);
  return { name, path, format };
}

/** Browsers send UTF-8 in a header that is read as Latin-1. Of a long name the middle goes, not the ending. */
function shownName(name: string): string {
  const bytes = Buffer.from(name, 'latin1');
  const isLatin1 = bytes.toString('latin1') === name;
  const decoded = isLatin1 ? bytes.toString('utf8') : name;
  const clean = (decoded.includes('\ufffd') ? name : decoded).replace(/[\p{Cc}\p{Surrogate}]+/gu, '_');
  const ending = extname(clean).slice(0, longestName);
  return clean.slice(0, clean.length - extname(clean).length).slice(0, longestName - ending.length) + ending;
}

/** The format that a name's ending tells; null for none of ours. */
export function formatOf(name: string): FileFormat | null {
  const ending = extname(name).slice(1).toLowerCase();
  return Object.hasOwn(formats, ending) ? formats[ending as keyof typeof formats] : null;
}

const signatures: Partial<Record<FileFormat, string>> = { xlsx: 'PK', parquet: 'PAR1' };

/** Binary formats are known by their first bytes, whatever the name says. */
async function checkContent(path: string, name: string, format: FileFormat): Promise<void> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.subarray(0, bytesRead).toString('latin1');
    const expected = signatures[format];
    const foreign = Object.values(signatures).some((sign) => sign !== expected && start.startsWith(sign));
    const isText = expected === undefined;
    if (
      bytesRead === 0 ||
      (isText ? start !== 'PAR1' && start !== 'PK\u0003\u0004' : start.startsWith(expected) && !foreign)
    ) {
      return;
    }
  } finally {
    await handle.close();
  }
  throw new AppError(
    'FILE_INVALID',
    {
      zh: `「${name}」的内容与扩展名不符，请检查文件`,
      en: `The content of "${name}" is not what its ending says; check the file`,
    },
    { details: { file: name } },
  );
}

export function unknownFormat(name: string): AppError {
  const known = dataFileExtensions.join(', ');
  return new AppError(
    'FILE_INVALID',
    {
      zh: `「${name}」的格式不支持，支持的扩展名：${known}；旧版 Excel（xls）请另存为 xlsx`,
      en: `The format of "${name}" is not supported; known endings: ${known}. Save an old Excel file (xls) as xlsx`,
    },
    { details: { file: name } },
  );
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', { zh: '请求里没有文件', en: 'The request holds no file' });
}

function tooLarge(name: string): AppError {
  return new AppError(
    'PAYLOAD_TOO_LARGE',
    { zh: `「${name}」超过 512 MB`, en: `"${name}" is larger than 512 MB` },
    { details: { file: name } },
  );
}

function diskFull(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '服务器磁盘空间不足，文件没有保存',
    en: 'The disk of the server is full; the file was not kept',
  });
}
