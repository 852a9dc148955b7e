import { isColumn } from './catalog-index.ts';
import type { Noun } from './draft.ts';
import { anyNounAt, isOp, namesTable, nounAt, operationOf, type Reader, skip, use } from './draft-reader.ts';

/** `each X`, `per X`, 每个X, 按月, `by X and Y`: what the answer is grouped by. */
export function readGroups(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const operation = operationOf(reader.items[index]);
    if (reader.used[index] || !operation) continue;
    if (operation.op === 'grain') {
      const item = reader.items[index];
      reader.draft.grains.push({
        grain: operation.grain,
        at: index,
        span: { start: item?.start ?? 0, end: item?.end ?? 0, text: item?.text ?? '' },
      });
      use(reader, index);
    } else if (operation.op === 'each') readGroupNouns(reader, index, true);
    else if (operation.op === 'by') readGroupNouns(reader, index, false);
  }
}

function readGroupNouns(reader: Reader, index: number, strong: boolean): void {
  let at = index + 1;
  if (reader.items[at]?.kind === 'unit') at += 1;
  at = skip(reader, at, 1, 'distinct', 'of');
  if (reader.items[at]?.kind === 'period' && reader.chinese) return;
  const noun = nounAt(reader, at);
  if (noun && !strong && isDoer(reader, index, noun)) return;
  if (!noun) {
    if (reader.items[at]?.kind === 'value' || strong) use(reader, index);
    return;
  }
  if (!strong && !reader.chinese && isOp(reader, at + 1, 'who')) return;
  use(reader, index, at);
  reader.draft.groups.push({ noun: ofItsTable(reader, at, noun), at, weak: !strong });
  readMoreGroups(reader, at, strong);
}

/** `each type of transaction`: the type is a column of the table named after it. */
function ofItsTable(reader: Reader, at: number, noun: Noun): Noun {
  const owner = !reader.chinese && isOp(reader, at + 1, 'of') ? nounAt(reader, at + 2) : null;
  const table = owner && namesTable(owner) ? owner.candidates[0]?.thing : undefined;
  if (!table || isColumn(table) || namesTable(noun)) return noun;
  const own = noun.candidates.filter(({ thing }) => isColumn(thing) && thing.table === table);
  return own.length > 0 ? { ...noun, candidates: own } : noun;
}

/** `credits earned by students in each program`: who did it, not what the answer is grouped by. */
function isDoer(reader: Reader, index: number, noun: Noun): boolean {
  if (reader.chinese || !namesTable(noun)) return false;
  const clause = reader.text.slice(0, reader.items[index]?.start ?? 0);
  const isDone = /\b\w+(ed|written|made|sold|given|taken|paid|bought)\b[^,.;?!]*$/.test(clause);
  const grouped = reader.items.slice(index).some((item) => operationOf(item)?.op === 'each');
  const listed = reader.draft.measures.length === 0 && /s$/.test(noun.text);
  return isDone && (grouped || listed);
}

/** Further nouns after `and` or a comma belong to the grouping after `by`, and after `each … and each …`. */
function readMoreGroups(reader: Reader, from: number, strong: boolean): void {
  let last = from;
  while (isOp(reader, last + 1, 'and', 'comma')) {
    const next = skip(reader, last + 1, 1, 'and', 'comma', 'each');
    const noun = nounAt(reader, next);
    if (!noun) return;
    if (
      strong &&
      !isOp(reader, next - 1, 'each') &&
      !(
        isOp(reader, last + 1, 'and') &&
        !reader.chinese &&
        (isBareColumn(reader, next) || isTwin(reader, last, next))
      )
    )
      return;
    use(reader, last + 1, next);
    reader.draft.groups.push({ noun, at: next, weak: !strong });
    last = next;
  }
}

/** `each make and model of cars`: two columns of one table, neither of them a number to show. */
function isTwin(reader: Reader, last: number, next: number): boolean {
  const first = anyNounAt(reader, last)?.candidates[0];
  const second = nounAt(reader, next)?.candidates[0];
  if (!first || !second || !isColumn(first.thing) || !isColumn(second.thing)) return false;
  const plain = (role: string) => role === 'category' || role === 'text';
  return (
    first.score >= 0.9 &&
    second.score >= 0.9 &&
    first.thing.table === second.thing.table &&
    plain(first.thing.role) &&
    plain(second.thing.role)
  );
}

function isBareColumn(reader: Reader, index: number): boolean {
  const next = reader.items[index + 1];
  return next === undefined || next.kind === 'stop' || next.kind === 'period';
}
