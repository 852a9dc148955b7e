import type { Socket } from 'node:net';

/** Takes the bytes of CopyData messages, as they come. */
interface CopyTarget {
  append(bytes: Buffer, from: number, to: number): void;
  /** The message, a whole line, is complete. */
  endLine(): void;
}

const copyDataCode = 0x64;
const headerBytes = 5;

type Listener = (bytes: Buffer) => void;

/**
 * Takes CopyData messages out of what the server sends and passes everything else on to pg, which would make an
 * object of every row. To be called while the connection is idle; gives what ends it.
 */
export function interceptCopyData(stream: Socket, target: CopyTarget): () => void {
  const [pgListener] = stream.listeners('data') as Listener[];
  if (!pgListener) throw new Error('The connection has nobody who reads it');
  const passOn = (bytes: Buffer) => pgListener.call(stream, bytes);
  const header = Buffer.alloc(headerBytes);
  let headerLength = 0;
  /** Bytes of the current message that are still to come. */
  let missing = 0;
  let copying = false;

  function beginMessage(): void {
    missing = header.readUInt32BE(1) - 4;
    copying = header[0] === copyDataCode;
    headerLength = 0;
    if (!copying) passOn(Buffer.from(header));
    else if (missing === 0) target.endLine();
  }

  function takeHeader(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + headerBytes - headerLength);
    headerLength += bytes.copy(header, headerLength, from, to);
    if (headerLength === headerBytes) beginMessage();
    return to;
  }

  function takeBody(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + missing);
    missing -= to - from;
    if (!copying) passOn(bytes.subarray(from, to));
    else {
      target.append(bytes, from, to);
      if (missing === 0) target.endLine();
    }
    return to;
  }

  function listen(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) at = missing > 0 ? takeBody(bytes, at) : takeHeader(bytes, at);
  }

  stream.removeListener('data', pgListener);
  stream.on('data', listen);
  return () => {
    stream.removeListener('data', listen);
    stream.on('data', pgListener);
  };
}
