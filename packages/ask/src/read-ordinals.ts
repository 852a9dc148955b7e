import { operationOf, type Reader, use } from './draft-reader.ts';

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** The place that `second` or `3rd` says; 0 when the word is no such place. */
function placeOf(text: string): number {
  const written = /^([2-9]|[1-9]\d)(nd|rd|th|st)$/.exec(text);
  return written ? Number(written[1]) : ordinals.indexOf(text) + 1;
}

/** `the second highest price`, `the 3rd oldest member`: one row after those before it. */
export function readOrdinals(reader: Reader): void {
  for (const [index, item] of reader.items.entries()) {
    const place = reader.used[index] || item.kind === 'value' ? 0 : placeOf(item.text);
    const next = operationOf(reader.items[index + 1])?.op;
    if (place < 2 || (next !== 'superlative' && next !== 'most')) continue;
    reader.draft.skipped = place - 1;
    use(reader, index);
  }
}
