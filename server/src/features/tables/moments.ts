const momentPattern =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const dash = 45;

/** The number that the characters write; NaN for what is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`, from year 1 on. */
export function isDay(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= length;
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * An ISO moment as `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC; one without a zone is taken as UTC already. Null for what
 * is no moment, such as 2026-02-30T00:00.
 */
export function readMoment(text: string): string | null {
  const parts = momentPattern.exec(text);
  if (!parts) return null;
  const [, day = '', hour = '', minute = '', second = '00', fraction = '', zone = 'Z'] = parts;
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const micros = fraction.slice(0, 6).replace(/0+$/, '');
  const ending = micros === '' ? '' : ['.', micros].join('');
  const shift = offsetMs(zone);
  const clock = [hour, minute, second].join(':');
  if (shift === 0) return [day, ' ', clock, ending].join('');
  const utc = new Date(Date.parse([day, 'T', clock, 'Z'].join('')) - shift).toISOString();
  return /^\d{4}-/.test(utc) && !utc.startsWith('0000')
    ? [utc.slice(0, 19).replace('T', ' '), ending].join('')
    : null;
}
