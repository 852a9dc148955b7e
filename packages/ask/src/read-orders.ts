import type { MeasureDraft, Noun } from './draft.ts';
import {
  addOrder,
  countOf,
  isOp,
  nounAt,
  operationOf,
  type Reader,
  skip,
  subjectOf,
  use,
} from './draft-reader.ts';
import type { Direction } from './operations.ts';

function readDirection(reader: Reader, index: number): { direction: Direction; at: number } | null {
  const operation = operationOf(reader.items[index]);
  return operation?.op === 'direction' && !reader.used[index]
    ? { direction: operation.direction, at: index }
    : null;
}

/** A measure or column named from the index on: `number of X`, `total X`, `X`. */
export function readSubject(
  reader: Reader,
  from: number,
): { measure: MeasureDraft | null; noun: Noun | null; end: number } | null {
  let at = skip(reader, from, 1, 'of', 'distinct');
  const operation = operationOf(reader.items[at]);
  if (operation?.op === 'count' && !reader.used[at]) {
    const next = skip(reader, at + 1, 1, 'of', 'distinct');
    const noun = nounAt(reader, next);
    return noun
      ? { measure: countOf(noun, at), noun: null, end: next }
      : { measure: countOf(null, at), noun: null, end: at };
  }
  if (operation?.op === 'aggregate' && !reader.used[at]) {
    const next = skip(reader, at + 1, 1, 'of');
    const noun = nounAt(reader, next);
    if (!noun) return null;
    return { measure: { aggregate: operation.aggregate, noun, distinct: false, at }, noun: null, end: next };
  }
  at = skip(reader, from, 1, 'of');
  const noun = nounAt(reader, at);
  if (!noun) return null;
  if (isOp(reader, at + 1, 'count')) return { measure: countOf(noun, at), noun: null, end: at + 1 };
  return { measure: null, noun, end: at };
}

function pushOrder(
  reader: Reader,
  at: number,
  subject: { measure: MeasureDraft | null; noun: Noun | null },
  direction: Direction,
): void {
  addOrder(reader, {
    at,
    subject: subjectOf(subject.noun, subject.measure),
    direction,
    limit: null,
    owner: null,
    isSuperlative: false,
  });
}

/** `ordered by X descending`, 按X从高到低, `in descending order of X`. Nouns may be listed. */
export function readOrders(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    if (isOp(reader, index, 'order')) readOrderWord(reader, index);
    else if (isOp(reader, index, 'by')) readByOrder(reader, index);
    else readBareDirection(reader, index);
  }
}

/** `Sort the product names …`: with nothing before it, what is sorted is what is shown. */
function opensWithSort(reader: Reader, index: number): boolean {
  return (
    /^sort/.test(reader.items[index]?.text ?? '') &&
    reader.items.slice(0, index).every((item) => item.kind !== 'noun')
  );
}

function readOrderWord(reader: Reader, index: number): void {
  let from = isOp(reader, index + 1, 'by', 'of') ? index + 2 : index + 1;
  const early = readDirection(reader, from);
  if (early) from = early.at + 1;
  if (isOp(reader, from, 'by', 'of')) from += 1;
  const subject = readSubject(reader, from);
  const late = subject
    ? readDirection(reader, skip(reader, subject.end + 1, 1, 'comma'))
    : readDirection(reader, from);
  if (!subject && !early && !late) return;
  const direction = early?.direction ?? late?.direction ?? 'asc';
  use(
    reader,
    index,
    subject ? Math.max(subject.end, late?.at ?? 0) : Math.max(index, late?.at ?? 0, early?.at ?? 0),
  );
  if (subject?.noun && opensWithSort(reader, index)) reader.used[subject.end] = false;
  if (early) use(reader, early.at);
  pushOrder(reader, index, subject ?? { measure: null, noun: null }, direction);
  if (subject) readFurtherOrders(reader, subject.end + 1);
}

function readFurtherOrders(reader: Reader, from: number): void {
  if (!isOp(reader, from, 'comma', 'and')) return;
  const at = skip(reader, from, 1, 'comma', 'and');
  const subject = readSubject(reader, at);
  const direction = subject ? readDirection(reader, subject.end + 1) : null;
  if (!subject || (!direction && subject.end < reader.items.length - 2)) return;
  use(reader, from, direction?.at ?? subject.end);
  pushOrder(reader, at, subject, direction?.direction ?? 'asc');
}

/** 按X降序 and `by X descending`: `by` orders when a direction or the word for sorting follows. */
function readByOrder(reader: Reader, index: number): void {
  const subject = readSubject(reader, index + 1);
  let at = subject ? subject.end + 1 : index + 1;
  if (isOp(reader, at, 'of')) at += 1;
  const direction = readDirection(reader, at);
  const order = isOp(reader, at, 'order') ? at : isOp(reader, at + 1, 'order') && direction ? at + 1 : null;
  if (!direction && order === null) return;
  const late = order !== null && !direction ? readDirection(reader, order + 1) : direction;
  use(reader, index, Math.max(order ?? 0, late?.at ?? 0));
  pushOrder(reader, index, subject ?? { measure: null, noun: null }, late?.direction ?? 'asc');
}

function readBareDirection(reader: Reader, index: number): void {
  const direction = readDirection(reader, index);
  if (!direction) return;
  const text = reader.items[index]?.text ?? '';
  const subject =
    / of$/.test(text) || isOp(reader, index + 1, 'of', 'by') ? readSubject(reader, index + 1) : null;
  use(reader, index, subject?.end ?? index);
  pushOrder(reader, index, subject ?? { measure: null, noun: null }, direction.direction);
}
