const lineBytes = 16;

/** The bytes of a base64 text; those of the text itself when it is none. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new TextEncoder().encode(base64);
  }
}

/** Offset, sixteen bytes in hexadecimal, and what of them can be printed, line by line. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += lineBytes) {
    const line = [...bytes.subarray(at, at + lineBytes)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const signs = line.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(lineBytes * 3 - 1)}  ${signs}`);
  }
  return lines.join('\n');
}
