import type { ExtensionConfig } from '@sextant/contract/extensions';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors/app-error.ts';
import type { CallFile } from '../scripts/runtime/script-asks.ts';

export interface MultipartForm {
  fields: ExtensionConfig;
  files: CallFile[];
}

const limits = { fields: 500, fieldSize: 1024 * 1024, files: 20, fileSize: 32 * 1024 * 1024, parts: 520 };
const mostBytes = 64 * 1024 * 1024;
/** As much as a body of JSON may have: fields become parameters, which are kept with the run. */
const mostFieldBytes = 4 * 1024 * 1024;

/** A multipart or plain form with its files in memory; a field that comes several times is a list. */
export async function readForm(request: FastifyRequest): Promise<MultipartForm> {
  const form: MultipartForm = { fields: {}, files: [] };
  if (!request.isMultipart()) return { ...form, fields: (request.body ?? {}) as ExtensionConfig };
  let bytes = 0;
  let fieldBytes = 0;
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      const value = String(part.value ?? '');
      fieldBytes += Buffer.byteLength(part.fieldname) + Buffer.byteLength(value);
      if (fieldBytes > mostFieldBytes) throw tooLong();
      addField(form.fields, part.fieldname, value);
      continue;
    }
    const content = await part.toBuffer();
    bytes += content.length;
    if (bytes > mostBytes) throw tooLarge();
    // A file field that was left empty arrives as a file without name and content.
    if (part.filename === '' || (part.filename === undefined && content.length === 0)) continue;
    form.files.push({
      field: part.fieldname,
      filename: plainName(part.filename ?? 'file'),
      content_type: part.mimetype,
      content,
    });
  }
  return form;
}

function addField(fields: ExtensionConfig, name: string, value: string): void {
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const next = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  Object.defineProperty(fields, name, { value: next, enumerable: true, configurable: true, writable: true });
}

/** Browsers send UTF-8 in a header that is read as Latin-1; folders that a client names do not count. */
function plainName(given: string): string {
  const bytes = Buffer.from(given, 'latin1');
  const decoded = bytes.toString('latin1') === given ? bytes.toString('utf8') : given;
  const name = decoded.includes('\ufffd') ? given : decoded;
  return (
    name
      .replace(/^.*[/\\]/s, '')
      .replace(/[\p{Cc}\p{Surrogate}]+/gu, '_')
      .slice(-255) || 'file'
  );
}

function tooLarge(): AppError {
  const text = { zh: '上传的文件合计超过 64 MB', en: 'The files are more than 64 MB together' };
  return new AppError('PAYLOAD_TOO_LARGE', text);
}

function tooLong(): AppError {
  const most = mostFieldBytes / 1024 / 1024;
  const text = {
    zh: `表单的字段合计超过 ${most} MB，大的内容请作为文件上传`,
    en: `The fields are more than ${most} MB together; send what is large as a file`,
  };
  return new AppError('PAYLOAD_TOO_LARGE', text);
}
