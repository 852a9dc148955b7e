import { isColumn, type PreparedColumn } from './catalog-index.ts';
import type { Noun } from './draft.ts';
import { bestTable, nounAt, operationOf, type Reader, use } from './draft-reader.ts';

const unitWord = /^(days?|time|duration|天数?|天)$/;

/** Columns among the candidates that hold a point in time. */
function times(noun: Noun | null): PreparedColumn[] {
  if (!noun || unitWord.test(noun.text)) return [];
  const table = bestTable(noun);
  return noun.candidates.flatMap(({ thing, score }) =>
    isColumn(thing) && thing.role === 'time' && thing.kind !== 'time' && score >= Math.max(0.4, table)
      ? [thing]
      : [],
  );
}

function pairOf(first: Noun, second: Noun): [PreparedColumn, PreparedColumn] | null {
  for (const from of times(first))
    for (const to of times(second)) if (from.table === to.table && from !== to) return [from, to];
  return null;
}

const asksDays = /\b(days|number of days|time|duration|how long)\b|天数?|多久|多长时间|时长/;
const joins = /\b(between|from)\b|从|到|与|和|之间|至/;

/**
 * `average days between order date and shipping date`, 从下单到发货平均需要多少天: the time between two columns of a
 * row, in whole days.
 */
export function readElapsed(reader: Reader): void {
  if (!asksDays.test(reader.text) || !joins.test(reader.text)) return;
  const places = reader.items
    .map((_item, index) => index)
    .filter((index) => times(nounAt(reader, index)).length > 0);
  const [first, second, third] = places;
  if (first === undefined || second === undefined || third !== undefined) return;
  const from = nounAt(reader, first);
  const to = nounAt(reader, second);
  const pair = from && to ? pairOf(from, to) : null;
  const aggregateAt = reader.items.findIndex((item, index) => {
    return operationOf(item)?.op === 'aggregate' && !reader.used[index];
  });
  const aggregate = operationOf(reader.items[aggregateAt]);
  if (!pair || !from || aggregate?.op !== 'aggregate') return;
  for (const [index, item] of reader.items.entries()) {
    const op = operationOf(item)?.op;
    const inside = index > first && index < second;
    const unit = unitWord.test(item.text);
    if (index === aggregateAt || index === first || index === second || op === 'between' || unit)
      use(reader, index);
    else if (
      (inside && (op === 'and' || op === 'of')) ||
      (op === 'count' && nounAt(reader, index + 1) === null)
    )
      use(reader, index);
  }
  reader.draft.measures.push({
    aggregate: aggregate.aggregate,
    noun: from,
    distinct: false,
    at: first,
    elapsed: { from: pair[0], to: pair[1] },
  });
}
