const byteOrderMark = '\ufeff';
const disarmedFormula = /^'[=+\-@\t\r\n＝＋－＠]/;

/** Where a quoted field of a CSV text has no end. */
export class UnclosedQuote extends Error {
  /** The line on which it begins, from 1. */
  readonly line: number;
  constructor(line: number) {
    super(`the quote on line ${line} has no end`);
    this.line = line;
  }
}

/**
 * The rows of a CSV text after RFC 4180, with commas, semicolons or tabs as its first line has them. Empty lines are
 * left out, and an apostrophe that our own export put before what looks like a formula is taken away again.
 */
export function parseCsv(text: string): string[][] {
  const source = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  let line = 1;
  const endRow = () => {
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  while (at < source.length) {
    const { field, next, lines } = readField(source, at, separator, line);
    row.push(disarmedFormula.test(field) ? field.slice(1) : field);
    line += lines;
    at = next;
    const end = source[at];
    at += end === '\r' && source[at + 1] === '\n' ? 2 : 1;
    if (end !== separator) {
      endRow();
      line += 1;
    } else if (at >= source.length) row.push('');
  }
  if (row.length > 0) endRow();
  return rows;
}

function separatorOf(source: string): string {
  const first = source.slice(0, source.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((one) => ({ one, count: first.split(one).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

/** The field that begins at `at`, and where its separator or line end stands. */
function readField(source: string, at: number, separator: string, line: number) {
  if (source[at] !== '"') {
    let next = at;
    while (next < source.length && source[next] !== separator && !'\r\n'.includes(source[next] as string))
      next += 1;
    return { field: source.slice(at, next).trim(), next, lines: 0 };
  }
  let field = '';
  let from = at + 1;
  for (;;) {
    const quote = source.indexOf('"', from);
    if (quote < 0) throw new UnclosedQuote(line);
    field += source.slice(from, quote);
    if (source[quote + 1] !== '"') {
      let next = quote + 1;
      while (next < source.length && source[next] !== separator && !'\r\n'.includes(source[next] as string)) {
        field += source[next];
        next += 1;
      }
      return { field, next, lines: source.slice(at, quote).split('\n').length - 1 };
    }
    field += '"';
    from = quote + 2;
  }
}
