import { readNumber } from './numbers.ts';

/** Words that mean one of something oftener than the number. */
const loose = /^(?:one|once|一)$/;

/**
 * A sentence with its numbers in ASCII digits: those of other scripts and widths, and those in words (`fifty-seven`,
 * 五十七, 百分之三). A sign that stands for a number but has no digits, such as ½, becomes the digits 0.5.
 */
export function inDigits(sentence: string): string {
  const text = plainDigits(sentence);
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  let result = '';
  let at = 0;
  while (at < text.length) {
    const read = startsWord(lower, at) ? readNumber(lower, at) : null;
    if (read === null || loose.test(lower.slice(at, read.end))) {
      result += text.charAt(at);
      at += 1;
      continue;
    }
    result += `${read.value}${read.percent ? '%' : ''}`;
    at = read.end;
  }
  return result;
}

/** Not within a word, and not the unit of digits before it; digits are left as they are written. */
function startsWord(text: string, at: number): boolean {
  if (/\d/.test(text.charAt(at))) return false;
  const before = text.charAt(at - 1);
  return /[a-z]/.test(text.charAt(at))
    ? !/[\p{L}\d]/u.test(before)
    : !/[\d.一二三四五六七八九十百千万亿零〇]/.test(before);
}

const digitSets = 0x10;

function plainDigits(sentence: string): string {
  return sentence.replace(/[\p{Nd}\p{No}％．]/gu, (sign) => {
    const plain = sign.normalize('NFKC');
    if (/^[\d%.]+$/.test(plain)) return plain;
    const [over, under] = plain.split('⁄').map(Number);
    if (over !== undefined && under) return String(over / under);
    // The digits of a script begin at a code that ends in 0 or 6.
    const code = sign.codePointAt(0) ?? 0;
    const place = code % digitSets;
    const fromZero = /\p{Nd}/u.test(String.fromCodePoint(code - place));
    return /\p{Nd}/u.test(sign) ? String(fromZero ? place : place - 6) : sign;
  });
}
