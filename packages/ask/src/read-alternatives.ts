import type { ConditionDraft } from './draft.ts';
import { isOp, type Reader, use } from './draft-reader.ts';

/** Counts of partners can stand beside conditions on rows, other numbers of groups cannot. */
function isOnRows(condition: ConditionDraft): boolean {
  return !('subject' in condition) || (condition.subject.measure?.aggregate ?? 'count') === 'count';
}

/** Words that may stand between a condition and `or`: none that start something new. */
function isOpen(reader: Reader, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const item = reader.items[at];
    const pauses = isOp(reader, at, 'comma') && at + 1 === to;
    if (item?.kind === 'stop' || (isOp(reader, at, 'and', 'comma') && !pauses)) return false;
    if (!reader.used[at] && item?.kind === 'noun') return false;
  }
  return true;
}

/**
 * `live in Haiti or have the phone number 123`, 单价低于5或库存为0: two conditions of different columns with `or`
 * between them; either is enough.
 */
export function readAlternatives(reader: Reader): void {
  const conditions = reader.draft.conditions.toSorted((left, right) => left.at - right.at);
  for (let index = 0; index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'or')) continue;
    const before = conditions.filter((condition) => condition.at < index).at(-1);
    const after = conditions.find((condition) => condition.at > index);
    if (!before || !after || !isOnRows(before) || !isOnRows(after)) continue;
    if (!isOpen(reader, before.at + 1, index) || !isOpen(reader, index + 1, after.at)) continue;
    if (after.group !== 0 && before.group !== 0) continue;
    const group = before.group || after.group || reader.nextGroup;
    if (group === reader.nextGroup) reader.nextGroup += 1;
    before.group = group;
    after.group = group;
    use(reader, index);
  }
}
