import { pipeline, Readable } from 'node:stream';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  name: Buffer;
  crc: number;
  size: number;
  packedSize: number;
  offset: number;
}

/** Sizes follow the data, names are UTF-8. */
const flags = 0x0808;
const deflated = 8;
const version = 20;
/** 1 January 1980: an archive of the same content is the same archive. */
const dosDate = 0x21;
const largest = 0xffff_ffff;

/**
 * Packs entries into a ZIP archive while they are written; compression runs on the thread pool. Throws a
 * `RangeError` for an archive over 4 GB.
 */
export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, size: 0, packedSize: 0, offset };
    const header = localHeader(entry);
    yield header;
    for await (const chunk of deflate(content, entry)) yield chunk;
    yield descriptor(entry);
    offset += header.length + entry.packedSize + 16;
    if (offset > largest || entry.size > largest) throw new RangeError('The archive is larger than 4 GB');
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endRecord(written.length, directory.length, offset);
}

async function* deflate(content: ZipEntry['content'], entry: Written): AsyncGenerator<Uint8Array> {
  async function* measured() {
    for await (const text of content) {
      const chunk = Buffer.from(text);
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      yield chunk;
    }
  }
  const packed = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 });
  pipeline(Readable.from(measured(), { highWaterMark: 2 }), packed, () => undefined);
  for await (const chunk of packed as AsyncIterable<Buffer>) {
    entry.packedSize += chunk.length;
    yield chunk;
  }
}

/** Numbers in little-endian order, each with its width in bytes. */
function fields(...parts: [value: number, width: 2 | 4][]): Buffer {
  const buffer = Buffer.alloc(parts.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of parts) at = buffer.writeUIntLE(value, at, width);
  return buffer;
}

function localHeader({ name }: Written): Buffer {
  const head = fields(
    [0x0403_4b50, 4],
    [version, 2],
    [flags, 2],
    [deflated, 2],
    [0, 2],
    [dosDate, 2],
    [0, 4],
    [0, 4],
    [0, 4],
    [name.length, 2],
    [0, 2],
  );
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packedSize, size }: Written): Buffer {
  return fields([0x0807_4b50, 4], [crc, 4], [packedSize, 4], [size, 4]);
}

function directoryEntry({ name, crc, packedSize, size, offset }: Written): Buffer {
  const head = fields(
    [0x0201_4b50, 4],
    [version, 2],
    [version, 2],
    [flags, 2],
    [deflated, 2],
    [0, 2],
    [dosDate, 2],
    [crc, 4],
    [packedSize, 4],
    [size, 4],
    [name.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [offset, 4],
  );
  return Buffer.concat([head, name]);
}

function endRecord(count: number, directorySize: number, offset: number): Buffer {
  return fields(
    [0x0605_4b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [directorySize, 4],
    [offset, 4],
    [0, 2],
  );
}
