import type { Noun, Subject } from './draft.ts';
import {
  addCondition,
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
import { isBareMetric } from './metric.ts';
import { groupFor } from './read-values.ts';

const unitConcepts: Record<string, string[]> = {
  岁: ['age'],
  岁的: ['age'],
  分: ['score', 'grade'],
  元: ['price', 'amount'],
  美元: ['price', 'amount'],
  分钟: ['duration'],
  公里: ['distance'],
  公斤: ['weight'],
  米: ['height', 'length'],
  mph: ['speed'],
  kph: ['speed'],
  dollars: ['price', 'amount'],
  minutes: ['duration'],
  miles: ['distance'],
  km: ['distance'],
  kg: ['weight'],
  pounds: ['weight'],
};

function counts(noun: Noun): boolean {
  return namesTable(noun) && !(namesMeasure(noun) && bestColumn(noun) > bestTable(noun));
}

/** `costs more than the average price`: one word for it on each side. */
function meansSame(left: Noun, right: Noun): boolean {
  return (
    left.text === right.text ||
    left.candidates.some(
      (candidate) => candidate.thing === right.candidates[0]?.thing && candidate.score >= 0.6,
    )
  );
}

/** The subject of a comparison: the noun before it, or the noun after its number. */
function subjectFor(reader: Reader, index: number, comparison: Comparison): Subject | null {
  if (comparison.of.length > 0) return subjectOf(null, null, comparison.of, comparison.inverse);
  const before = skip(reader, index - 1, -1, 'with', 'of', 'both', 'relative');
  const left = nounAt(reader, before);
  const leftIsColumn =
    left !== null && !counts(left) && (namesMeasure(left) || namesTime(left) || isBareMetric(left));
  const counted = nounAt(reader, index + 1);
  const having =
    isOp(reader, index - 1, 'with') && counted !== null && counts(counted) && comparison.test !== 'average';
  if (leftIsColumn && !having) {
    if (comparison.test === 'average' && counted && meansSame(left, counted)) {
      use(reader, index + 1);
      use(reader, before);
      return subjectOf(bestColumn(counted) > bestColumn(left) ? counted : left);
    }
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

/** `more than the average salary of cardiologists`: an average over some rows only, which is not read yet. */
function isNarrowed(reader: Reader, index: number): boolean {
  const noun = reader.items[index + 1]?.kind === 'noun' ? index + 2 : index + 1;
  const at = skip(reader, noun, 1, 'of');
  return !reader.chinese && at > noun && reader.items[at]?.kind === 'value';
}

/** 年龄大于20且小于50: a second bound right after the first is of the same thing. */
function sameSubject(reader: Reader, index: number): Subject | null {
  const previous = reader.draft.conditions.at(-1);
  const before = skip(reader, index - 1, -1, 'and', 'comma');
  return previous?.kind === 'compare' && previous.at === before ? previous.subject : null;
}

/** Comparisons with numbers, ranges and the average. */
export function readComparisons(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const comparison = comparisonAt(reader, index);
    if (!comparison) continue;
    const negated = isOp(reader, index - 1, 'not');
    const subject = subjectFor(reader, index, comparison) ?? sameSubject(reader, index);
    if (!subject || (comparison.test === 'average' && isNarrowed(reader, index))) continue;
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
      if (nounAt(reader, index + 1)?.text === previous.subject.noun?.text) use(reader, index + 1);
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

/** `has 'x' in its name`: a quoted text within a column. */
function readQuotedWithin(reader: Reader): void {
  for (let index = 0; index + 1 < reader.items.length && !reader.chinese; index += 1) {
    const item = reader.items[index];
    const noun = nounAt(reader, index + 1);
    if (item?.kind !== 'value' || !item.quoted || reader.used[index] || !noun) continue;
    if (!/^in (its|their|the|his|her)\b/.test(gapText(reader, index, index + 1))) continue;
    if (bestColumn(noun) < 0.7 || namesTable(noun) || item.matches.some((match) => match.score === 1))
      continue;
    use(reader, index, index + 1);
    addCondition(reader, index, { kind: 'like', noun, text: item.text, where: 'contains' });
  }
}

/** `contains 'x'`, `starts with J`, 名字里有“x”, 以“x”开头. */
export function readLikes(reader: Reader): void {
  readQuotedWithin(reader);
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
