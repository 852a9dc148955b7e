import {
  addOrder,
  anyNounAt,
  countOf,
  isOp,
  namesMeasure,
  namesTable,
  nounAt,
  operationOf,
  type Reader,
  subjectOf,
  use,
} from './draft-reader.ts';
import type { Direction } from './operations.ts';

const unit = (reader: Reader, index: number) => reader.items[index]?.kind === 'unit';

function numberAt(reader: Reader, index: number): number | null {
  const item = reader.items[index];
  return item?.kind === 'number' && !reader.used[index] && Number.isInteger(item.value) && item.value > 0
    ? item.value
    : null;
}

/** `which 3 countries have the highest …`: a bare number before a noun when a superlative follows. */
function readLooseLimit(reader: Reader, index: number): void {
  const amount = numberAt(reader, index);
  if (amount === null || reader.chinese || !nounAt(reader, index + 1) || reader.draft.limit !== null) return;
  const before = reader.text.slice(0, reader.items[index]?.start ?? 0);
  const later = reader.items
    .slice(index)
    .some((item) => ['superlative', 'most'].includes(operationOf(item)?.op ?? ''));
  if (!later || !/(which|what are the|list the|show the|find the|the)\s*$/.test(before)) return;
  reader.draft.limit = amount;
  use(reader, index);
}

/** 工资前三的医生: the number right before 前 is what ranks. */
function readRankedBy(reader: Reader, index: number, direction: Direction): void {
  const counted = isOp(reader, index - 1, 'count');
  const at = counted ? index - 2 : index - 1;
  const noun = reader.chinese ? nounAt(reader, at) : null;
  const goesOn = reader.items.some((item) =>
    ['superlative', 'most', 'direction'].includes(operationOf(item)?.op ?? ''),
  );
  if (!noun || goesOn || isOp(reader, at - 1, 'each', 'by', 'aggregate')) return;
  if (!counted && (!namesMeasure(noun) || namesTable(noun))) return;
  use(reader, at, index - 1);
  addOrder(reader, {
    at: index,
    subject: counted ? subjectOf(null, countOf(noun, index)) : subjectOf(noun),
    direction,
    limit: null,
    owner: null,
    isSuperlative: true,
  });
}

/** `best-selling products` without a number asks for the head of the list, not for one. */
function isBestSellers(reader: Reader, index: number): boolean {
  const text = reader.items[index]?.text ?? '';
  return /sell/.test(text) && /s$/.test(anyNounAt(reader, index + 2)?.text ?? '');
}

/** `top 5`, 前5个, `3 oldest`, 最长的10首: how many rows are wanted. */
export function readLimits(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const operation = operationOf(reader.items[index]);
    readLooseLimit(reader, index);
    if (reader.used[index] || !operation) continue;
    if (operation.op === 'top') {
      const after = numberAt(reader, index + 1);
      if (after === null) continue;
      reader.draft.limit = after;
      reader.draft.limitDirection = operation.direction;
      use(reader, index, unit(reader, index + 2) ? index + 2 : index + 1);
      readRankedBy(reader, index, operation.direction);
    } else if (operation.op === 'superlative' || operation.op === 'most') {
      if (operation.place) reader.draft.skipped = operation.place - 1;
      if (isBestSellers(reader, index)) reader.draft.limit ??= 10;
      const before = numberAt(reader, index - 1);
      const gap = isOp(reader, index + 1, 'of') ? index + 2 : index + 1;
      const later =
        reader.chinese && nounAt(reader, index + 1) && isOp(reader, index + 2, 'of') ? index + 3 : gap;
      const leads = reader.chinese || nounAt(reader, index + 2) !== null;
      const after = leads ? numberAt(reader, later) : null;
      if (before !== null) {
        reader.draft.limit = before;
        use(reader, index - 1);
      } else if (after !== null) {
        reader.draft.limit = after;
        use(reader, later, unit(reader, later + 1) ? later + 1 : later);
      }
    }
  }
}
