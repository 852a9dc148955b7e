const quote = 34;
const comma = 44;
const backslash = 92;
const blank = 32;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

function endOfString(line: string, start: number): number {
  let at = line.indexOf('"', start + 1);
  while (at > 0) {
    let escapes = 0;
    while (line.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
    at = line.indexOf('"', at + 1);
  }
  return line.length;
}

/**
 * The values of a line that holds a JSON array, each as its own JSON text: numbers keep their digits and nested values
 * stay as they were written. `rest` is what follows the array and its comma. Null for a line that is no whole array.
 */
export function splitRow(line: string): { cells: string[]; rest: string } | null {
  const first = line.search(/[^\t ]/);
  if (line[first] !== '[') return null;
  const cells: string[] = [];
  let depth = 0;
  let start = first + 1;
  for (let at = start; at < line.length; at++) {
    const char = line.charCodeAt(at);
    if (char === quote) at = endOfString(line, at);
    else if (char === comma && depth === 0) {
      cells.push(line.slice(start, at));
      if (line.charCodeAt(at + 1) === blank) at += 1;
      start = at + 1;
    } else if (char === openBracket || char === openBrace) depth += 1;
    else if (char === closeBracket || char === closeBrace) {
      if (depth === 0) {
        cells.push(line.slice(start, at));
        return { cells, rest: line.slice(at + 1).replace(/^,/, '') };
      }
      depth -= 1;
    }
  }
  return null;
}
