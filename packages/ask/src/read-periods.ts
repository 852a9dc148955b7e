import type { Noun } from './draft.ts';
import { addCondition, bestColumn, isOp, namesTime, nounAt, type Reader, skip, use } from './draft-reader.ts';
import { groupFor } from './read-values.ts';

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
      {
        kind: 'period',
        from: item.from,
        to: item.to,
        noun: beside?.noun ?? null,
        year: item.year ?? null,
        untilNow: item.untilNow ?? false,
      },
      { group, negated: group !== 0 ? false : negatedPeriod(reader, index) },
    );
    joinPreviousYear(reader, index, beside?.noun ?? null);
    joinNextYear(reader, index, beside?.noun ?? null);
  }
}

/** `on weekends`, 周末: rows that fall on some days of the week. */
export function readWeekdays(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const item = reader.items[index];
    if (item?.kind !== 'operation' || item.operation.op !== 'weekdays' || reader.used[index]) continue;
    use(reader, index);
    const group = groupFor(reader, index);
    addCondition(reader, index, { kind: 'weekdays', noun: null, days: item.operation.days }, { group });
  }
}

function negatedPeriod(reader: Reader, index: number): boolean {
  if (reader.chinese || !isOp(reader, index - 1, 'except')) return false;
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
