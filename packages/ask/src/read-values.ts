import { isColumn } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { Noun } from './draft.ts';
import {
  addCondition,
  anyNounAt,
  bestColumn,
  bestTable,
  gapText,
  isOp,
  namesTable,
  type Reader,
  skip,
  use,
} from './draft-reader.ts';

function matchesColumn(reader: Reader, valueIndex: number, noun: Noun, least = 0): boolean {
  const item = reader.items[valueIndex];
  if (item?.kind !== 'value') return false;
  return noun.candidates.some(
    (candidate) =>
      candidate.score >= 0.45 &&
      item.matches.some(
        (match) =>
          match.score >= least && isColumn(candidate.thing) && sameColumn(match.column, candidate.thing.ref),
      ),
  );
}

/** The noun beside a value that says which column it stands in. */
function nounForValue(reader: Reader, index: number): { noun: Noun; at: number } | null {
  const item = reader.items[index];
  if (item?.kind !== 'value') return null;
  const before = skip(reader, index - 1, -1, 'with', 'by', 'not', 'compare', 'of', 'only');
  const beforeNoun = anyNounAt(reader, before);
  const after = skip(reader, index + 1, 1, 'of');
  const afterNoun = anyNounAt(reader, after);
  const free = (at: number) => reader.used[at] === false;
  const apart = beforeNoun ? /\b(in|from|at|on|with|by)\b/.test(gapText(reader, before, index)) : false;
  if (
    beforeNoun &&
    free(before) &&
    matchesColumn(reader, index, beforeNoun, apart && before === index - 1 ? 0.95 : 0)
  )
    return { noun: beforeNoun, at: before };
  if (afterNoun && free(after) && after === index + 1 && matchesColumn(reader, index, afterNoun))
    return { noun: afterNoun, at: after };
  if (
    item.matches.length === 0 &&
    beforeNoun &&
    free(before) &&
    bestColumn(beforeNoun) >= 0.6 &&
    !(namesTable(beforeNoun) && bestTable(beforeNoun) >= 0.9)
  )
    return { noun: beforeNoun, at: before };
  return null;
}

/** 除了X以外: the word after X says once more what the one before it said. */
function closeExcept(reader: Reader, index: number): void {
  for (let at = index + 1; at < Math.min(reader.items.length, index + 4); at += 1) {
    if (isOp(reader, at, 'except')) {
      use(reader, at);
      return;
    }
    if (!anyNounAt(reader, at) && !isOp(reader, at, 'of')) return;
  }
}

function negatedAt(reader: Reader, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 3); at -= 1) {
    const item = reader.items[at];
    const different =
      item?.kind === 'operation' &&
      !reader.used[at] &&
      item.operation.op === 'compare' &&
      item.operation.operator === '<>';
    if (different || isOp(reader, at, 'except')) {
      use(reader, at);
      if (!different) closeExcept(reader, index);
      return true;
    }
    if (isOp(reader, at, 'not') || (reader.chinese && at === index - 1 && isOp(reader, at, 'without'))) {
      use(reader, at);
      return true;
    }
    if (item?.kind !== 'noun' && !isOp(reader, at, 'with', 'of', 'by')) return false;
  }
  return false;
}

/** Values of the database and quoted texts. Values joined by `or` share a group. */
export function readValues(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'value' || reader.used[index]) continue;
    const owner = nounForValue(reader, index);
    const negated = negatedAt(reader, owner ? Math.min(owner.at, index) : index);
    use(reader, index);
    const equal = reader.items[index - 1];
    if (equal?.kind === 'operation' && equal.operation.op === 'compare' && equal.operation.operator === '=')
      use(reader, index - 1);
    const group = groupFor(reader, index);
    const same = owner?.noun ?? previousNoun(reader, group);
    if (owner) use(reader, owner.at);
    addCondition(reader, index, { kind: 'value', noun: same, value: item }, { negated, group });
  }
}

function previousNoun(reader: Reader, group: number): Noun | null {
  if (group === 0) return null;
  const earlier = reader.draft.conditions.find((condition) => condition.group === group);
  return earlier?.kind === 'value' ? earlier.noun : null;
}

/** Joins the condition at the index with the one before it when only `or` stands between. */
export function groupFor(reader: Reader, index: number): number {
  const previous = reader.draft.conditions.at(-1);
  if (!previous || previous.at >= index) return 0;
  const before = skip(reader, index - 1, -1, 'or', 'comma', 'of', 'both');
  let joined = false;
  for (let at = before + 1; at < index; at += 1) {
    if (!isOp(reader, at, 'or')) continue;
    use(reader, at);
    joined = true;
  }
  if (!joined) {
    const previousNounAt = reader.items[before]?.kind === 'noun' ? before - 1 : before;
    for (let at = previousNounAt; at >= Math.max(0, previousNounAt - 1); at -= 1)
      if (isOp(reader, at, 'or')) joined = true;
    if (!joined) return 0;
    for (let at = previousNounAt; at >= Math.max(0, previousNounAt - 1); at -= 1)
      if (isOp(reader, at, 'or')) use(reader, at);
  }
  if (previous.group === 0) {
    previous.group = reader.nextGroup;
    reader.nextGroup += 1;
  }
  return previous.group;
}
