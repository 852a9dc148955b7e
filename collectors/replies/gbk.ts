const bytesOf = new Map<string, number[]>();

function learn(): void {
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) bytesOf.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
    }
  }
}

/** Text in GBK, as Sina and Tencent answer. */
export function gbk(text: string): Uint8Array {
  if (bytesOf.size === 0) learn();
  return Uint8Array.from([...text].flatMap((one) => bytesOf.get(one) ?? [one.codePointAt(0) ?? 0]));
}
