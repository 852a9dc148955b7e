/** One line of a comparison. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Above this many pairs of changed lines all of them are shown as replaced, for the table would grow too large. */
const maxPairs = 4_000_000;

/** What changed from one text to the other, line by line, with as few changed lines as possible. */
export function diffLines(before: string, after: string): DiffLine[] {
  const left = before.split('\n');
  const right = after.split('\n');
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  const same = (lines: string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(left.slice(0, start)),
    ...changed(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...same(left.slice(left.length - end)),
  ];
}

function changed(left: string[], right: string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (left.length * right.length > maxPairs) return [...left.map(removed), ...right.map(added)];
  const lengths = commonLengths(left, right);
  const lines: DiffLine[] = [];
  let [at, to] = [0, 0];
  while (at < left.length && to < right.length) {
    if (left[at] === right[to]) {
      lines.push({ kind: 'same', text: left[at]! });
      at += 1;
      to += 1;
    } else if (lengths[at + 1]![to]! >= lengths[at]![to + 1]!) {
      lines.push(removed(left[at]!));
      at += 1;
    } else {
      lines.push(added(right[to]!));
      to += 1;
    }
  }
  return [...lines, ...left.slice(at).map(removed), ...right.slice(to).map(added)];
}

/** At [i][j]: how many lines the rests from i and j have in common, in order. */
function commonLengths(left: string[], right: string[]): Uint32Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let to = right.length - 1; to >= 0; to -= 1) {
      table[at]![to] =
        left[at] === right[to]
          ? table[at + 1]![to + 1]! + 1
          : Math.max(table[at + 1]![to]!, table[at]![to + 1]!);
    }
  }
  return table;
}
