const encodings = ['utf-8', 'gb18030'] as const;

/** The beginning of a text in whatever encoding; null when it is no text. `isWhole` when the bytes are all of it. */
export function decodeSample(bytes: Buffer, isWhole: boolean): { text: string; encoding: string } | null {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  for (const encoding of utf16 ? [utf16] : encodings) {
    try {
      // Of a beginning the last character may be cut.
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
      return { text, encoding: encoding.toUpperCase() };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}
