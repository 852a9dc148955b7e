export type MessagePart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string }
  | { kind: 'mention'; text: string };

/** An address ends before what punctuation and Chinese text follow it. */
const address = /https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」“”‘’\u4e00-\u9fff]+/gi;
const trailing = /[.,;:!?)\]}]+$/;

/** Cuts a message into plain text, addresses and mentions of these names; all of it stays text. */
export function messageParts(content: string, names: readonly string[]): MessagePart[] {
  const parts: MessagePart[] = [];
  let at = 0;
  for (const match of content.matchAll(address)) {
    const text = match[0].replace(trailing, '');
    parts.push(...mentionParts(content.slice(at, match.index), names), { kind: 'link', text });
    at = match.index + text.length;
  }
  parts.push(...mentionParts(content.slice(at), names));
  return parts;
}

/** The longest name behind an `@` counts; a Latin name ends where its word does. */
function mentionParts(text: string, names: readonly string[]): MessagePart[] {
  const parts: MessagePart[] = [];
  const lower = text.toLowerCase();
  const byLength = [...names].sort((one, other) => other.length - one.length);
  let start = 0;
  for (let at = lower.indexOf('@'); at !== -1; at = lower.indexOf('@', at + 1)) {
    const name = byLength.find((one) => isNamed(lower, at + 1, one.toLowerCase()));
    if (name === undefined) continue;
    const end = at + 1 + name.length;
    if (at > start) parts.push({ kind: 'text', text: text.slice(start, at) });
    parts.push({ kind: 'mention', text: text.slice(at, end) });
    start = end;
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

function isNamed(text: string, at: number, name: string): boolean {
  if (name === '' || !text.startsWith(name, at)) return false;
  return !(/[\w-]$/.test(name) && /^[\w-]/.test(text.slice(at + name.length)));
}
