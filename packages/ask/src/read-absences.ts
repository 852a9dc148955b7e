import { isColumn } from './catalog-index.ts';
import type { Noun } from './draft.ts';
import {
  addCondition,
  anyNounAt,
  bestColumn,
  bestTable,
  isOp,
  namesMeasure,
  namesTable,
  namesTime,
  nounAt,
  type Reader,
  skip,
  subjectOf,
  use,
} from './draft-reader.ts';

/** 任何X都没…: what is missing stands before. */
function readAbsenceBefore(reader: Reader, index: number): boolean {
  const noun = nounAt(reader, index - 1);
  if (!noun || bestTable(noun) < 0.5) return false;
  reader.draft.absences.push({ noun, at: index - 1 });
  use(reader, index - 1, index);
  return true;
}

/** 没有播放“X”导演的卡通片的频道: what is missing has conditions of its own, and stands before the last 的. */
function readAbsenceOfClause(reader: Reader, index: number): boolean {
  if (!reader.chinese || isOp(reader, index, 'except')) return false;
  let valued = false;
  for (let at = index + 1; at < Math.min(reader.items.length, index + 7); at += 1) {
    const item = reader.items[at];
    const noun = nounAt(reader, at);
    if (item?.kind === 'value') {
      if (isOp(reader, at + 1, 'of')) return false;
      valued = true;
    }
    if (noun && valued && namesTable(noun) && bestTable(noun) >= 0.7) {
      const next = skip(reader, at + 1, 1, 'of');
      const owner = anyNounAt(reader, next);
      if (next === at + 1 || !owner || !namesTable(owner)) return false;
      if (owner.candidates[0]?.thing === noun.candidates[0]?.thing) return false;
      reader.draft.absences.push({ noun, at });
      use(reader, index);
      use(reader, at);
      return true;
    } else if (!noun && item?.kind !== 'value' && !isOp(reader, at, 'of', 'any', 'by', 'with')) return false;
  }
  return false;
}

function namesFlag(noun: Noun): boolean {
  const best = noun.candidates[0];
  return best !== undefined && isColumn(best.thing) && best.thing.role === 'flag' && best.score >= 0.6;
}

/** `patients never admitted`: what did not happen is the row of admissions, not its date; null for an own date. */
function eventOf(reader: Reader, noun: Noun, before: number): Noun | null {
  const best = noun.candidates[0]?.thing;
  if (!best || !isColumn(best) || best.role !== 'time') return null;
  const asked = reader.items
    .slice(0, before)
    .flatMap((item) => (item.kind === 'noun' && bestTable(item) >= 0.9 ? [item.candidates[0]?.thing] : []))
    .find((thing) => thing !== undefined && !isColumn(thing));
  if (!asked || isColumn(asked) || asked === best.table) return null;
  return { ...noun, candidates: [{ thing: best.table, score: 0.9 }] };
}

/** `all halls except halls having a concert`: what is left out is told by what it has. */
function exceptThoseWith(reader: Reader, index: number): number {
  const again = anyNounAt(reader, index + 1);
  if (!isOp(reader, index, 'except') || !again || !isOp(reader, index + 2, 'with')) return index + 1;
  const same = reader.items
    .slice(0, index)
    .some((item) => item.kind === 'noun' && item.candidates[0]?.thing === again.candidates[0]?.thing);
  if (!same) return index + 1;
  use(reader, index + 1, index + 2);
  return index + 3;
}

/** `without X`, `have not … X`, 没有X的: rows that must have no partner, or columns that are empty. */
export function readAbsences(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'not', 'without', 'except')) continue;
    if (/^都/.test(reader.items[index]?.text ?? '') && readAbsenceBefore(reader, index)) continue;
    if (readAbsenceOfClause(reader, index)) continue;
    const from = exceptThoseWith(reader, index);
    for (let at = from; at < Math.min(reader.items.length, from + 4); at += 1) {
      const noun = nounAt(reader, at);
      if (!noun) {
        if (
          /^(stop|value|comparison|number)$/.test(reader.items[at]?.kind ?? '') ||
          (isOp(reader, at, 'of') && reader.chinese)
        )
          break;
        continue;
      }
      const lacks =
        isOp(reader, index, 'without') &&
        bestTable(noun) < 0.5 &&
        bestColumn(noun) >= 0.7 &&
        !namesFlag(noun);
      const done = reader.chinese ? null : eventOf(reader, noun, index);
      if (done) {
        reader.draft.absences.push({ noun: done, at });
        use(reader, index);
        use(reader, at);
        break;
      }
      const emptied = lacks || (bestColumn(noun) > bestTable(noun) && namesTime(noun));
      if (lacks && namesMeasure(noun))
        addCondition(reader, at, { kind: 'compare', subject: subjectOf(noun), operator: '=', value: 0 });
      else if (emptied) addCondition(reader, at, { kind: 'null', noun });
      else if (namesFlag(noun)) {
        const mention = { noun, at };
        reader.draft.absences.push(mention);
        reader.draft.selects.push(mention);
      } else if (bestTable(noun) >= 0.5) reader.draft.absences.push({ noun, at });
      else break;
      use(reader, index);
      use(reader, at);
      break;
    }
  }
}
