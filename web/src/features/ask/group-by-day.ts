const day = 86_400_000;

export type DayGroup = 'today' | 'yesterday' | 'last7' | 'last30' | 'earlier';

/** The heading under which something of that time stands, by the calendar of this device. `time` is ISO 8601. */
export function dayGroupOf(time: string, now = new Date()): DayGroup {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const at = new Date(time).getTime();
  if (at >= midnight) return 'today';
  if (at >= midnight - day) return 'yesterday';
  if (at >= midnight - 6 * day) return 'last7';
  return at >= midnight - 29 * day ? 'last30' : 'earlier';
}
