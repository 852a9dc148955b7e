type Step = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour';

const dayMilliseconds = 86_400_000;
const hourMilliseconds = 3_600_000;
/** Monday of the first ISO week after 1970 began: weeks are counted from it. */
const firstMonday = Date.UTC(1970, 0, 5);
const patterns: Record<Step, RegExp> = {
  year: /^\d{4}$/,
  quarter: /^\d{4}-Q[1-4]$/,
  month: /^\d{4}-\d{2}$/,
  week: /^\d{4}-W\d{2}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  hour: /^\d{4}-\d{2}-\d{2} \d{2}:00$/,
};
const mostFilled = 3000;

/** Which period the labels name; null when they are no periods, or not all of one kind. */
export function stepOf(labels: readonly string[]): Step | null {
  const steps = Object.keys(patterns) as Step[];
  return (
    (labels.length > 0 && steps.find((step) => labels.every((label) => patterns[step].test(label)))) || null
  );
}

/** The milliseconds since 1970 of labels that are moments, read as UTC; null unless all are. */
export function momentsOf(labels: readonly string[]): number[] | null {
  const moments = labels.map((label) =>
    /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?/.test(label)
      ? Date.parse(
          `${label.replace(' ', 'T').replace(/Z$|[+-]\d{2}:\d{2}$/, '')}${label.length > 10 ? 'Z' : ''}`,
        )
      : Number.NaN,
  );
  return labels.length > 0 && moments.every(Number.isFinite) ? moments : null;
}

/**
 * The labels in time order, with the periods between them that have no row; without those where they would be
 * more than `times` as many as there are rows.
 */
export function withGaps(labels: readonly string[], times: number): string[] {
  const distinct = [...new Set(labels)];
  const step = stepOf(distinct);
  if (step === null) return distinct.sort();
  const numbers = distinct.map((label) => numberOf(label, step)).sort((one, other) => one - other);
  const stride = strideOf(numbers, step);
  const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
  const filled = stride === 'months' ? monthStarts(first, last) : range(first, last, stride);
  const most = Math.min(mostFilled, Math.max(60, distinct.length * times));
  const shown = filled.length > most ? numbers : filled;
  return shown.map((number) => labelOf(number, step));
}

/** Days that all begin a month, or all fall on one weekday, are months or weeks. */
function strideOf(numbers: readonly number[], step: Step): number | 'months' {
  if (step !== 'day' || numbers.length < 3) return 1;
  if (numbers.every((day) => new Date(day * dayMilliseconds).getUTCDate() === 1)) return 'months';
  return numbers.every((day) => (day - (numbers[0] ?? 0)) % 7 === 0) ? 7 : 1;
}

function range(from: number, to: number, stride: number): number[] {
  const count = Math.floor((to - from) / stride) + 1;
  return count > mostFilled * 2
    ? Array(count).fill(from)
    : Array.from({ length: count }, (_, at) => from + at * stride);
}

function monthStarts(from: number, to: number): number[] {
  const start = new Date(from * dayMilliseconds);
  const days: number[] = [];
  for (let month = 0; (days.at(-1) ?? from) < to; month += 1) {
    days.push(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1) / dayMilliseconds);
  }
  return days;
}

function numberOf(label: string, step: Step): number {
  const year = Number(label.slice(0, 4));
  switch (step) {
    case 'year':
      return year;
    case 'quarter':
      return year * 4 + Number(label.slice(6)) - 1;
    case 'month':
      return year * 12 + Number(label.slice(5)) - 1;
    case 'week':
      return (mondayOfFirstWeek(year) - firstMonday) / dayMilliseconds / 7 + Number(label.slice(6)) - 1;
    case 'day':
      return Date.parse(label) / dayMilliseconds;
    case 'hour':
      return Date.parse(`${label.replace(' ', 'T')}Z`) / hourMilliseconds;
  }
}

function labelOf(number: number, step: Step): string {
  const two = (part: number) => String(part).padStart(2, '0');
  switch (step) {
    case 'year':
      return String(number);
    case 'quarter':
      return `${Math.floor(number / 4)}-Q${(number % 4) + 1}`;
    case 'month':
      return `${Math.floor(number / 12)}-${two((number % 12) + 1)}`;
    case 'week':
      return weekLabel(number);
    case 'day':
      return new Date(number * dayMilliseconds).toISOString().slice(0, 10);
    case 'hour':
      return new Date(number * hourMilliseconds).toISOString().slice(0, 16).replace('T', ' ');
  }
}

/** The week that 4 January is in is the first of an ISO year. */
function mondayOfFirstWeek(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMilliseconds;
}

function weekLabel(number: number): string {
  const monday = firstMonday + number * 7 * dayMilliseconds;
  const year = new Date(monday + 3 * dayMilliseconds).getUTCFullYear();
  const week = Math.round((monday - mondayOfFirstWeek(year)) / dayMilliseconds / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
