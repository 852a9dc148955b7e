/** What a sticky pattern finds exactly at a position; null where it does not fit. */
export function matchAt(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}
