import { useTexts } from '../../lib/texts.ts';
import { dashboardTexts } from './dashboard-texts.ts';

/** Says how long some seconds are, in the two largest units. */
export function useSpan(): (seconds: number) => string {
  const t = useTexts(dashboardTexts);
  return (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (minutes === 0) return t('seconds', { count: seconds });
    if (hours === 0) return t('minutes', { count: minutes });
    if (hours < 24) return t('hours', { hours, minutes: minutes % 60 });
    return t('uptimeDays', { days: Math.floor(hours / 24), hours: hours % 24 });
  };
}
