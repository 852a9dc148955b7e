const widest = 40;

/** A value as a script's process sends it, as plain JSON has it. */
export function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $integer, $decimal, $json } = value as Record<string, string | undefined>;
  return $integer ?? $decimal ?? ($json === undefined ? value : JSON.parse($json));
}

/** Rows as a table for a terminal; long values are cut, Chinese characters count for two columns. */
export function tableOf(rows: readonly Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => shown(row[name])))].map((cells) =>
    cells.map(cut),
  );
  const widths = names.map((_, at) => Math.max(...lines.map((cells) => widthOf(cells[at] ?? ''))));
  const text = lines.map((cells) =>
    cells
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [text[0], rule, ...text.slice(1)].join('\n');
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function cut(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  let width = 0;
  for (const [at, one] of [...line].entries()) {
    width += widthOf(one);
    if (width > widest) return `${[...line].slice(0, at).join('')}…`;
  }
  return line;
}

function widthOf(text: string): number {
  let width = 0;
  for (const one of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
        one,
      )
        ? 2
        : 1;
  return width;
}
