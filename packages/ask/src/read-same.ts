import { addCondition, gapText, nounAt, type Reader, use } from './draft-reader.ts';

/** `in the same city as Ann`: rows that share a column with the row of a value. */
export function readSame(reader: Reader): void {
  for (const [index, item] of reader.items.entries()) {
    const noun = nounAt(reader, index - 1);
    if (item.kind !== 'value' || reader.used[index] || !noun || reader.chinese) continue;
    if (!/\bsame\s*$/.test(reader.text.slice(0, noun.start))) continue;
    if (!/^as( the| that of| those of)?$/.test(gapText(reader, index - 1, index))) continue;
    use(reader, index - 1, index);
    addCondition(reader, index, { kind: 'same', noun, value: item });
  }
}

/** `the same city as …` that was not read as such says something that no reading may leave out. */
export function refuseUnreadSame(reader: Reader): void {
  const found = /\bsame\s+\w+(\s+\w+)?\s+as\b/.exec(reader.text);
  if (!found || reader.draft.conditions.some((condition) => condition.kind === 'same')) return;
  reader.draft.unexplained.push({
    start: found.index,
    end: found.index + found[0].length,
    text: found[0],
  });
}

/** `Did every patient pay?` and `how many paid and how many did not` ask for more than a list or one number. */
export function refuseUnlisted(reader: Reader): void {
  const yesOrNo = /^\s*(did|does|do|has|have|is|was)\s+(every|each|all|any)\b/.exec(reader.text);
  const twice = /\bhow many\b[^.?!]*\band\s+how many\b/.exec(reader.text);
  const counted = new Set(reader.draft.measures.flatMap((one) => one.noun?.candidates[0]?.thing ?? []));
  const found = yesOrNo ?? (twice && counted.size < 2 ? twice : null);
  if (!found) return;
  const start = found.index;
  reader.draft.unexplained.push({ start, end: start + found[0].length, text: found[0].trim() });
}
