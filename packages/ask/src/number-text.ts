import type { Language } from '@sextant/contract/text';

function plain(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A number for a sentence: thousands separators, large ones in 万/亿 or k/M/B, at most two decimals. */
export function numberText(value: number, language: Language): string {
  const size = Math.abs(value);
  if (language === 'zh') {
    if (size >= 1e8) return `${plain(value / 1e8, 2)}亿`;
    if (size >= 1e5) return `${plain(value / 1e4, 2)}万`;
  } else {
    if (size >= 1e9) return `${plain(value / 1e9, 2)}B`;
    if (size >= 1e6) return `${plain(value / 1e6, 2)}M`;
    if (size >= 1e5) return `${plain(value / 1e3, 1)}k`;
  }
  return plain(value, size > 0 && size < 0.01 ? 4 : 2);
}

/** A fraction as per cent: 0.1234 → 12.3%; with `signed` an increase shows its plus. */
export function percentText(fraction: number, signed = false): string {
  return `${signed && fraction > 0 ? '+' : ''}${plain(fraction * 100, 1)}%`;
}
