import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileFault, type UploadedFile } from './import-protocol.ts';

const sampleBytes = 64 * 1024;
/** As many characters beyond ASCII that read well as UTF-8 are no accident. */
const convincing = 10;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Finds a text file's encoding and returns the path of the same text in UTF-8; a `FileFault` names the line. */
export async function toUtf8(
  file: UploadedFile,
  folder: string,
): Promise<{ path: string; encoding: string }> {
  const encoding = await detectEncoding(file);
  if (encoding === 'utf-8') return { path: file.path, encoding: 'UTF-8' };
  const path = `${file.path}.utf8`;
  if (!path.startsWith(folder)) throw new Error('the upload lies outside of its folder');
  await convert(file, encoding, path);
  return { path, encoding: encoding.toUpperCase() };
}

async function detectEncoding(file: UploadedFile): Promise<Encoding> {
  const marked = guessUtf16(await firstBytes(file.path));
  if (marked) return marked;
  let line = 1;
  let beyondAscii = 0;
  const broken = await decodeFile(file.path, 'utf-8', (text, isBroken) => {
    const good = isBroken ? text.slice(0, Math.max(0, text.indexOf('\ufffd'))) : text;
    line += countMatches(good, /\n/g);
    beyondAscii += countMatches(good, /[^\p{ASCII}]/gu);
  });
  if (!broken) return 'utf-8';
  if (beyondAscii < convincing) return 'gb18030';
  throw unreadable(file, line, 'UTF-8');
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** UTF-16 by its mark, or by the zero bytes that ASCII leaves in it. */
function guessUtf16(bytes: Buffer): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const many = bytes.length / 5;
  if (odd > many && even < odd / 10) return 'utf-16le';
  if (even > many && odd < even / 10) return 'utf-16be';
  return null;
}

/** Decodes a file piece by piece; true when it is not in the encoding, with the broken piece handed over last. */
async function decodeFile(
  path: string,
  encoding: Encoding,
  onText: (text: string, isBroken: boolean) => void,
): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let chunk: Buffer = Buffer.alloc(0);
  try {
    for await (chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      onText(decoder.decode(chunk, { stream: true }), false);
    }
    onText(decoder.decode(), false);
    return false;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    onText(new TextDecoder(encoding).decode(chunk), true);
    return true;
  }
}

async function convert(file: UploadedFile, encoding: Encoding, target: string): Promise<void> {
  const output = createWriteStream(target);
  const failed = once(output, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 256 * 1024 })) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      line += countMatches(text, /\n/g);
      if (!output.write(text)) await Promise.race([once(output, 'drain'), failed]);
    }
    output.end(decoder.decode());
    await Promise.race([once(output, 'finish'), failed]);
  } catch (error) {
    output.destroy();
    if (error instanceof TypeError) throw unreadable(file, line, encoding.toUpperCase());
    throw error;
  }
}

function unreadable(file: UploadedFile, line: number, encoding: string): FileFault {
  return new FileFault({
    file: file.name,
    row: line,
    text: {
      zh: `「${file.name}」第 ${line} 行附近有 ${encoding} 无法解码的字节，请另存为 UTF-8 后重试`,
      en: `"${file.name}" holds bytes near line ${line} that are not ${encoding}; save it as UTF-8 and try again`,
    },
  });
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
