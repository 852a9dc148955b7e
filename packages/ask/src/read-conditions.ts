import { isColumn } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { Noun, Subject } from './draft.ts';
import {
  addCondition,
  anyNounAt,
  bestColumn,
  bestTable,
  comparisonAt,
  countOf,
  gapText,
  isOp,
  namesMeasure,
  namesTable,
  namesTime,
  nounAt,
  type Reader,
  skip,
  subjectOf,
  use,
} from './draft-reader.ts';
import type { Comparison } from './merge-comparisons.ts';

const unitConcepts: Record<string, string[]> = {
  岁: ['age'],
  岁的: ['age'],
  元: ['price', 'amount'],
  美元: ['price', 'amount'],
  分钟: ['duration'],
  公里: ['distance'],
  公斤: ['weight'],
  米: ['height', 'length'],
};

function counts(noun: Noun): boolean {
  return namesTable(noun) && !(namesMeasure(noun) && bestColumn(noun) > bestTable(noun));
}

/** The subject of a comparison: the noun before it, or the noun after its number. */
function subjectFor(reader: Reader, index: number, comparison: Comparison): Subject | null {
  if (comparison.of.length > 0) return subjectOf(null, null, comparison.of, comparison.inverse);
  const before = skip(reader, index - 1, -1, 'with', 'of', 'both', 'relative');
  const left = nounAt(reader, before);
  const leftIsColumn = left !== null && !counts(left) && (namesMeasure(left) || namesTime(left));
  const counted = nounAt(reader, index + 1);
  const having =
    isOp(reader, index - 1, 'with') && counted !== null && counts(counted) && comparison.test !== 'average';
  if (leftIsColumn && !having) {
    if (comparison.test === 'average' && counted && counted.text === left.text) use(reader, index + 1);
    use(reader, before);
    return subjectOf(left);
  }
  const unit = comparison.unit ? unitConcepts[comparison.unit] : undefined;
  if (unit) return subjectOf(null, null, unit);
  const right = nounAt(reader, index + 1);
  const of = isOp(reader, index + 1, 'of') && !reader.chinese ? nounAt(reader, index + 2) : null;
  const chosen = right ?? of;
  if (chosen && comparison.test !== 'average') {
    use(reader, right ? index + 1 : index + 2);
    return counts(chosen) ? subjectOf(null, countOf(chosen, index)) : subjectOf(chosen);
  }
  if (chosen && !counts(chosen)) {
    use(reader, right ? index + 1 : index + 2);
    return subjectOf(chosen);
  }
  if (left && bestColumn(left) >= 0.7 && !counts(left)) {
    use(reader, before);
    return subjectOf(left);
  }
  if (left && reader.chinese && counts(left) && before === index - 1) {
    use(reader, before);
    return subjectOf(null, countOf(left, index));
  }
  return null;
}

/** Comparisons with numbers, ranges and the average. */
export function readComparisons(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const comparison = comparisonAt(reader, index);
    if (!comparison) continue;
    const negated = isOp(reader, index - 1, 'not');
    const subject = subjectFor(reader, index, comparison);
    if (!subject) continue;
    use(reader, index);
    if (negated) use(reader, index - 1);
    if (comparison.test === 'number')
      addCondition(
        reader,
        index,
        { kind: 'compare', subject, operator: comparison.operator, value: comparison.value },
        { negated },
      );
    else if (comparison.test === 'range')
      addCondition(
        reader,
        index,
        { kind: 'between', subject, low: comparison.low, high: comparison.high },
        { negated },
      );
    else
      addCondition(reader, index, { kind: 'average', subject, operator: comparison.operator }, { negated });
  }
  readColumnComparisons(reader);
}

