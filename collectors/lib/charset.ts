/**
 * The decoder for an answer: by its byte order mark, else the given charset, else the one that its `content-type` names,
 * else UTF-8, or GB18030 where the first bytes are no UTF-8.
 */
export function decoderFor(answer: Response, first: Uint8Array, charset?: string): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le');
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be');
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return new TextDecoder('utf-8');
  const named = /charset\s*=\s*"?([\w.:-]+)/i.exec(answer.headers.get('content-type') ?? '')?.[1];
  const known = decoderNamed(charset) ?? decoderNamed(named);
  if (known) return known;
  return new TextDecoder(isUtf8(first) ? 'utf-8' : 'gb18030');
}

function decoderNamed(charset: string | undefined): TextDecoder | null {
  if (charset === undefined || charset === '') return null;
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The last character may be cut in two by the end of the piece.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
