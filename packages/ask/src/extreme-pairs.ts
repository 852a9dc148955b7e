import { namesMeasure, namesTable, nounAt, operationOf, type Reader, skip, use } from './draft-reader.ts';

/** `the highest and lowest price`, 最大和最小份额: two extremes of one column are two measures. */
export function readExtremePairs(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const first = operationOf(reader.items[index]);
    const second = operationOf(reader.items[index + 2]);
    const joined = operationOf(reader.items[index + 1]);
    if (first?.op !== 'superlative' || second?.op !== 'superlative' || joined?.op !== 'and') continue;
    if (first.of.length > 0 || second.of.length > 0 || first.direction === second.direction) continue;
    const at = skip(reader, index + 3, 1, 'of');
    const noun = nounAt(reader, at);
    if (!noun || namesTable(noun) || !namesMeasure(noun)) continue;
    use(reader, index, at);
    for (const { direction } of [first, second])
      reader.draft.measures.push({
        aggregate: direction === 'desc' ? 'max' : 'min',
        noun,
        distinct: false,
        at: index,
      });
  }
}
