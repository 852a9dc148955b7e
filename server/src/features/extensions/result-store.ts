import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Cell } from '@sextant/contract/chart';
import { apiPrefix } from '@sextant/contract/endpoint';
import type { ExtensionResult } from '@sextant/contract/extensions';
import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import { notFound } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { Adapted, AdaptedResult } from './adapt-result.ts';
import type { ExtensionResultRow, ExtensionsRepository } from './extensions.repository.ts';

/** A result's content to send: its bytes with what they are. */
export interface ResultContent {
  body: Readable;
  filename: string;
  contentType: string;
}

const ticketMs = 3_600_000;
const ticketPurpose = 'extension-result';
const resultThing = { zh: '运行结果', en: 'Result' };

/** Keeps what runs brought, the bytes of files beside the database, and hands out tickets to look at them. */
export function createResultStore(deps: {
  extensions: ExtensionsRepository;
  secrets: SecretBox;
  folderOf: (extensionId: string) => string;
}) {
  const { extensions, secrets, folderOf } = deps;
  const pathOf = (extensionId: string, executionId: string) =>
    join(folderOf(extensionId), 'results', executionId);

  function addressOf(executionId: string): string {
    const ticket = secrets.seal(`${Date.now() + ticketMs} ${executionId}`, ticketPurpose);
    return `${apiPrefix}/extension-results/${Buffer.from(ticket).toString('base64url')}`;
  }

  function executionOf(ticket: string): string {
    const sealed = Buffer.from(ticket, 'base64url').toString('latin1');
    try {
      const [until = '', executionId = ''] = secrets.open(sealed, ticketPurpose).split(' ');
      if (Number(until) > Date.now()) return executionId;
    } catch {
      // Forged or cut: the same as one that is too old.
    }
    throw notFound(
      { zh: '结果链接已失效或无效，请重新打开；', en: 'Valid result ticket' },
      ticket.slice(0, 12),
    );
  }

  function contentOf(row: ExtensionResultRow): ResultContent {
    const result = JSON.parse(row.result) as AdaptedResult;
    if (result.type !== 'file' || row.has_file === 0) return textOf(result, row.execution_id);
    const { filename, content_type: contentType } = result.data;
    return { body: createReadStream(pathOf(row.extension_id, row.execution_id)), filename, contentType };
  }

  async function rowOf(executionId: string): Promise<ExtensionResultRow> {
    const row = await extensions.result(executionId);
    if (!row) throw notFound(resultThing, executionId);
    return row;
  }

  return {
    async keep(extensionId: string, executionId: string, { result, content }: Adapted): Promise<number> {
      const text = JSON.stringify(result);
      const bytes = Buffer.byteLength(text) + (content?.length ?? 0);
      if (content) {
        await mkdir(join(folderOf(extensionId), 'results'), { recursive: true, mode: 0o700 });
        await writeFile(pathOf(extensionId, executionId), content, { mode: 0o600 });
      }
      await extensions.addResult({
        execution_id: executionId,
        extension_id: extensionId,
        type: result.type,
        bytes,
        result: text.replaceAll('\\u0000', ''),
        has_file: content ? 1 : 0,
        created_at: new Date().toISOString(),
      });
      for (const old of await extensions.prune(extensionId))
        await rm(pathOf(extensionId, old), { force: true });
      return bytes;
    },

    /** A run's result as its reader gets it; null when there is none. */
    async find(executionId: string): Promise<ExtensionResult | null> {
      const row = await extensions.result(executionId);
      if (!row) return null;
      const result = JSON.parse(row.result) as AdaptedResult;
      if (result.type === 'html') return { ...result, url: addressOf(executionId) };
      if (result.type !== 'file') return result;
      return { ...result, data: { ...result.data, url: result.data.url ?? addressOf(executionId) } };
    },

    content: async (executionId: string): Promise<ResultContent> => contentOf(await rowOf(executionId)),

    /** What a ticket opens: a page to show, or a file to save. */
    async open(ticket: string): Promise<ResultContent & { isPage: boolean }> {
      const row = await rowOf(executionOf(ticket));
      return { ...contentOf(row), isPage: row.type === 'html' };
    },
  };
}

export type ResultStore = ReturnType<typeof createResultStore>;

function textOf(result: AdaptedResult, executionId: string): ResultContent {
  const named = (body: string | Buffer, ending: string, contentType: string) => ({
    body: Readable.from([Buffer.from(body)]),
    filename: `${executionId}.${ending}`,
    contentType,
  });
  if (result.type === 'html') return named(result.data, 'html', 'text/html; charset=utf-8');
  if (result.type === 'text') return named(result.data, 'txt', 'text/plain; charset=utf-8');
  if (result.type === 'table') return named(csvOf(result), 'csv', 'text/csv; charset=utf-8');
  const image =
    result.type === 'image' && /^data:(image\/([\w.-]+)[^,;]*);base64,/.exec(result.data.slice(0, 100));
  if (image) {
    const body = Buffer.from(result.data.slice(image[0].length), 'base64');
    return named(body, image[2] as string, image[1] as string);
  }
  return named(JSON.stringify(result.data, null, 2), 'json', 'application/json; charset=utf-8');
}

function csvOf({ columns, data }: Extract<AdaptedResult, { type: 'table' }>): string {
  const described = columns.map((name) => ({ name, type: 'text', kind: 'text' as const }));
  const line = csvLineWriter(described);
  const cell = (value: unknown): Cell =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : ((value ?? null) as Cell);
  return csvHeader(described) + data.map((row) => line(columns.map((name) => cell(row[name])))).join('');
}
