import { lastOf } from './period-text.ts';
import type { Piece } from './pieces.ts';
import type { Filter, SemanticQuery } from './semantic-query.ts';

/** A stretch of time as an answer tells it: `to` is the first moment after it. */
export interface NamedPeriod {
  from: string;
  to: string;
  text: string;
}

/** What the question says of time; two periods side by side are one where the second begins as the first ends. */
export function periodOf(pieces: Piece[], query: SemanticQuery): NamedPeriod | null {
  const named = pieces.flatMap((piece) =>
    piece.kind === 'period' && piece.from && piece.to
      ? [{ from: piece.from, to: piece.to, text: piece.text }]
      : [],
  );
  const [only, other] = named;
  if (!only || !other || !query.filters.some(isEitherPeriod)) return only ?? null;
  const [first, second] = only.from < other.from ? [only, other] : [other, only];
  return first.to === second.from
    ? { from: first.from, to: second.to, text: `${only.text} + ${other.text}` }
    : null;
}

/** The one period that a follow-up keeps of the query before it, or two that follow each other as one. */
export function keptPeriod(query: SemanticQuery): NamedPeriod | null {
  const [kept, another] = query.filters.filter(
    (filter) => filter.kind === 'period' || isEitherPeriod(filter),
  );
  if (!kept || another) return null;
  const spans = (kept.kind === 'or' ? kept.filters : [kept]).flatMap((filter) =>
    filter.kind === 'period' && filter.from && filter.to ? [{ from: filter.from, to: filter.to }] : [],
  );
  const [first, second] = spans.toSorted((left, right) => (left.from < right.from ? -1 : 1));
  if (!first || (second && first.to !== second.from)) return null;
  const { to } = second ?? first;
  return { from: first.from, to, text: `${first.from} – ${lastOf(to)}` };
}

function isEitherPeriod(filter: Filter): boolean {
  return filter.kind === 'or' && filter.filters.every((one) => one.kind === 'period');
}
