import mime from 'mime';
import type { z } from 'zod';

type Json = z.core.util.JSONType;

export interface ResultFile {
  filename: string;
  content_type: string;
  size: number | null;
  /** Where it is when it is not ours. */
  url: string | null;
  content: Buffer | null;
}

const longestName = 200;
const unknownType = 'application/octet-stream';

/** A file of which the extension gave the bytes, a text, a data URL or an address; null for anything else. */
export function fileOf(data: Json, content: Buffer | null): ResultFile | null {
  const said = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  const address = [data, said.url, said.data, said.file_url].find((one) => typeof one === 'string');
  const type = typeof said.content_type === 'string' ? said.content_type : null;
  if (content) return ours(said.filename, type, content);
  if (typeof address !== 'string') return null;
  const embedded = /^data:([\w.+/-]*)(?:;[\w=.-]+)*(;base64)?,/i.exec(address.slice(0, 500));
  if (embedded) {
    const body = address.slice(embedded[0].length);
    const bytes = embedded[2] ? Buffer.from(body, 'base64') : Buffer.from(decoded(body));
    return ours(said.filename, type ?? embedded[1] ?? null, bytes);
  }
  if (/^https?:\/\//i.test(address)) {
    const named = fileName(said.filename, type);
    return { ...named, size: typeof said.size === 'number' ? said.size : null, url: address, content: null };
  }
  return typeof data === 'string' ? ours('result.txt', 'text/plain; charset=utf-8', Buffer.from(data)) : null;
}

function ours(filename: Json | undefined, type: string | null, content: Buffer): ResultFile {
  return { ...fileName(filename, type), size: content.length, url: null, content };
}

function fileName(given: Json | undefined, type: string | null) {
  const known = type !== null && /^[\w.+-]+\/[\w.+-]+(;\s*[\w-]+=[\w.-]+)*$/.test(type) ? type : null;
  const plain = (typeof given === 'string' ? given : '')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}"]+/gu, '_')
    .slice(-longestName);
  const ending = mime.getExtension((known ?? unknownType).split(';')[0] as string) ?? 'bin';
  const filename = plain === '' || plain === '.' || plain === '..' ? `result.${ending}` : plain;
  return { filename, content_type: known ?? mime.getType(filename) ?? unknownType };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
