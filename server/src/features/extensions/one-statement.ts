/** What one piece of a text is in which a semicolon means nothing: how it begins and how it ends. */
const closed: [start: string, end: string][] = [
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['[', ']'],
];
const comments: [start: string, end: string][] = [
  ['--', '\n'],
  ['/*', '*/'],
];

/**
 * Whether a text holds one SQLite statement. A trigger holds several between BEGIN and END. Reads each character once,
 * whatever an extension sends.
 */
export function isOneStatement(text: string): boolean {
  if (/^\s*create\s+(temp\w*\s+)?trigger\b/i.test(text)) return true;
  let hasEnded = false;
  for (let at = 0; at < text.length; ) {
    const comment = comments.find(([start]) => text.startsWith(start, at));
    const piece = comment ?? closed.find(([start]) => text.startsWith(start, at));
    const character = text.charAt(at);
    if (character === ';') hasEnded = true;
    else if (hasEnded && !comment && character.trim() !== '') return false;
    if (!piece) at += 1;
    else {
      const end = text.indexOf(piece[1], at + piece[0].length);
      if (end < 0) return true;
      at = end + piece[1].length;
    }
  }
  return true;
}
