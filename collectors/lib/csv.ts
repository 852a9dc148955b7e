/** Cuts CSV text, which may come in pieces, into records of fields. */
export interface CsvReader {
  /** The records that end within what was given so far. */
  push(text: string): string[][];
  /** The last record. Throws a `SyntaxError` when a quoted field was never closed. */
  end(): string[][];
}

/**
 * Reads CSV as RFC 4180 has it: quoted fields may hold delimiters, line ends and doubled quotes; lines end with LF, CRLF
 * or CR; a byte order mark and empty lines are skipped. Without a delimiter the first line tells it.
 */
export function createCsvReader(delimiter?: string): CsvReader {
  let separator = delimiter;
  let held = '';
  let begun = false;
  let record: string[] = [];
  let line = 1;

  function start(text: string): string {
    begun = true;
    const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
    separator ??= likelyDelimiter(plain);
    return plain;
  }

  /** Reads one field from `at`; null when its end is not there yet. */
  function readField(text: string, at: number, last: boolean): { value: string; end: number } | null {
    if (text[at] !== '"') {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r')
        end += 1;
      return end === text.length && !last ? null : { value: text.slice(at, end), end };
    }
    for (let from = at + 1; ; ) {
      const quote = text.indexOf('"', from);
      if (quote === -1 || (quote === text.length - 1 && !last)) {
        if (last) throw new SyntaxError(`The quoted field that begins in line ${line} is never closed`);
        return null;
      }
      if (text[quote + 1] !== '"')
        return { value: text.slice(at + 1, quote).replaceAll('""', '"'), end: quote + 1 };
      from = quote + 2;
    }
  }

  function read(text: string, last: boolean): string[][] {
    const records: string[][] = [];
    let at = 0;
    for (;;) {
      if (at >= text.length && !(last && record.length > 0)) break;
      const field = readField(text, at, last);
      const next = field ? text[field.end] : undefined;
      // A CR at the very end may be half of a CRLF.
      if (
        field === null ||
        (next === undefined && !last) ||
        (next === '\r' && field.end + 1 === text.length && !last)
      )
        break;
      at = field.end;
      if (next === separator) {
        record.push(field.value);
        at += 1;
        continue;
      }
      if (next !== undefined && next !== '\n' && next !== '\r') {
        throw new SyntaxError(`Line ${line}: text stands behind a closed quote`);
      }
      line += 1 + (field.value.match(/\n/g)?.length ?? 0);
      at += next === '\r' && text[at + 1] === '\n' ? 2 : 1;
      if (record.length > 0 || field.value !== '') records.push([...record, field.value]);
      record = [];
      if (next === undefined) break;
    }
    held = text.slice(at);
    return records;
  }

  return {
    push(text) {
      held += text;
      // The first line must be there before it can tell the delimiter.
      if (!begun) {
        if (!/[\n\r]/.test(held)) return [];
        held = start(held);
      }
      return read(held, false);
    },
    end: () => read(begun ? held : start(held), true),
  };
}

function likelyDelimiter(text: string): string {
  const line = /^[^\n\r]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const count = (one: string) => line.split(one).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Reads CSV with a header into objects, as it comes. A column without a name is called by its place, a repeated name gets
 * a number; a record of another length throws an `Error` with its number, and so does a header without the columns that
 * the caller needs.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string> | Iterable<string>,
  options: { delimiter?: string; columns?: readonly string[] } = {},
): AsyncGenerator<Record<string, string>[]> {
  const { columns = [] } = options;
  const reader = createCsvReader(options.delimiter);
  let header: string[] | null = null;
  let count = 0;
  const named = (records: string[][]) => {
    const rows: Record<string, string>[] = [];
    for (const record of records) {
      count += 1;
      if (header === null) {
        header = namesOf(record);
        const missing = columns.find((name) => !header?.includes(name));
        if (missing === undefined) continue;
        throw new Error(`The CSV has no column ${missing}; it begins ${record.join(',').slice(0, 200)}`);
      }
      if (record.length !== header.length) {
        throw new Error(`Record ${count} has ${record.length} fields, the header has ${header.length}`);
      }
      rows.push(Object.fromEntries(header.map((name, at) => [name, record[at] ?? ''])));
    }
    return rows;
  };
  for await (const piece of pieces) {
    const rows = named(reader.push(piece));
    if (rows.length > 0) yield rows;
  }
  const rows = named(reader.end());
  if (rows.length > 0) yield rows;
}

function namesOf(record: string[]): string[] {
  const seen = new Map<string, number>();
  return record.map((raw, at) => {
    const name = raw.trim() || `column_${at + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
}
