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
    if (readDifference(reader, index, at)) reader.draft.difference = true;
    const pair = reader.draft.difference && first.direction === 'asc' ? [second, first] : [first, second];
    for (const { direction } of pair)
      reader.draft.measures.push({
        aggregate: direction === 'desc' ? 'max' : 'min',
        noun,
        distinct: false,
        at: index,
      });
  }
}

/** `the difference between the highest and lowest price`, 最高和最低价的差值: marks its words as read. */
function readDifference(reader: Reader, from: number, to: number): boolean {
  const start = reader.items[from]?.start ?? 0;
  const end = reader.items[to]?.end ?? 0;
  const opening = /(difference|gap)\s+(in \w+ )?between\s+(the\s+)?$/.exec(reader.text.slice(0, start));
  const closing = /^(之间)?的?(差距|差值|差额|之差|差)/.exec(reader.text.slice(end));
  if (!opening && !closing) return false;
  const first = opening?.index ?? end;
  const last = closing ? end + closing[0].length : start;
  for (const [index, item] of reader.items.entries())
    if (item.start >= first && item.end <= last) use(reader, index);
  return true;
}
