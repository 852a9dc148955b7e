import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dispositionOf } from '../../platform/http/content-disposition.ts';
import { Streamed } from '../../platform/http/v1-routes.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { byteRange } from './byte-range.ts';
import type { FileRow } from './files.repository.ts';

/** What browsers show without running anything of it; everything else is only ever downloaded. */
const shown =
  /^(image\/(png|jpeg|gif|webp|avif|bmp|apng|x-icon|vnd\.microsoft\.icon)|audio\/.+|video\/.+|application\/pdf)$/;
/** No script, no request, no form, whatever the file holds. */
const inert = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";
/** The PDF viewers of browsers do not start in a sandbox; they run no script of the page. */
const inertPdf = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

/** Answers with the content of a file, or the range of it that is asked for, so that nothing in it can run. */
export async function sendContent(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  storage: Storage,
  row: FileRow,
  { download }: { download: boolean },
): Promise<Streamed> {
  const sha256 = row.sha256 ?? '';
  const etag = `"${sha256}"`;
  const headers: Record<string, string> = {
    ...presentation(row, download),
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'last-modified': new Date(row.created_at).toUTCString(),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  };
  const empty = () => Readable.from([]);
  if (namesTag(request.headers['if-none-match'], etag)) {
    reply.code(304);
    return new Streamed(empty(), headers);
  }
  const condition = request.headers['if-range'];
  const isSame = condition === undefined || condition === etag || condition === headers['last-modified'];
  const range = isSame ? byteRange(request.headers.range, row.size) : 'whole';
  if (range === 'unsatisfiable') {
    reply.code(416);
    return new Streamed(empty(), {
      ...headers,
      'content-range': `bytes */${row.size}`,
      'content-length': '0',
    });
  }
  const { start, end } = range === 'whole' ? { start: 0, end: row.size - 1 } : range;
  headers['content-length'] = String(end - start + 1);
  if (range !== 'whole') {
    reply.code(206);
    headers['content-range'] = `bytes ${start}-${end}/${row.size}`;
  }
  const hasBody = request.method !== 'HEAD' && row.size > 0;
  return new Streamed(hasBody ? await storage.open(sha256, { start, end }) : empty(), headers);
}

function presentation(row: FileRow, download: boolean): Record<string, string> {
  const type = row.media_type ?? 'application/octet-stream';
  const isSvg = type === 'image/svg+xml';
  const isText = !isSvg && isReadable(type);
  const isInline = !download && (isSvg || isText || shown.test(type));
  return {
    'content-type': isInline && isText ? 'text/plain; charset=utf-8' : type,
    'content-disposition': dispositionOf(isInline ? 'inline' : 'attachment', row.name),
    'content-security-policy': type === 'application/pdf' ? inertPdf : inert,
  };
}

/** Whether it is text that people read, markup and code included. */
export function isReadable(type: string): boolean {
  return /^(text\/.+|application\/(json|xml|sql|yaml|toml|javascript|x-ndjson|x-sh)|.+\+(json|xml))$/.test(
    type,
  );
}

function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));
}
