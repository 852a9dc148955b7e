const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const datePattern = /^\d{4}-\d\d-\d\d$/;
const timestampPattern =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))?$/;
const microsecondDigits = 6;

/** A decimal's text as a whole number of its last kept digit; undefined when it is none or has more digits. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const found = decimalPattern.exec(text);
  if (!found) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const shift = scale - fraction.length + Number(exponent);
  const digits = whole + fraction;
  const unsigned = shift >= 0 ? BigInt(digits + '0'.repeat(shift)) : dropZeros(digits, -shift);
  return unsigned === undefined ? undefined : sign === '-' ? -unsigned : unsigned;
}

function dropZeros(digits: string, count: number): bigint | undefined {
  const dropped = digits.slice(-count);
  return /^0*$/.test(dropped) ? BigInt(digits.slice(0, -count) || '0') : undefined;
}

/** Days since 1970 of `YYYY-MM-DD`; undefined for what is no day of the calendar. */
export function parseDate(text: string): number | undefined {
  return datePattern.test(text) ? dayNumber(text) : undefined;
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days from 1 March of the year 0 to 1 January 1970. */
const epochDays = 719_468;

/** The first ten characters as a day. Dates of JavaScript would do the same, several times slower. */
function dayNumber(text: string): number | undefined {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && !leap ? 28 : (monthDays[month - 1] ?? 0);
  if (day < 1 || day > last) return undefined;
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - epochDays;
}

/** Microseconds since 1970, in UTC or in the clock's own time; undefined for what is none or is finer. */
export function parseTimestamp(text: string): bigint | undefined {
  const found = timestampPattern.exec(text);
  if (!found) return undefined;
  const [, day = '', hours, minutes, seconds, fraction = '', , sign, zoneHours, zoneMinutes] = found;
  const date = dayNumber(day);
  if (date === undefined || /[1-9]/.test(fraction.slice(microsecondDigits))) return undefined;
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -60 : 60);
  const microseconds = Number(fraction.slice(0, microsecondDigits).padEnd(microsecondDigits, '0'));
  const wholeSeconds = date * 86_400 + clock - offset;
  const total = wholeSeconds * 1_000_000 + microseconds;
  return Number.isSafeInteger(total)
    ? BigInt(total)
    : BigInt(wholeSeconds) * 1_000_000n + BigInt(microseconds);
}
