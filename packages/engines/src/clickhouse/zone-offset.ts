const hourMs = 3_600_000;
const kept = 10_000;

function offsetReader(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    return name === 'GMT' ? '+00:00' : name.slice(3, 9);
  };
}

function offsetMs(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * Turns `2024-02-29 12:34:56`, the time in a zone, into ISO with the offset that the zone had then. In the hour that
 * a change of clocks repeats the text stays as it is, for it does not tell which of the two is meant.
 */
export function createZoneOffsets(zone: string): (text: string) => string {
  let offsetAt: (instant: number) => string;
  try {
    offsetAt = offsetReader(zone);
  } catch {
    return (text) => text;
  }
  const known = new Map<string, string>();

  function offsetOf(minute: string): string {
    const local = Date.parse(`${minute.replace(' ', 'T')}:00Z`);
    if (Number.isNaN(local)) return '';
    const around = [offsetAt(local - 24 * hourMs), offsetAt(local + 24 * hourMs)];
    const fitting = new Set(around.filter((offset) => offsetAt(local - offsetMs(offset)) === offset));
    return fitting.size === 1 ? ([...fitting][0] ?? '') : '';
  }

  return (text) => {
    const minute = text.slice(0, 16);
    let offset = known.get(minute);
    if (offset === undefined) {
      if (known.size >= kept) known.clear();
      offset = offsetOf(minute);
      known.set(minute, offset);
    }
    return offset === '' ? text : `${text.slice(0, 10)}T${text.slice(11)}${offset}`;
  };
}
