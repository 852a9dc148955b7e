import { isColumn } from './catalog-index.ts';
import {
  addCondition,
  bestTable,
  gapText,
  isOp,
  nounAt,
  operationOf,
  type Reader,
  subjectOf,
  use,
} from './draft-reader.ts';

/** Whether what follows says more of the column than that there is one. */
function goesOn(reader: Reader, index: number): boolean {
  const item = reader.items[index];
  const operation = operationOf(item);
  return (
    item?.kind === 'comparison' ||
    item?.kind === 'value' ||
    item?.kind === 'number' ||
    item?.kind === 'noun' ||
    item?.kind === 'period' ||
    (operation !== null && ['compare', 'like', 'null', 'of', 'direction', 'between'].includes(operation.op))
  );
}

/** `students who have declared a major`, `flights with stops`: a column that is filled, a number that is not zero. */
export function readPossessions(reader: Reader): void {
  const counts = reader.draft.measures.some((measure) => measure.aggregate === 'count');
  for (let index = 0; index < reader.items.length && !reader.chinese; index += 1) {
    const noun = nounAt(reader, index + 1);
    if (!noun || !isOp(reader, index, 'with') || goesOn(reader, index + 2)) continue;
    const best = noun.candidates[0];
    if (!best || !isColumn(best.thing) || best.score < 0.74 || bestTable(noun) >= 0.8) continue;
    const gap = gapText(reader, index, index + 1);
    const { role, kind, isPrimary, references } = best.thing;
    const isOne = /(^|\s)(an?|any)$/.test(gap);
    if (isOne && !isPrimary && !references && kind === 'text' && role !== 'flag') {
      use(reader, index, index + 1);
      addCondition(reader, index + 1, { kind: 'null', noun }, { negated: true });
    } else if (counts && gap === '' && role === 'measure' && kind === 'integer' && best.score >= 0.98) {
      use(reader, index, index + 1);
      addCondition(reader, index + 1, {
        kind: 'compare',
        subject: subjectOf(noun),
        operator: '>',
        value: 0,
      });
    }
  }
}

const leaving =
  /^(depart(s|ed|ing)?|leav(e|es|ing)|arriv(e|es|ed|ing)|land(s|ed|ing)?|fly|flies|flying|flew)$/;

/** `flights that depart from JFK`: the verb says which of two places a value is about, and shows nothing. */
export function readDirections(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const noun = nounAt(reader, index);
    if (!noun || !leaving.test(noun.text) || (noun.candidates[0]?.score ?? 0) >= 0.8) continue;
    if (reader.items[index + 1]?.kind === 'value') use(reader, index);
  }
}
