/** A time as the documents write it, to the second: `2023-01-01T00:00:00Z`. */
export function presentTime(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}
