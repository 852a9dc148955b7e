/**
 * What a script's process and the server say to each other. A frame is its length (4 bytes, little endian, counting
 * what follows), its kind (1 byte) and JSON in UTF-8; `body` frames carry the fetch id (4 bytes) and raw bytes.
 */
export const frameKinds = {
  // From the server.
  load: 1,
  run: 2,
  abort: 3,
  head: 4,
  body: 5,
  fetched: 6,
  /** Calls one function of an extension; its files came before as blobs. */
  call: 7,
  /** Answers an `ask`. */
  answer: 8,
  /** Rows that the script reads through the server. */
  batch: 9,
  // From the script.
  ready: 16,
  loaded: 17,
  rows: 18,
  progress: 19,
  log: 20,
  fetch: 21,
  unfetch: 22,
  done: 23,
  failed: 24,
  /** Asks for the next piece of a fetched body. */
  pull: 25,
  /** What the called function of an extension gave. */
  returned: 26,
  /** Asks for something that the server keeps for the extension: its database, its user's files. */
  ask: 27,
  /** Asks to read rows through the server, for the next of them, and for no more. */
  read: 28,
  next: 29,
  unread: 30,
  /** What the script keeps from run to run. */
  state: 31,
  // From either: an id (4 bytes) and raw bytes, in as many frames as it takes.
  blob: 32,
} as const;
export type FrameKind = keyof typeof frameKinds;

export interface Frame {
  kind: FrameKind;
  payload: Buffer;
}

/** Rows of one shape, one list of cells per column and all of one length; another shape begins another frame. */
export interface RowsFrame {
  columns: string[];
  cells: unknown[][];
}

/** Why a script failed; `line` counts in the script's own source, `row` in what it yielded, both from 1. */
export interface ScriptFailure {
  message: string;
  line: number | null;
  stack: string | null;
  row?: number;
  column?: string;
}

/** The rows of a frame one by one, for those that are few. */
export function rowsOfFrame({ cells }: RowsFrame): unknown[][] {
  const [first = []] = cells;
  return first.map((_, row) => cells.map((own) => own[row]));
}

const headerBytes = 5;
/** More than any batch of rows that the hosts put into a frame. */
const longestFrame = 96 * 1024 * 1024;

const kindByCode = new Map<number, FrameKind>(
  Object.entries(frameKinds).map(([kind, code]) => [code, kind as FrameKind]),
);

/** The bytes of a frame. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt32LE(payload.length + 1, 0);
  frame.writeUInt8(frameKinds[kind], 4);
  frame.set(payload, headerBytes);
  return frame;
}

export function encodeJson(kind: FrameKind, value: unknown): Buffer {
  return encodeFrame(kind, Buffer.from(JSON.stringify(value)));
}

export function decodeJson<T>(frame: Frame): T {
  return JSON.parse(frame.payload.toString('utf8')) as T;
}

/** Cuts a stream of bytes into frames. Throws a `RangeError` for what cannot be a frame. */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = headerBytes;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.length;
    if (held < wanted) return [];
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts, held);
    const frames: Frame[] = [];
    let at = 0;
    wanted = headerBytes;
    while (bytes.length - at >= headerBytes) {
      const length = bytes.readUInt32LE(at);
      if (length < 1 || length > longestFrame) throw new RangeError(`A frame of ${length} bytes`);
      if (bytes.length - at < 4 + length) {
        wanted = 4 + length;
        break;
      }
      const kind = kindByCode.get(bytes.readUInt8(at + 4));
      if (kind === undefined) throw new RangeError('A frame of an unknown kind');
      frames.push({ kind, payload: bytes.subarray(at + headerBytes, at + 4 + length) });
      at += 4 + length;
    }
    parts = at === bytes.length ? [] : [bytes.subarray(at)];
    held = bytes.length - at;
    return frames;
  };
}
