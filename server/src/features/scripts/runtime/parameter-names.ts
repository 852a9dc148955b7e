/** Stands for a parameter that takes an object apart: `{ params, config }`. */
export const takenApart = '{}';

/**
 * The names of a function's parameters, read from its source text (`String(fn)`); null when it does not tell, as for a
 * bound function.
 */
export function parameterNames(source: string): string[] | null {
  if (source.includes('[native code]')) return null;
  const alone = /^(?:async\s+)?([\p{L}\p{N}_$]+)\s*=>/u.exec(source);
  if (alone) return [alone[1] as string];
  const start = source.indexOf('(');
  return start < 0 ? null : splitParameters(source, start + 1).map(nameOf);
}

function nameOf(parameter: string): string {
  if (/^[{[]/.test(parameter)) return takenApart;
  return /^(?:\.\.\.)?\s*([\p{L}\p{N}_$]+)/u.exec(parameter)?.[1] ?? '';
}

/** The parameters up to the closing parenthesis, without comments. */
function splitParameters(source: string, from: number): string[] {
  const parameters: string[] = [];
  let current = '';
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    const char = source[at] as string;
    const skipped = skip(source, at);
    if (skipped > at) {
      at = skipped - 1;
      continue;
    }
    if (depth === 0 && (char === ')' || char === ',')) {
      if (current.trim() !== '') parameters.push(current.trim());
      current = '';
      if (char === ')') return parameters;
      continue;
    }
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    current += char;
  }
  return parameters;
}

/** Where a comment or a text that begins here ends; `at` when none begins. */
function skip(source: string, at: number): number {
  const two = source.slice(at, at + 2);
  if (two === '//' || two === '/*') {
    const end = source.indexOf(two === '//' ? '\n' : '*/', at + 2);
    return end < 0 ? source.length : end + (two === '//' ? 1 : 2);
  }
  const quote = source[at] as string;
  if (!`'"\``.includes(quote)) return at;
  let end = at + 1;
  while (end < source.length && source[end] !== quote) end += source[end] === '\\' ? 2 : 1;
  return end + 1;
}
