import { isColumn } from './catalog-index.ts';
import { anyNounAt, namesTable, nounAt, type Reader, use } from './draft-reader.ts';
import { isBareMetric } from './metric.ts';

/** 客户占比, `share of customers`: what is shared out is counted when nothing else is measured. */
export function readShare(reader: Reader): void {
  if (!reader.draft.share || reader.draft.measures.length > 0) return;
  const places = reader.items.map((_item, index) => index).filter((index) => nounAt(reader, index) !== null);
  const at = reader.chinese ? places.at(-1) : sharedRows(reader, places);
  const noun = at === undefined ? null : nounAt(reader, at);
  if (places.length === 0) readShareOfValue(reader);
  if (!noun || at === undefined || isBareMetric(noun)) return;
  reader.draft.measures.push({ aggregate: 'count', noun, distinct: false, at });
  use(reader, at);
}

/** `share of fragile parcels`: the parcels are shared out by the mark before them. */
function sharedRows(reader: Reader, places: number[]): number | undefined {
  const [first, second] = places;
  const thing = first === undefined ? undefined : nounAt(reader, first)?.candidates[0]?.thing;
  const isMark = thing !== undefined && isColumn(thing) && thing.role === 'flag';
  const rows =
    isMark && second !== undefined && first !== undefined && second === first + 1
      ? nounAt(reader, second)
      : null;
  return rows && namesTable(rows) ? second : first;
}

/** 已取消订单的占比: the table that the value stands beside is counted. */
function readShareOfValue(reader: Reader): void {
  const at = reader.items.findIndex((item) => item.kind === 'noun' && namesTable(item));
  const noun = anyNounAt(reader, at);
  const beside = reader.draft.conditions.some(
    (condition) => condition.kind === 'value' && condition.noun === noun,
  );
  if (noun && beside) reader.draft.measures.push({ aggregate: 'count', noun, distinct: false, at });
}
