const nothing = new Set(['', '-', '--', '---', '.', 'n/a', 'na', 'nan', 'null', 'none', '—']);
const units: Record<string, number> = { 万: 1e4, 亿: 1e8, 万亿: 1e12 };
const form = /^([+-]?(?:\d[\d,]*)?(?:\.\d+)?(?:e[+-]?\d+)?)\s*(万亿|万|亿|%)?$/i;

/**
 * Reads a number as upstreams write them: `1,234.5`, `1.2万`, `3亿`, `12.3%` (which is 12.3), `-` for none. Gives null
 * where there is none; throws a `TypeError` for what is something else.
 */
export function numberOf(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is not a number`);
  const text = value.trim();
  if (nothing.has(text.toLowerCase())) return null;
  const match = form.exec(text);
  const number = match?.[1] ? Number(match[1].replaceAll(',', '')) : Number.NaN;
  if (!Number.isFinite(number)) throw new TypeError(`"${text.slice(0, 60)}" is not a number`);
  const scaled = number * (units[match?.[2] ?? ''] ?? 1);
  // 1.1亿 is 110000000, not 110000000.00000001.
  return match?.[2] && match[2] !== '%' ? Number(scaled.toPrecision(15)) : scaled;
}
