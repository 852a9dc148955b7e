/** A number read at a place of the normalised question. */
export interface NumberMatch {
  end: number;
  value: number;
  percent: boolean;
  /** A bare four-digit number that may be a year. */
  maybeYear: boolean;
}

/** English number words up to ninety, with dozen, once and twice. */
export const englishNumbers = new Map<string, number>(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    dozen: 12,
    once: 1,
    twice: 2,
  }),
);

const englishScales = new Map<string, number>([
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
]);

const hanDigits = new Map<string, number>([
  ['零', 0],
  ['〇', 0],
  ['一', 1],
  ['二', 2],
  ['两', 2],
  ['三', 3],
  ['四', 4],
  ['五', 5],
  ['六', 6],
  ['七', 7],
  ['八', 8],
  ['九', 9],
]);

const hanScales = new Map<string, number>([
  ['十', 10],
  ['百', 100],
  ['千', 1e3],
  ['万', 1e4],
  ['亿', 1e8],
]);

/** Measure words that stand between a Chinese number and what it counts. */
export const measureWords =
  '个|位|名|家|次|条|张|首|件|单|种|份|台|辆|只|本|篇|款|间|座|部|门|场|笔|项|人|集|支|所|颗|块|元|岁|天|分钟|小时|公里|米|公斤|岁的|美元|万元|段|章|节|趟|班|票|组|类|级|层|页|期|分(?!之|钟)';

const measurePattern = new RegExp(`^(?:${measureWords}|年|月|日|季|周|成|倍)`);

/** Value of a Chinese numeral such as 三百二十 or 十五; null when the characters do not form one. */
export function parseHanNumber(text: string): number | null {
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) {
    return Number([...text].map((character) => hanDigits.get(character)).join(''));
  }
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const character of text) {
    const value = hanDigits.get(character);
    const scale = hanScales.get(character);
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null;
      digit = value;
    } else if (scale === undefined) return null;
    else if (scale >= 1e4) {
      total = (total + section + (digit ?? 0)) * scale;
      section = 0;
      digit = null;
    } else {
      section += (digit ?? 1) * scale;
      digit = null;
    }
  }
  return total + section + (digit ?? 0);
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

const arabicPattern =
  /(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(千万|百万|万|亿|千|%|k\b|m\b|bn\b|million\b|billion\b|thousand\b|hundred\b|percent\b)?/y;
const hanPattern = /[零〇一二两三四五六七八九十百千万亿]+/y;
const wordPattern = /([a-z]+)(?:[\s-]+([a-z]+))?/y;

const suffixScales: Record<string, number> = {
  千万: 1e7,
  百万: 1e6,
  万: 1e4,
  亿: 1e8,
  千: 1e3,
  k: 1e3,
  m: 1e6,
  bn: 1e9,
  million: 1e6,
  billion: 1e9,
  thousand: 1e3,
  hundred: 100,
};

function readArabic(text: string, position: number): NumberMatch | null {
  const found = match(arabicPattern, text, position);
  if (!found) return null;
  const digits = (found[1] ?? '').replaceAll(',', '');
  const suffix = found[3] ?? '';
  const end = position + found[0].trimEnd().length;
  if (/^[a-z_]/.test(text.slice(end, end + 1))) return null;
  const percent = suffix === '%' || suffix === 'percent';
  const value = Number(`${digits}${found[2] ?? ''}`) * (suffixScales[suffix] ?? 1);
  const maybeYear = suffix === '' && !found[2] && /^(19|20)\d\d$/.test(found[1] ?? '');
  return { end, value: Number(value.toPrecision(15)), percent, maybeYear };
}

function readHan(text: string, position: number): NumberMatch | null {
  if (text.startsWith('百分之', position)) {
    const rest = readNumber(text, position + 3);
    return rest ? { ...rest, percent: true } : null;
  }
  const found = match(hanPattern, text, position);
  if (!found) return null;
  const end = position + found[0].length;
  const rest = text.slice(end);
  const counted =
    measurePattern.test(rest) || found[0] === '两' || /^[到至][一二两三四五六七八九十\d]/.test(rest);
  const headed = /[前后]$/.test(text.slice(0, position)) && !/^[年月日天周季]/.test(rest);
  if (found[0].length === 1 && !counted && !headed) return null;
  if (/^[百千万亿]/.test(found[0])) return null;
  const value = parseHanNumber(found[0]);
  return value === null ? null : { end, value, percent: false, maybeYear: false };
}

function readWords(text: string, position: number): NumberMatch | null {
  const found = match(wordPattern, text, position);
  if (!found) return null;
  const first =
    englishNumbers.get(found[1] ?? '') ?? (found[1] === 'a' && englishScales.has(found[2] ?? '') ? 1 : null);
  if (first === null || first === undefined) return null;
  const second = found[2] ?? '';
  const scale = englishScales.get(second);
  const ones = englishNumbers.get(second);
  if (scale)
    return { end: position + found[0].length, value: first * scale, percent: false, maybeYear: false };
  if (ones !== undefined && first >= 20 && ones < 10)
    return { end: position + found[0].length, value: first + ones, percent: false, maybeYear: false };
  return { end: position + (found[1] ?? '').length, value: first, percent: false, maybeYear: false };
}

/** Reads a number that starts at the position of the normalised text: `1.5万`, `20%`, `三百`, `twenty five`, `3k`. */
export function readNumber(text: string, position: number): NumberMatch | null {
  return readArabic(text, position) ?? readHan(text, position) ?? readWords(text, position);
}
