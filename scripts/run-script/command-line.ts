/** What was typed behind the script's name. */
export interface CommandLine {
  params: Record<string, string>;
  help: boolean;
  /** One JSON object a row, in place of a table. */
  json: boolean;
  /** Rows that the table shows. */
  rows: number;
  timeoutSeconds: number;
}

/** A command line that cannot be read; its message says what to write instead. */
export class UsageError extends Error {}

const longestTimeout = 86_400;

/**
 * Reads `--name value --name=value …`. A script's own parameters come first: `--rows` is the script's when `parameters`
 * names it. Throws a `UsageError`.
 */
export function readCommandLine(words: readonly string[], parameters: readonly string[]): CommandLine {
  const line: CommandLine = { params: {}, help: false, json: false, rows: 20, timeoutSeconds: 300 };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      throw new UsageError(`"${word}" stands alone: write parameters as --name value`);
    }
    const [, name = '', given] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const own = !parameters.includes(name);
    if (own && (name === 'help' || name === 'json')) {
      line[name] = true;
      continue;
    }
    const value = given ?? rest.shift();
    if (value === undefined) throw new UsageError(`--${name} has no value: write --${name} value`);
    if (own && name === 'rows') line.rows = wholeNumber('--rows', value, 1_000_000);
    else if (own && name === 'timeout') line.timeoutSeconds = wholeNumber('--timeout', value, longestTimeout);
    else line.params[name] = value;
  }
  return line;
}

function wholeNumber(name: string, value: string, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new UsageError(`${name} wants a whole number from 1 to ${most}, not "${value}"`);
}
