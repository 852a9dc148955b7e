export const units = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const;
export type ByteUnit = keyof typeof units;
export const unitNames = Object.keys(units) as ByteUnit[];

/** The largest unit in which a number of bytes is at least one. */
export function largestUnit(bytes: number): ByteUnit {
  return unitNames.findLast((name) => bytes >= units[name]) ?? 'KiB';
}
