/** A time as the wenshu document writes it, to the second: `2023-01-01T00:00:00Z`. */
export function presentTime(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}

/** `conv_…` and `msg_…` of the document are our ids without their hyphens. */
export function presentId(prefix: 'conv' | 'msg', id: string): string {
  const [uuid = '', mark = ''] = [id.slice(0, 36), id.slice(36)];
  return `${prefix}_${uuid.replaceAll('-', '')}${mark}`;
}

/** Our id of what `presentId` wrote; null when it cannot have written this. */
export function readId(prefix: 'conv' | 'msg', text: string): string | null {
  const parts = new RegExp(`^${prefix}_(.{8})(.{4})(.{4})(.{4})([0-9a-f]{12})(-[a-z]+)?$`).exec(text);
  return parts && `${parts.slice(1, 6).join('-')}${parts[6] ?? ''}`;
}
