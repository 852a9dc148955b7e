import { exactTime, relativeTime } from '../lib/format-time.ts';
import { usePreferences } from '../lib/preferences.ts';

/** A time relative to now, with the exact one on hover; an en dash for none. */
export function Moment({ time }: { time: string | null }) {
  const { language } = usePreferences();
  if (time === null) return '–';
  return (
    <time dateTime={time} title={exactTime(time, language)}>
      {relativeTime(time, language)}
    </time>
  );
}
