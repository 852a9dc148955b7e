const longest = 60;

/** A table name from a client's file name: letters, digits and underscores of any script. */
export function tableName(fileName: string, sheet?: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? '';
  const stem = base.replace(/(\.[a-z0-9]{1,7})+$/i, '') || base;
  const whole = sheet === undefined ? stem : `${stem}_${sheet}`;
  const name = whole
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return Array.from(name).slice(0, longest).join('') || 'table';
}
