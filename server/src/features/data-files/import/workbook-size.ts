import { open } from 'node:fs/promises';
import { FileFault, type UploadedFile } from './import-protocol.ts';

const maxBytes = 1024 ** 3;
const endSignature = Buffer.from('PK\u0005\u0006', 'latin1');
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;
const maxDirectoryBytes = 16 * 1024 * 1024;

/** Refuses a workbook that is small as a file and huge once unpacked, before anything of it is unpacked. */
export async function checkWorkbookSize(file: UploadedFile): Promise<void> {
  const directory = await readDirectory(file.path);
  if (directory === null) return;
  let unpacked = 0;
  for (let at = 0; at + entryLength <= directory.length && directory.readUInt32LE(at) === entrySignature; ) {
    unpacked += directory.readUInt32LE(at + 24);
    at +=
      entryLength +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  if (unpacked <= maxBytes) return;
  const gigabytes = (unpacked / 1024 ** 3).toFixed(1);
  throw new FileFault({
    file: file.name,
    text: {
      zh: `「${file.name}」解压后有 ${gigabytes} GB，超过 1 GB 的上限，可能是压缩炸弹；大的数据请用 CSV 或 Parquet`,
      en: `"${file.name}" unpacks to ${gigabytes} GB, over the limit of 1 GB, and may be a zip bomb; use CSV or Parquet for large data`,
    },
  });
}

/** The list of what is packed, which stands at the end; null when there is none to be found. */
async function readDirectory(path: string): Promise<Buffer | null> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, endLength + 0xffff);
    const { buffer: tail } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const at = tail.lastIndexOf(endSignature);
    if (at < 0 || at + endLength > tail.length) return null;
    const [bytes, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (start + bytes > size || bytes > maxDirectoryBytes) return null;
    return (await handle.read(Buffer.alloc(bytes), 0, bytes, start)).buffer;
  } finally {
    await handle.close();
  }
}
