import type { Grain } from './semantic-query.ts';

function isoWeek(date: Date): string {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const dayOfYear = (thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}

/**
 * The label that a grain gives the period an ISO date or date-time falls in, as SQL writes it (see `Grain`);
 * null for the recurring grains, whose labels do not follow time.
 */
export function labelOfDate(iso: string, grain: Grain): string | null {
  const day = iso.slice(0, 10);
  switch (grain) {
    case 'hour':
      return `${day} ${iso.slice(11, 13).padStart(2, '0')}:00`;
    case 'day':
      return day;
    case 'week':
      return isoWeek(new Date(`${day}T00:00:00Z`));
    case 'month':
      return day.slice(0, 7);
    case 'quarter':
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    case 'year':
      return day.slice(0, 4);
    default:
      return null;
  }
}