/** `permanent address is different from current address`, 成交价低于成本价: two columns of a row. */
function readColumnComparisons(reader: Reader): void {
  for (let index = 1; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'operation' || item.operation.op !== 'compare' || reader.used[index]) continue;
    const right = nounAt(reader, index + 1);
    const before = skip(reader, index - 1, -1, 'of');
    const left = nounAt(reader, before);
    if (!left || !right || bestColumn(left) < 0.6 || bestColumn(right) < 0.6) continue;
    use(reader, before, index + 1);
    addCondition(reader, index, { kind: 'columns', left, operator: item.operation.operator, right });
  }
}

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
      return true;
    }
    if (isOp(reader, at, 'not')) {
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
function groupFor(reader: Reader, index: number): number {
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
  const previous = reader.draft.conditions.at(-1);
  if (!previous || previous.at >= index) return 0;
  if (previous.group === 0) {
    previous.group = reader.nextGroup;
    reader.nextGroup += 1;
  }
  return previous.group;
}

/** `grade 10`, 库存为0, `year 2014 or 2015`: a number right after its column. */
export function readEqualNumbers(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'number' || reader.used[index]) continue;
    const before = skip(reader, index - 1, -1, 'with', 'compare', 'by');
    const noun = nounAt(reader, before);
    const previous = reader.draft.conditions.at(-1);
    if (isOp(reader, index - 1, 'or') && previous?.kind === 'compare' && previous.at < index) {
      const group = groupFor(reader, index);
      use(reader, index);
      addCondition(
        reader,
        index,
        { kind: 'compare', subject: previous.subject, operator: previous.operator, value: item.value },
        { group },
      );
      continue;
    }
    const following = reader.chinese ? nounAt(reader, index + 1) : null;
    if (following && following.start === item.end && bestColumn(following) >= 0.6 && !namesTable(following)) {
      const group = groupFor(reader, index);
      use(reader, index, index + 1);
      addCondition(
        reader,
        index,
        { kind: 'compare', subject: subjectOf(following), operator: '=', value: item.value },
        { group },
      );
      continue;
    }
    const isNumeric = noun !== null && bestColumn(noun) >= 0.6 && (!namesTable(noun) || namesMeasure(noun));
    if (!noun || !isNumeric) continue;
    const operator = reader.items[index - 1];
    const different =
      operator?.kind === 'operation' &&
      operator.operation.op === 'compare' &&
      operator.operation.operator === '<>';
    const negated = isOp(reader, index - 1, 'not');
    use(reader, before, index);
    if (reader.items[index + 1]?.kind === 'unit') use(reader, index + 1);
    addCondition(reader, index, {
      kind: 'compare',
      subject: subjectOf(noun),
      operator: different || negated ? '<>' : '=',
      value: item.value,
    });
  }
}

function likeNoun(reader: Reader, index: number): { noun: Noun; at: number } | null {
  for (let at = index - 1; at >= Math.max(0, index - 4); at -= 1) {
    const noun = nounAt(reader, at);
    if (noun && bestColumn(noun) >= 0.6 && !(namesTable(noun) && bestColumn(noun) < bestTable(noun)))
      return { noun, at };
    if (reader.items[at]?.kind === 'stop') return null;
  }
  return null;
}

/** `contains 'x'`, `starts with J`, 名字里有“x”, 以“x”开头. */
export function readLikes(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'operation' || item.operation.op !== 'like' || reader.used[index]) continue;
    const suffix = reader.chinese && item.operation.where !== 'contains';
    const textAt = suffix ? index - 1 : index + 1;
    const text = reader.items[textAt];
    if (
      !text ||
      reader.used[textAt] ||
      (text.kind !== 'value' && text.kind !== 'unknown' && !(text.kind === 'noun' && !reader.chinese))
    )
      continue;
    const isText = text.kind === 'value' && text.quoted;
    if (reader.chinese && !isText) continue;
    const trailing = nounAt(reader, textAt + 1);
    const its =
      trailing &&
      !reader.chinese &&
      /^(in|as part of) (its|their|the|his|her)\b/.test(gapText(reader, textAt, textAt + 1));
    const before = its ? { noun: trailing, at: textAt + 1 } : likeNoun(reader, Math.min(index, textAt));
    const after = skip(reader, textAt + 1, 1, 'of');
    const owner =
      before ??
      (nounAt(reader, after) && !reader.chinese ? { noun: nounAt(reader, after) as Noun, at: after } : null);
    const negated = isOp(reader, index - 1, 'not');
    if (negated) use(reader, index - 1);
    use(reader, index);
    use(reader, textAt);
    if (owner) use(reader, owner.at);
    addCondition(
      reader,
      index,
      { kind: 'like', noun: owner?.noun ?? null, text: text.text, where: item.operation.where },
      { negated },
    );
  }
}

