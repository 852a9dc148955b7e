/**
 * The name that was probably meant: the same in other letters, one that begins or ends alike, or one a few letters
 * away. Null when nothing is near; of several the first.
 */
export function nearestName(wanted: string, names: Iterable<string>): string | null {
  const plain = wanted.toLowerCase();
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = distanceOf(plain, name.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** Smaller is nearer; infinite when the names have little in common or are not nearer than `least`. */
function distanceOf(wanted: string, name: string, least: number): number {
  if (wanted === name) return 0;
  const allowed = Math.min(Math.max(1, Math.floor(wanted.length / 3)), least - 1);
  if (Math.abs(wanted.length - name.length) <= allowed) {
    const edits = editDistance(wanted, name);
    if (edits <= allowed) return edits;
  }
  const contained = name.length >= 3 && wanted.length >= 3;
  const alike = contained && (name.includes(wanted) || wanted.includes(name));
  return alike ? wanted.length + Math.abs(wanted.length - name.length) : Number.POSITIVE_INFINITY;
}

/** Letters to add, drop, replace or swap with their neighbour. */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
