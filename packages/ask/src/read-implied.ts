import { isColumn } from './catalog-index.ts';
import type { Noun } from './draft.ts';
import { namesTable, nounAt, operationOf, type Reader, use } from './draft-reader.ts';
import { isBareMetric } from './metric.ts';

/** What a column must be called to be added up without being asked to. */
const additiveName =
  /(amount|total|quantity|revenue|sales|cost|fee|tax|freight|金额|数量|销量|总额|费|成本|额)/i;

function saysAmount(noun: Noun): boolean {
  const best = noun.candidates[0];
  return (
    best !== undefined &&
    isColumn(best.thing) &&
    best.thing.role === 'measure' &&
    additiveName.test(`${best.thing.name} ${best.thing.comment ?? ''}`)
  );
}

/** `orders per channel`, 各支付方式的支付金额: rows are counted and amounts added up where a grouping asks for one number. */
export function readImpliedMeasures(reader: Reader): void {
  const { draft } = reader;
  const grouped = draft.groups.length + draft.grains.length > 0;
  const timed = draft.conditions.some((condition) => condition.kind === 'period');
  if (!(grouped || timed) || draft.limit !== null || draft.measures.length > 0 || draft.orders.length > 0)
    return;
  const places = reader.items.map((_item, index) => index).filter((index) => nounAt(reader, index) !== null);
  const [at, another] = places;
  const noun = at === undefined ? null : nounAt(reader, at);
  if (!noun || at === undefined || another !== undefined || isBareMetric(noun)) return;
  const listed = draft.groups.some((group) =>
    reader.items
      .slice(Math.min(group.at, at) + 1, Math.max(group.at, at))
      .some((item) => ['and', 'comma'].includes(operationOf(item)?.op ?? '')),
  );
  if (listed) return;
  const perRow =
    draft.grains.length === 0 &&
    draft.groups.every(
      (group) =>
        !group.weak &&
        !/^per /.test(reader.text.slice(reader.text.lastIndexOf('per ', group.noun.start), group.noun.start)),
    );
  if (namesTable(noun) && (perRow || !grouped)) return;
  const sameTable = draft.groups.some(
    (group) =>
      noun.candidates[0] &&
      isColumn(noun.candidates[0].thing) &&
      group.noun.candidates[0]?.thing === noun.candidates[0].thing.table,
  );
  if (!namesTable(noun) && (!saysAmount(noun) || sameTable)) return;
  draft.measures.push({ aggregate: namesTable(noun) ? 'count' : 'sum', noun, distinct: false, at });
  use(reader, at);
}

/** 每月的订单数和订单金额: an amount listed with a count is added up like it. */
export function readFurtherAmounts(reader: Reader): void {
  const { draft } = reader;
  if (draft.measures.length === 0 || draft.grains.length === 0 || draft.limit !== null) return;
  for (const index of reader.items.keys()) {
    const noun = nounAt(reader, index);
    const joined = ['and', 'comma'].includes(operationOf(reader.items[index - 1])?.op ?? '');
    if (!noun || !joined || namesTable(noun) || isBareMetric(noun) || !saysAmount(noun)) continue;
    const before = reader.items[index - 2];
    if (!before || !reader.used[index - 2]) continue;
    draft.measures.push({ aggregate: 'sum', noun, distinct: false, at: index });
    use(reader, index);
  }
}