/** Periods, with the time column that stands beside them when there is one. */
export function readPeriods(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'period' || reader.used[index]) continue;
    const before = skip(reader, index - 1, -1, 'with', 'by', 'of', 'compare');
    const left = nounAt(reader, before);
    const right = nounAt(reader, skip(reader, index + 1, 1, 'of'));
    const beside =
      left && namesTime(left)
        ? { noun: left, at: before }
        : right && namesTime(right) && reader.chinese
          ? { noun: right, at: skip(reader, index + 1, 1, 'of') }
          : null;
    use(reader, index);
    const group = groupFor(reader, index);
    if (beside) use(reader, beside.at);
    addCondition(
      reader,
      index,
      { kind: 'period', from: item.from, to: item.to, noun: beside?.noun ?? null, year: item.year ?? null },
      { group, negated: group !== 0 ? false : negatedPeriod(reader, index) },
    );
    joinPreviousYear(reader, index, beside?.noun ?? null);
    joinNextYear(reader, index, beside?.noun ?? null);
  }
}

function negatedPeriod(reader: Reader, index: number): boolean {
  if (!isOp(reader, index - 1, 'except')) return false;
  use(reader, index - 1);
  return true;
}

/** 2014或2015年: the year before 或 is a period too. */
function joinPreviousYear(reader: Reader, index: number, noun: Noun | null): void {
  const previous = reader.items[index - 2];
  const own = reader.draft.conditions.at(-1);
  if (
    !isOp(reader, index - 1, 'or') ||
    previous?.kind !== 'number' ||
    !previous.maybeYear ||
    reader.used[index - 2] ||
    !own
  )
    return;
  own.group = own.group || reader.nextGroup;
  reader.nextGroup += 1;
  use(reader, index - 2, index - 1);
  const { value } = previous;
  addCondition(
    reader,
    index - 2,
    { kind: 'period', from: `${value}-01-01`, to: `${value + 1}-01-01`, noun, year: value },
    { group: own.group },
  );
}

/** `in 2014 or 2015`, `in both 2014 and 2015`: a bare year goes on from the period before it. */
function joinNextYear(reader: Reader, index: number, noun: Noun | null): void {
  const either = isOp(reader, index + 1, 'or');
  const also = isOp(reader, index + 1, 'and');
  const next = reader.items[index + 2];
  if ((!either && !also) || next?.kind !== 'number' || !next.maybeYear) return;
  const first = reader.draft.conditions.at(-1);
  if (!first) return;
  if (either) {
    first.group = first.group || reader.nextGroup;
    reader.nextGroup += 1;
  }
  use(reader, index + 1, index + 2);
  addCondition(
    reader,
    index + 2,
    { kind: 'period', from: `${next.value}-01-01`, to: `${next.value + 1}-01-01`, noun, year: next.value },
    { group: either ? first.group : 0 },
  );
}

/** `is missing`, 为空, `no email`: a column without a value. */
export function readNulls(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'operation' || item.operation.op !== 'null' || reader.used[index]) continue;
    const before = skip(reader, index - 1, -1, 'of', 'with');
    const noun = nounAt(reader, before) ?? nounAt(reader, skip(reader, index + 1, 1, 'of'));
    if (!noun || bestColumn(noun) < 0.6) continue;
    use(reader, nounAt(reader, before) ? before : skip(reader, index + 1, 1, 'of'));
    use(reader, index);
    addCondition(reader, index, { kind: 'null', noun }, { negated: item.operation.negated });
  }
}
