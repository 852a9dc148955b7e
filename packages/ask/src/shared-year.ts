import { isOperation, type Piece } from './pieces.ts';

type Period = Piece & { kind: 'period' };

const bareMonth =
  /^(in |during )?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?$|^(in |during )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/;

function saidYear(period: Period): number | null {
  const year = /(19|20)\d\d/.exec(period.text);
  return year ? Number(year[0]) : null;
}

function shifted(day: string | null, years: number): string | null {
  return day === null ? null : `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

/** The month in the year that the other period names; null when it names its own, or the other one none. */
function inYearOf(month: Piece | undefined, other: Piece | undefined): Period | null {
  if (month?.kind !== 'period' || other?.kind !== 'period' || !bareMonth.test(month.text)) return null;
  const year = saidYear(other);
  if (year === null || month.from === null) return null;
  const years = year - Number(month.from.slice(0, 4));
  return { ...month, from: shifted(month.from, years), to: shifted(month.to, years) };
}

/** 2024年1月和2月, `January and February 2024`: a month without a year lies in the year named beside it. */
export function withSharedYears(pieces: readonly Piece[]): Piece[] {
  const shared = [...pieces];
  for (const [index, piece] of pieces.entries()) {
    if (!isOperation(piece, 'and', 'or', 'comma')) continue;
    const after = inYearOf(shared[index + 1], shared[index - 1]);
    if (after) shared[index + 1] = after;
    const before = inYearOf(shared[index - 1], shared[index + 1]);
    if (before) shared[index - 1] = before;
  }
  return shared;
}
