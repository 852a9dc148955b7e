import { divideQueries } from './divide-queries.ts';
import type { Interpretation } from './interpretation.ts';
import { ratioParts } from './ratio-parts.ts';

/**
 * `the ratio of A to B for each C`: asked as one where both are columns of a row, else each number alone and then
 * divided; null where it is no such question, or `isPart` and it does not ask for a part out of the whole.
 */
export function interpretRatio(
  question: string,
  read: (question: string) => Interpretation,
  { isPart }: { isPart: boolean },
): Interpretation | null {
  const parts = ratioParts(question);
  if (!parts || (isPart && !parts.isPart)) return null;
  const whole = isPart ? null : read(parts.whole);
  if (whole?.kind === 'query') return whole;
  const ask = (questions: string[]) => questions.map(read).find((one) => one.kind === 'query');
  const numerator = ask(parts.numerator);
  const denominator = numerator ? ask(parts.denominator) : undefined;
  const query = numerator && denominator ? divideQueries(numerator.query, denominator.query) : null;
  if (!numerator || !denominator || !query) return null;
  const links = [...numerator.links, ...denominator.links];
  return { ...numerator, query, links, checks: [...numerator.checks, ...denominator.checks] };
}
