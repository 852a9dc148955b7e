import type { Language } from '@sextant/contract/text';

const steps: Record<Language, readonly (readonly [number, string])[]> = {
  zh: [
    [1e12, '万亿'],
    [1e8, '亿'],
    [1e4, '万'],
  ],
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ],
};

/** A figure for axes and cards: `12.3万`, `4.56亿`, `1.2k`, `3.4M`; three significant digits at most. */
export function compactNumber(value: number, language: Language): string {
  const size = Math.abs(value);
  for (const [step, unit] of steps[language]) {
    if (size >= step) return `${trimmed(value / step)}${unit}`;
  }
  return trimmed(value);
}

function trimmed(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1) return String(Number(value.toPrecision(3)));
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return groupDigits(String(Number(value.toFixed(decimals))));
}

/**
 * Thousands separators for a number as text, digit by digit, so that 64-bit integers and long decimals stay exact.
 * What is not a plain decimal number is returned as it is.
 */
export function groupDigits(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

/** A byte count in binary units: `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}
