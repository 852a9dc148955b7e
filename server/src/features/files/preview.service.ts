import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportedTable } from '@sextant/contract/data-files';
import type { FilePreview } from '@sextant/contract/files';
import type { Language, Text } from '@sextant/contract/text';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import type { DataFilesService } from '../data-files/data-files.service.ts';
import type { FileAccessRules } from './file-access.ts';
import { showBytes } from './file-space.ts';
import type { FileRow } from './files.repository.ts';
import { endingOf } from './media-type.ts';
import { previewKind } from './preview-kind.ts';
import { decodeSample } from './text-sample.ts';

const textBytes = 256 * 1024;
/** Of text formats the beginning is enough; the others can only be read whole. */
const sampleBytes = 2 * 1024 * 1024;
const maxWholeBytes = 64 * 1024 * 1024;
const maxAskBytes = 512 * 1024 * 1024;
const lineFormats = new Set(['csv', 'tsv', 'jsonl', 'ndjson']);

/** What is shown of a file without opening it elsewhere, and data files as tables to ask about. */
export function createPreviewService(deps: {
  storage: Storage;
  access: FileAccessRules;
  dataFiles: Pick<DataFilesService, 'preview' | 'importFile'>;
  /** For files that a program reads, each in a folder of its own. */
  tempDir: string;
}) {
  const { storage, access, dataFiles, tempDir } = deps;

  async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = join(tempDir, `file-${randomUUID()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function beginning(row: FileRow, bytes: number): Promise<Buffer> {
    if (row.size === 0) return Buffer.alloc(0);
    const chunks: Buffer[] = [];
    const stream = await storage.open(row.sha256 ?? '', { start: 0, end: Math.min(bytes, row.size) - 1 });
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async function textPreview(row: FileRow): Promise<Partial<FilePreview> | null> {
    const bytes = await beginning(row, textBytes);
    const decoded = decodeSample(bytes, bytes.length === row.size);
    return decoded && { ...decoded, is_truncated: bytes.length < row.size };
  }

  async function tablePreview(row: FileRow, sheet: string | null, signal: AbortSignal) {
    const isLines = lineFormats.has(endingOf(row.name));
    if (!isLines && row.size > maxWholeBytes) throw tooLargeToShow(row);
    return inFolder(async (folder) => {
      const path = join(folder, randomUUID());
      const isCut = isLines && row.size > sampleBytes;
      if (isCut) await writeFile(path, wholeLines(await beginning(row, sampleBytes)));
      else await storage.copyTo(row.sha256 ?? '', path);
      const preview = await dataFiles.preview({ folder, name: row.name, path, sheet }, signal);
      if (!preview) return null;
      const { hasMore, ...table } = preview;
      return { ...table, has_more: hasMore || isCut };
    });
  }

  async function contentOf(
    row: FileRow,
    kind: FilePreview['kind'],
    sheet: string | null,
    signal: AbortSignal,
  ): Promise<Partial<FilePreview>> {
    if (kind === 'table' && row.size > 0) return { table: await tablePreview(row, sheet, signal) };
    if (kind !== 'text' && kind !== 'markdown' && kind !== 'table') return {};
    const text = await textPreview(row);
    if (text) return kind === 'table' ? { ...text, kind: 'text' } : text;
    throw new AppError('FILE_INVALID', {
      zh: '内容不是可识别的文字，请下载后查看',
      en: 'The content is no text that is known here; download it',
    });
  }

  return {
    /** How to show a file; what cannot be shown has a reason instead. */
    async preview(
      principal: Principal,
      id: string,
      options: { sheet: string | null; language: Language; signal: AbortSignal },
    ): Promise<FilePreview> {
      const row = await requireFile(principal, id);
      const kind = previewKind(row);
      const none = { text: null, encoding: null, is_truncated: false, table: null, reason: null };
      const base = { ...none, kind, media_type: row.media_type ?? 'application/octet-stream' };
      try {
        return { ...base, ...(await contentOf(row, kind, options.sheet, options.signal)) };
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'FILE_INVALID') throw error;
        // A table that cannot be read as one may still be looked at as text.
        const text = lineFormats.has(endingOf(row.name)) ? await textPreview(row) : null;
        const reason = error.text[options.language];
        return text ? { ...base, ...text, kind: 'text', reason } : { ...base, kind: 'none', reason };
      }
    },

    /** Loads a data file into tables of the person's workspace, to ask about. */
    async ask(principal: Principal, id: string, signal: AbortSignal): Promise<ImportedTable[]> {
      const row = await requireFile(principal, id);
      if (row.size > maxAskBytes) throw new AppError('FILE_TOO_LARGE', tooLargeToAsk(row));
      return inFolder(async (folder) => {
        const path = join(folder, randomUUID());
        if (row.size === 0) await writeFile(path, '');
        else await storage.copyTo(row.sha256 ?? '', path);
        return dataFiles.importFile(principal, { folder, name: row.name, path }, signal);
      });
    },
  };

  async function requireFile(principal: Principal, id: string): Promise<FileRow> {
    const { row } = await access.require(principal, id, 'read');
    if (row.kind === 'file') return row;
    throw invalid('id', { zh: `「${row.name}」是文件夹`, en: `"${row.name}" is a folder` });
  }
}

export type PreviewService = ReturnType<typeof createPreviewService>;

/** Without the last line, which may be cut. */
function wholeLines(sample: Buffer): Buffer {
  const end = sample.lastIndexOf(0x0a);
  return end < 0 ? sample : sample.subarray(0, end + 1);
}

function tooLargeToShow(row: FileRow): AppError {
  const [size, most] = [showBytes(row.size), showBytes(maxWholeBytes)];
  return new AppError('FILE_INVALID', {
    zh: `「${row.name}」有 ${size}，超过 ${most} 不预览；可以下载，或打开为表来提问`,
    en: `"${row.name}" has ${size}; above ${most} there is no preview. Download it, or open it as a table to ask about`,
  });
}

function tooLargeToAsk(row: FileRow): Text {
  const most = showBytes(maxAskBytes);
  return {
    zh: `「${row.name}」超过 ${most}，不能打开为表；请拆分后再试`,
    en: `"${row.name}" is over ${most} and cannot be opened as a table; split it`,
  };
}
