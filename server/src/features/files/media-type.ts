import type { FileSettings } from '@sextant/contract/file-settings';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';
import { AppError } from '../../platform/errors/app-error.ts';

/** How much of a file is looked at to know what it is. */
export const headBytes = 64 * 1024;
const unknownType = 'application/octet-stream';
/** Containers of many formats, and what is told of them only by the name. */
const generic = new Set(['application/zip', 'application/x-cfb', 'application/xml', 'application/gzip']);
const textual =
  /^(text\/|application\/(json|xml|yaml|sql|x-sh|javascript|ecmascript|toml|x-ndjson|jsonl))|\+(json|xml)$/;
const ownTypes: Record<string, string> = {
  parquet: 'application/vnd.apache.parquet',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  md: 'text/markdown',
  tsv: 'text/tab-separated-values',
  py: 'text/x-python',
  ts: 'text/x-typescript',
  sql: 'application/sql',
};

/** What a file is: by its first bytes where they tell, else by its name, and never an image by its name alone. */
export interface MediaType {
  mediaType: string;
  /** What its content is called by its ending, when the content tells. */
  contentEnding: string | null;
  contentType: string | null;
}

/** Finds out what a file is from its name and its first bytes. */
export async function findMediaType(name: string, head: Buffer): Promise<MediaType> {
  const byName = typeByName(name);
  const detected = head.length === 0 ? undefined : await fileTypeFromBuffer(head).catch(() => undefined);
  const found = { contentEnding: detected?.ext ?? null, contentType: detected?.mime ?? null };
  if (isSvg(textOf(head))) return { ...found, mediaType: 'image/svg+xml' };
  if (detected && !(generic.has(detected.mime) && byName !== unknownType)) {
    return { ...found, mediaType: detected.mime };
  }
  if (detected) return { ...found, mediaType: byName };
  if (head.length === 0) return { ...found, mediaType: byName };
  if (isText(head)) return { ...found, mediaType: textual.test(byName) ? byName : 'text/plain' };
  return { ...found, mediaType: /^(image|audio|video)\/|pdf$/.test(byName) ? unknownType : byName };
}

export function typeByName(name: string): string {
  const ending = endingOf(name);
  return ownTypes[ending] ?? mime.getType(ending) ?? unknownType;
}

/** Throws 415 when the settings do not take a file of this name; with its content known, of this content. */
export function checkType(
  settings: Pick<FileSettings, 'allowed_types' | 'blocked_types'>,
  name: string,
  content?: MediaType,
): void {
  const named = [endingOf(name), typeByName(name)];
  const contained = content
    ? [content.mediaType, content.contentType, content.contentEnding].filter((one) => one !== null)
    : [];
  const isListed = (list: readonly string[], facts: readonly string[]) =>
    list.some((rule) => facts.some((fact) => fits(rule, fact)));
  const { allowed_types, blocked_types } = settings;
  const isAllowed =
    allowed_types.length === 0 ||
    (isListed(allowed_types, named) &&
      (content === undefined ||
        content.mediaType === typeByName(name) ||
        isListed(allowed_types, contained) ||
        (content.contentType === null && textual.test(content.mediaType))));
  if (isAllowed && !isListed(blocked_types, [...named, ...contained])) return;
  const types = allowed_types.join(', ');
  throw new AppError(
    'INVALID_FILE_TYPE',
    {
      zh: `不接受「${name}」这种类型的文件（${content?.mediaType ?? typeByName(name)}）${types && `；可以上传：${types}`}`,
      en: `Files like "${name}" (${content?.mediaType ?? typeByName(name)}) are not taken${types && `; taken are: ${types}`}`,
    },
    { details: { name, allowed_types, blocked_types } },
  );
}

export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function fits(rule: string, fact: string): boolean {
  const wanted = rule.trim().toLowerCase().replace(/^\./, '');
  if (wanted.endsWith('/*')) return fact.startsWith(wanted.slice(0, -1));
  return wanted === fact;
}

/** What may stand before the element of an SVG file, by how it begins, with how it ends. */
const prologues: [start: string, end: string][] = [
  ['<?xml', '>'],
  ['<!--', '-->'],
  ['<!doctype svg', '>'],
];

/** Whether a text begins as SVG does. Step by step: one pattern for all of it would try every split of many comments. */
function isSvg(text: string): boolean {
  let rest = text.replace(/^\ufeff/, '').toLowerCase();
  for (;;) {
    rest = rest.trimStart();
    const prologue = prologues.find(([start]) => rest.startsWith(start));
    if (!prologue) return /^<svg[\s>]/.test(rest);
    const [start, end] = prologue;
    const at = rest.indexOf(end, start.length);
    if (at < 0) return false;
    rest = rest.slice(at + end.length);
  }
}

function isText(head: Buffer): boolean {
  const isUtf16 =
    head.length > 1 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff));
  if (isUtf16) return true;
  const control = head
    .subarray(0, 8192)
    .filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  return control.length === 0;
}

function textOf(head: Buffer): string {
  return head.subarray(0, 4096).toString('utf8');
}
