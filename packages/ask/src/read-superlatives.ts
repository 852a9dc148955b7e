import { isColumn } from './catalog-index.ts';
import type { MeasureDraft, Noun } from './draft.ts';
import {
  addOrder,
  anyNounAt,
  bestColumn,
  bestTable,
  countOf,
  gapText,
  isOp,
  namesMeasure,
  namesTable,
  nounAt,
  operationOf,
  type Reader,
  skip,
  use,
} from './draft-reader.ts';
import type { AggregateName, Direction } from './operations.ts';
import { readSubject } from './read-orders.ts';

function superlativeOrder(
  reader: Reader,
  at: number,
  direction: Direction,
  noun: Noun | null,
  measure: MeasureDraft | null,
  of: string[],
  inverse: string[],
  owner: Noun | null,
): void {
  addOrder(reader, {
    at,
    subject: { noun, measure, of, inverse },
    direction,
    limit: 1,
    owner,
    isSuperlative: true,
  });
}

/** `the most X`, 最多, `the highest X`, `the oldest X`, 年龄最大的X. */
export function readSuperlatives(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const operation = operationOf(reader.items[index]);
    if (reader.used[index] || !operation) continue;
    if (operation.op === 'most') readMost(reader, index, operation.direction);
    else if (operation.op === 'superlative') {
      if (operation.of.length > 0)
        readAdjective(reader, index, operation.direction, operation.of, operation.inverse ?? []);
      else readHighest(reader, index, operation.direction);
    }
  }
}

/** Index of the noun right before, across 的, a count word and used measure words. */
function nounBefore(
  reader: Reader,
  index: number,
): { noun: Noun; at: number; counted: boolean; aggregate: AggregateName | null } | null {
  let at = index - 1;
  let counted = false;
  while (isOp(reader, at, 'of', 'count', 'with')) {
    if (isOp(reader, at, 'count')) counted = true;
    at -= 1;
  }
  const noun = nounAt(reader, at);
  if (!noun) return null;
  const before = operationOf(reader.items[at - 1]);
  const aggregate = before?.op === 'aggregate' && !reader.used[at - 1] ? before.aggregate : null;
  return { noun, at, counted, aggregate };
}

/** `the most used payment method`: the value that occurs most often. */
function isMode(reader: Reader, index: number, next: number, noun: Noun): boolean {
  const text = `${reader.items[index]?.text ?? ''} ${gapText(reader, index, next)}`;
  return /(used|common|popular|frequent)/.test(text) && !namesTable(noun) && bestColumn(noun) >= 0.7;
}

function readMost(reader: Reader, index: number, direction: Direction): void {
  const before = reader.chinese ? nounBefore(reader, index) : null;
  const isColumnBefore =
    before !== null && !namesTable(before.noun) && namesMeasure(before.noun) && !before.counted;
  const place = skip(reader, index + 1, 1, 'of', 'distinct', 'count');
  const valued =
    !reader.chinese && reader.items[place]?.kind === 'value' && nounAt(reader, place + 1) !== null;
  const next = valued ? place + 1 : place;
  const after = nounAt(reader, next);
  const adjacent =
    before !== null && (before.at === index - 1 || before.counted || isOp(reader, index - 1, 'of'));
  const gap = before ? gapText(reader, before.at, index) : '';
  const verbBetween =
    !/^(次数|数量|数目|人数)/.test(reader.items[index]?.text ?? '') &&
    before !== null &&
    after !== null &&
    isOp(reader, index + 1, 'of') &&
    gap !== '' &&
    !/^(中|里|内|上|被|所|中被)$/.test(gap) &&
    !before.counted;
  const takeBefore =
    !verbBetween && before !== null && (adjacent || !after) && !(isOp(reader, index - 1, 'with') && after);
  const chosen = takeBefore ? before.noun : after;
  if (!chosen) return;
  const numeric = takeBefore ? isColumnBefore : !namesTable(chosen) && namesMeasure(chosen);
  if (valued && !takeBefore) use(reader, next);
  else use(reader, takeBefore ? before.at : index, takeBefore ? index : next);
  use(reader, index);
  if (!takeBefore && reader.chinese && isOp(reader, next + 1, 'count')) use(reader, next + 1);
  if (numeric) {
    const aggregate = takeBefore ? before.aggregate : null;
    if (aggregate && takeBefore) use(reader, before.at - 1);
    const measure = aggregate ? { aggregate, noun: chosen, distinct: false, at: index } : null;
    superlativeOrder(reader, index, direction, measure ? null : chosen, measure, [], [], null);
  } else if (!takeBefore && isMode(reader, index, next, chosen)) {
    reader.draft.groups.push({ noun: chosen, at: next, weak: true });
    superlativeOrder(reader, index, direction, null, countOf(null, index), [], [], null);
  } else superlativeOrder(reader, index, direction, null, countOf(chosen, index), [], [], null);
}

