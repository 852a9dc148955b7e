import type { Cell } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import type { Grain } from './semantic-query.ts';

export type RecurringGrain = Extract<Grain, 'weekday' | 'month_of_year' | 'hour_of_day'>;

const weekdays = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** True for the grains whose periods come again, which are no points on a time line. */
export function isRecurring(grain: Grain | undefined): grain is RecurringGrain {
  return grain === 'weekday' || grain === 'month_of_year' || grain === 'hour_of_day';
}

/** A recurring period as people call it: weekday `6` → 周六, month `03` → 3月, hour `08` → 8时. */
export function recurringLabel(grain: RecurringGrain, cell: Cell, language: Language): Cell {
  const n = Number(cell);
  if (cell === null || !Number.isInteger(n)) return cell;
  if (grain === 'weekday') return weekdays[language][n - 1] ?? cell;
  if (grain === 'month_of_year') return language === 'zh' ? `${n}月` : (months[n - 1] ?? cell);
  return language === 'zh' ? `${n}时` : `${String(n).padStart(2, '0')}:00`;
}
