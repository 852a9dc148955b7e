import type { Cell } from '@sextant/contract/chart';

/** Strings, quoted names and comments come first, so that what looks like a parameter in them is none. */
const tokens =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|\{p(\d+)\s*:\s*([^{}]+?)\s*\}/g;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', "'": "\\'" };

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r']/g, (char) => escapes[char] ?? char);
}

/** Positional parameters as ClickHouse takes them: the first one is `{p1:Type}` in the statement. */
export function parameterSettings(params: readonly Cell[]): Record<string, string> {
  return Object.fromEntries(
    params.map((value, index) => [`param_p${index + 1}`, value === null ? '\\N' : escaped(String(value))]),
  );
}

/** For servers before 20, which know no parameters: each one as a quoted text that is cast to the type it names. */
export function withCasts(sql: string, params: readonly Cell[]): string {
  return sql.replace(tokens, (found: string, place?: string, type?: string) => {
    if (place === undefined || type === undefined) return found;
    const value = params[Number(place) - 1] ?? null;
    return value === null ? `CAST(NULL AS ${type})` : `CAST('${escaped(String(value))}' AS ${type})`;
  });
}
