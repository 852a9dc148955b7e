import { z } from 'zod';
import { decodeJson, type Frame, type RowsFrame } from './frames.ts';
import { failed, overLimit, type ScriptError } from './script-error.ts';
import { readOrderSchema } from './script-reads.ts';

/** Below this a frame is parsed at once: nothing that fits into it can hurt. */
const alwaysParsed = 4 * 1024 * 1024;
/** Three times the marks between the values of the largest batch that a host sends. */
const maxMarks = 200_000;
const maxColumns = 2000;
const maxNameLength = 255;
const wholeNumber = /^-?\d{1,5000}$/;
const plainDecimal = /^-?\d{1,1000}(\.\d{1,1000})?$/;
const longestState = 1024 * 1024;

const idSchema = z.object({ id: z.number().int().min(0).max(0xffff_ffff) });
const fetchSchema = idSchema.extend({
  url: z.string(),
  method: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string().nullable(),
});
const failureSchema = z.object({
  message: z.string(),
  line: z.number().nullable(),
  stack: z.string().nullable(),
  row: z.number().optional(),
  column: z.string().optional(),
});
const loadedSchema = z.object({
  collector: z.record(z.string(), z.unknown()).nullable(),
  functions: z.array(z.string()),
  docs: z.record(z.string(), z.string().max(100_000)).default({}),
});
const askSchema = idSchema.extend({
  service: z.enum(['database', 'files']),
  method: z.string().max(100),
  args: z.record(z.string(), z.unknown()),
  blob: z.boolean(),
});
const returnedSchema = z.object({
  value: z.unknown(),
  blob: z.number().int().min(0).max(0xffff_ffff).nullable(),
});
const maxReturned = 8 * 1024 * 1024;

/**
 * What a script's process says, as far as it is true to form: a script can write to the same file descriptor as its
 * host, so nothing that comes from there is taken on trust. All throw a `ScriptError` for a frame that no host sends.
 */
export const readFrame = {
  fetch: (frame: Frame) => read(frame, fetchSchema),
  id: (frame: Frame) => read(frame, idSchema).id,
  failure: (frame: Frame) => read(frame, failureSchema),
  loaded: (frame: Frame) => read(frame, loadedSchema),
  ask: (frame: Frame) => read(frame, askSchema),
  /** A result that is too large is the extension's fault and said so. */
  returned(frame: Frame) {
    const isLarge = frame.payload.length > alwaysParsed;
    if (frame.payload.length > maxReturned || (isLarge && hasTooManyMarks(frame.payload)))
      throw overLimit({ zh: '结果大小（8 MB）', en: 'room for its result (8 MB)' });
    return read(frame, returnedSchema);
  },
  readOrder: (frame: Frame) => read(frame, readOrderSchema),
  /** JSON text. */
  state(frame: Frame): string {
    if (frame.payload.length > longestState)
      throw overLimit({ zh: '状态大小（1 MB）', en: 'room for what it remembers (1 MB)' });
    return JSON.stringify(parse(frame));
  },
  log: (frame: Frame) => read(frame, z.string()),
  /** NaN travels as null. */
  progress: (frame: Frame) => read(frame, z.number().nullable()) ?? 0,
  rows(frame: Frame): RowsFrame {
    const value = parse(frame);
    if (!isRows(value)) throw wrongFrame(frame.kind);
    return value;
  },
};

export function wrongFrame(what: string): ScriptError {
  const message = `The script's process sent something that is no message of its host (${what})`;
  return failed({ message, line: null, stack: null });
}

function read<S extends z.ZodType>(frame: Frame, schema: S): z.infer<S> {
  const parsed = schema.safeParse(parse(frame));
  if (!parsed.success) throw wrongFrame(frame.kind);
  return parsed.data;
}

function parse(frame: Frame): unknown {
  if (frame.payload.length > alwaysParsed && hasTooManyMarks(frame.payload)) throw wrongFrame(frame.kind);
  try {
    return decodeJson<unknown>(frame);
  } catch {
    throw wrongFrame(frame.kind);
  }
}

/** Counts commas and opening brackets outside of texts: millions of small values take far more memory than bytes. */
function hasTooManyMarks(bytes: Buffer): boolean {
  let marks = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) at = endOfText(bytes, at + 1);
    else if (byte === 0x2c || byte === 0x5b || byte === 0x7b) marks += 1;
    if (marks > maxMarks) return true;
  }
  return false;
}

/** The index of the quote that ends a text, an odd number of backslashes before it being part of the text. */
function endOfText(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(0x22, from); end >= 0; end = bytes.indexOf(0x22, end + 1)) {
    let backslashes = 0;
    while (bytes[end - 1 - backslashes] === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return bytes.length;
}

function isRows(value: unknown): value is RowsFrame {
  const { columns, cells } = (value ?? {}) as Partial<Record<keyof RowsFrame, unknown>>;
  if (!Array.isArray(columns) || !Array.isArray(cells) || cells.length !== columns.length) return false;
  if (columns.length === 0 || columns.length > maxColumns || new Set(columns).size < columns.length)
    return false;
  if (!columns.every(isName)) return false;
  const [first] = cells as unknown[][];
  return cells.every((own) => Array.isArray(own) && own.length === first?.length && own.every(isCell));
}

function isName(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= maxNameLength &&
    !name.includes('\0') &&
    name.isWellFormed()
  );
}

function isCell(cell: unknown): boolean {
  if (typeof cell !== 'object') return true;
  if (cell === null) return true;
  const [[key, text] = [], ...more] = Object.entries(cell);
  if (more.length > 0 || typeof text !== 'string') return false;
  if (key === '$decimal') return plainDecimal.test(text);
  return key === '$json' || (key === '$integer' && wholeNumber.test(text));
}
