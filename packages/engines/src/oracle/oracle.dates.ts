const dateBytes = 7;
const fractionBytes = 11;
const zoneBytes = 13;
/** Set in the zone's first byte when it holds the number of a region, which only the database can read. */
const regionFlag = 0x80;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');
}

/** Bytes of universal time, moved by an offset. */
function moved(bytes: Buffer, year: number, minutes: number): string {
  const time = new Date(0);
  time.setUTCFullYear(year, (bytes[2] ?? 1) - 1, bytes[3]);
  time.setUTCHours((bytes[4] ?? 1) - 1, (bytes[5] ?? 1) - 1 + minutes, (bytes[6] ?? 1) - 1);
  const date = [yearText(time.getUTCFullYear()), two(time.getUTCMonth() + 1), two(time.getUTCDate())].join(
    '-',
  );
  return `${date}T${[time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(':')}`;
}

/**
 * Oracle's bytes of a date or timestamp as text with all nine digits of its fraction, if it has one. Values with a
 * zone come in universal time and get their offset back; `databaseZone` is the offset, in minutes, in which values
 * of TIMESTAMP WITH LOCAL TIME ZONE are kept. The name of a region is lost: such a value is shown in universal time.
 */
export function oracleDateText(bytes: Buffer, databaseZone: number | null): string {
  if (bytes.length < dateBytes) throw new RangeError('A date needs seven bytes');
  const year = ((bytes[0] ?? 100) - 100) * 100 + (bytes[1] ?? 100) - 100;
  const fraction =
    bytes.length >= fractionBytes ? `.${String(bytes.readUInt32BE(dateBytes)).padStart(9, '0')}` : '';
  if (bytes.length >= zoneBytes) {
    const [hours = 20, minutes = 60] = bytes.subarray(fractionBytes);
    const offset = hours & regionFlag ? 0 : (hours - 20) * 60 + (minutes - 60);
    return moved(bytes, year, offset) + fraction + zoneText(offset);
  }
  if (databaseZone !== null) return moved(bytes, year, 0) + fraction + zoneText(databaseZone);
  const date = [yearText(year), two(bytes[2] ?? 1), two(bytes[3] ?? 1)].join('-');
  const time = [bytes[4], bytes[5], bytes[6]].map((part) => two((part ?? 1) - 1)).join(':');
  return `${date} ${time}${fraction}`;
}

/** Gives a text of `oracleDateText` as many digits of a second as the column has. */
export function withFraction(text: string, digits: number): string {
  const [, whole = text, fraction = '', zone = ''] =
    /^(.*\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const kept = fraction.padEnd(9, '0').slice(0, digits);
  return whole + (digits > 0 ? `.${kept}` : '') + zone;
}
