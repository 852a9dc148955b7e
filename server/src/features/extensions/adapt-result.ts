import type { ExtensionResult, ResultType } from '@sextant/contract/extensions';
import type { z } from 'zod';
import { chartOf } from './adapt-chart.ts';
import { fileOf, type ResultFile } from './adapt-file.ts';

type Json = z.core.util.JSONType;
type JsonObject = { [name: string]: Json };
type Of<T extends ResultType> = Extract<ExtensionResult, { type: T }>;
type FileWithoutUrl = Omit<Of<'file'>, 'data'> & {
  data: Omit<Of<'file'>['data'], 'url'> & { url: string | null };
};

/** A result as it is kept: the addresses of its content are made anew for each reader. */
export type AdaptedResult =
  | Of<'text' | 'table' | 'chart' | 'image'>
  | Omit<Of<'html'>, 'url'>
  | FileWithoutUrl;
export interface Adapted {
  result: AdaptedResult;
  /** The bytes of a file. */
  content: Buffer | null;
}

const types = new Set<string>(['html', 'table', 'text', 'file', 'chart', 'image']);
const maxColumns = 500;

/**
 * One of the six shapes for whatever an extension gave. What says its type and holds to it stays; what does not goes by
 * the extension's own `resultType`, and then by what it is: a list is a table, an object a table of keys and values,
 * anything else a text.
 */
export function adaptResult(value: Json, content: Buffer | null, resultType: ResultType | null): Adapted {
  const said = isObject(value) && typeof value.type === 'string' && types.has(value.type) && 'data' in value;
  if (said) {
    const meta = isObject(value.meta) ? value.meta : {};
    return (
      shape(value.type as ResultType, value.data as Json, content, meta) ?? byNature(value.data as Json, meta)
    );
  }
  return (resultType && shape(resultType, value, content, {})) || byNature(value, {});
}

function shape(type: ResultType, data: Json, content: Buffer | null, meta: JsonObject): Adapted | null {
  if (type === 'file') return fileResult(fileOf(data, content), meta);
  const result = resultOf(type, data, meta);
  return result && { result, content: null };
}

function resultOf(type: Exclude<ResultType, 'file'>, data: Json, meta: JsonObject): AdaptedResult | null {
  if (type === 'html') {
    return typeof data === 'string' ? { type, data, meta: withMeta(meta, type, textCounts(data)) } : null;
  }
  if (type === 'text') {
    const text = typeof data === 'string' ? data : JSON.stringify(data, null, 2);
    return { type, data: text, meta: withMeta(meta, type, textCounts(text)) };
  }
  if (type === 'table') return Array.isArray(data) ? tableOf(data, meta) : null;
  if (type === 'image') {
    const image = imageOf(data);
    return image === null ? null : { type, data: image, meta: withMeta(meta, type, {}) };
  }
  const chart = chartOf(data);
  return chart && { type, data: chart, meta: withMeta(meta, type, {}) };
}

function byNature(value: Json, meta: JsonObject): Adapted {
  return { result: naturalResult(value, meta), content: null };
}

function naturalResult(value: Json, meta: JsonObject): AdaptedResult {
  if (Array.isArray(value)) return tableOf(value, meta);
  if (!isObject(value)) {
    const text = value === null ? '' : String(value);
    return { type: 'text', data: text, meta: withMeta(meta, 'text', textCounts(text)) };
  }
  // As the originals' samples answer: rows under `data`, and words about them beside.
  if (Array.isArray(value.data) && value.data.length > 0 && value.data.every(isObject))
    return tableOf(value.data, isObject(value.meta) ? value.meta : meta);
  const rows = Object.entries(value).map(([key, one]) => ({ 键: key, 值: one }));
  return { ...tableOf(rows, meta), meta: withMeta(meta, 'table', { field_count: rows.length }) };
}

function tableOf(list: Json[], meta: JsonObject) {
  const rows = list.map(rowOf);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, maxColumns);
  return {
    type: 'table' as const,
    columns,
    data: rows,
    meta: withMeta(meta, 'table', { item_count: rows.length }),
  };
}

function rowOf(value: Json): JsonObject {
  if (Array.isArray(value)) return Object.fromEntries(value.map((one, at) => [String(at + 1), one]));
  return isObject(value) ? value : { 值: value };
}

function fileResult(file: ResultFile | null, meta: JsonObject): Adapted | null {
  if (!file) return null;
  const { content, ...data } = file;
  return { result: { type: 'file', data, meta: withMeta(meta, 'file', {}) }, content };
}

const pictures: [start: string, type: string][] = [
  ['iVBORw0KGgo', 'png'],
  ['/9j/', 'jpeg'],
  ['R0lGOD', 'gif'],
  ['UklGR', 'webp'],
  ['PHN2Zy', 'svg+xml'],
  ['PD94bWw', 'svg+xml'],
];

/** A data URL of an image, or an address on the web; null for anything else. */
function imageOf(data: Json): string | null {
  if (isObject(data)) {
    const inner = data.url ?? data.data ?? data.image ?? data.base64 ?? data.src;
    return inner === undefined ? null : imageOf(inner);
  }
  if (typeof data !== 'string') return null;
  const text = data.trim();
  if (/^data:image\/[\w.+-]+[;,]/i.test(text) || /^https?:\/\//i.test(text)) return text;
  if (text.startsWith('<svg')) return `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`;
  const type = pictures.find(([start]) => text.startsWith(start))?.[1];
  return type === undefined ? null : `data:image/${type};base64,${text.replace(/\s+/g, '')}`;
}

function textCounts(text: string): JsonObject {
  return { character_count: text.length, line_count: text === '' ? 0 : text.split('\n').length };
}

function withMeta(meta: JsonObject, type: ResultType, counts: JsonObject): JsonObject {
  return { generated_at: new Date().toISOString(), data_type: type, ...counts, ...meta };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