function readHighest(reader: Reader, index: number, direction: Direction): void {
  const before = reader.chinese ? nounBefore(reader, index) : null;
  if (before && !(namesTable(before.noun) && bestColumn(before.noun) < 0.8)) {
    readHighestBefore(reader, index, direction, before);
    return;
  }
  const subject = readSubject(reader, index + 1);
  if (!subject) return;
  const noun = subject.noun;
  if (noun && namesTable(noun) && !namesMeasure(noun)) return;
  const endsQuestion =
    reader.chinese && !anyNounAt(reader, subject.end + 1) && !isOp(reader, subject.end + 1, 'of');
  use(reader, index, subject.end);
  if (noun && (endsQuestion || isPlainExtreme(reader, index, subject.end))) {
    reader.draft.measures.push({
      aggregate: direction === 'desc' ? 'max' : 'min',
      noun,
      distinct: false,
      at: index,
    });
    return;
  }
  superlativeOrder(reader, index, direction, noun, subject.measure, [], [], null);
}

function readHighestBefore(
  reader: Reader,
  index: number,
  direction: Direction,
  before: { noun: Noun; at: number; counted: boolean; aggregate: AggregateName | null },
): void {
  const from = before.aggregate ? before.at - 1 : before.at;
  const measure = before.counted
    ? countOf(before.noun, index)
    : before.aggregate
      ? { aggregate: before.aggregate, noun: before.noun, distinct: false, at: index }
      : null;
  use(reader, from, index);
  superlativeOrder(reader, index, direction, measure ? null : before.noun, measure, [], [], null);
}

/** `What is the highest price of …`: nothing is looked for but the extreme itself. */
function isPlainExtreme(reader: Reader, index: number, end: number): boolean {
  if (reader.draft.limit !== null) return false;
  for (let at = index - 1; at >= 0; at -= 1) {
    const item = reader.items[at];
    if (isOp(reader, at, 'with', 'whose', 'relative', 'by')) return false;
    if (item?.kind === 'noun' && !reader.used[at]) return false;
  }
  return (
    !isOp(reader, end + 1, 'with') &&
    (end + 1 >= reader.items.length ||
      isOp(reader, end + 1, 'of', 'and', 'comma', 'each') ||
      reader.items[end + 1]?.kind === 'stop' ||
      reader.items[end + 1]?.kind === 'period')
  );
}

/** `the first student to register`, 第一个注册的学生: which of the table's times is meant is said by a verb near it. */
function timeOfDoing(reader: Reader, index: number): { noun: Noun; at: number } | null {
  const near = [index + 1, index + 2, index + 3].filter((at) => nounAt(reader, at) !== null);
  const owner = near
    .map((at) => nounAt(reader, at))
    .find((noun) => noun && namesTable(noun) && bestTable(noun) >= 0.8);
  const table = owner?.candidates.find(({ thing }) => !isColumn(thing))?.thing;
  if (!table || isColumn(table) || table.columns.filter((column) => column.role === 'time').length < 2)
    return null;
  for (const at of near) {
    const noun = nounAt(reader, at);
    if (!noun || noun === owner) continue;
    const times = noun.candidates.filter(
      ({ thing, score }) => isColumn(thing) && thing.table === table && thing.role === 'time' && score >= 0.4,
    );
    if (times.length === 1) return { noun: { ...noun, candidates: times }, at };
  }
  return null;
}

function readAdjective(
  reader: Reader,
  index: number,
  direction: Direction,
  of: string[],
  inverse: string[],
): void {
  const next = skip(reader, index + 1, 1, 'of', 'distinct');
  const after = nounAt(reader, next);
  const before = reader.chinese ? nounBefore(reader, index) : null;
  const isTime = of.includes('date');
  const told = isTime ? timeOfDoing(reader, index) : null;
  if (told) {
    use(reader, index);
    use(reader, told.at);
    superlativeOrder(reader, index, direction, told.noun, null, [], [], null);
    return;
  }
  if (isTime && before && before.at === index - 1 && bestColumn(before.noun) > bestTable(before.noun)) {
    use(reader, before.at, index);
    superlativeOrder(reader, index, direction, before.noun, null, [], [], null);
    return;
  }
  if (after && isTime && bestColumn(after) > bestTable(after)) {
    use(reader, index, next);
    if (isPlainExtreme(reader, index, next) || reader.draft.groups.length > 0) {
      reader.draft.measures.push({
        aggregate: direction === 'desc' ? 'max' : 'min',
        noun: after,
        distinct: false,
        at: index,
      });
      return;
    }
    superlativeOrder(reader, index, direction, after, null, [], [], null);
    return;
  }
  if (after && !isTime && !namesTable(after) && namesMeasure(after)) {
    readHighest(reader, index, direction);
    return;
  }
  const each = reader.items.slice(0, index).some((item) => operationOf(item)?.op === 'each');
  const stamp = isOp(reader, next + 1, 'of') ? nounAt(reader, next + 2) : null;
  if (
    isTime &&
    each &&
    after &&
    stamp &&
    bestTable(after) >= 0.8 &&
    /^(日期|时间|date|time)$/.test(stamp.text)
  ) {
    use(reader, index, next + 2);
    reader.draft.measures.push({
      aggregate: direction === 'desc' ? 'max' : 'min',
      noun: after,
      distinct: false,
      at: index,
    });
    return;
  }
  use(reader, index);
  superlativeOrder(reader, index, direction, null, null, of, inverse, after ?? before?.noun ?? null);
}
