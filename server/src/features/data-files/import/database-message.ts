/** What DuckDB says of a file, without the paths of the server. */
export function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ ?((in|of)? ?file )?["']?\/[^\s"']+["']?/gi, '').trim();
}
