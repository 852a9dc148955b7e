import { isUtf8 } from 'node:buffer';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { uniqueColumns } from '../column-names.ts';
import { EngineError } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { clickhouseError } from './clickhouse.errors.ts';
import { type TypeRule, typeRule } from './clickhouse.values.ts';
import { splitRow } from './split-row.ts';

/** Rows of a running statement, pulled: nothing is read from the socket while nobody asks. */
interface ClickhouseRows {
  columns: ResultColumn[];
  read(count: number): Promise<Cell[][]>;
  ended(): boolean;
}

interface Block {
  lines: string[];
  /** Not all of it is UTF-8: each character of the lines is one byte. */
  bytes: boolean;
}

interface Header {
  columns: ResultColumn[];
  rules: TypeRule[];
}

const failureLimit = 64 * 1024;

/** Whole lines of the answer, a block for each chunk that ends some. The last line may lack its end. */
async function* readBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Block> {
  let pending: Buffer[] = [];
  const block = (data: Buffer): Block => {
    const bytes = !isUtf8(data);
    return { bytes, lines: data.toString(bytes ? 'latin1' : 'utf8').split('\n') };
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(10);
    if (end < 0) {
      pending.push(chunk);
      continue;
    }
    yield block(Buffer.concat([...pending, chunk.subarray(0, end)]));
    pending = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
  }
  if (pending.length > 0) yield block(Buffer.concat(pending));
}

function toHeader(columns: { name: string; type: string }[]): Header {
  const rules = columns.map((column) => typeRule(column.type));
  const named = columns.map((column, index) => ({ ...column, kind: rules[index]?.kind ?? 'other' }));
  return { columns: uniqueColumns(named), rules };
}

function unquoted(raw: string): string {
  if (raw.charCodeAt(0) !== 34) return raw;
  return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
}

/** Text where the bytes are UTF-8, else base64: ClickHouse keeps any bytes in its strings. */
function fromBytes(text: string): string {
  const latin = text.replace(/[^\0-\xff]/g, (wide) => Buffer.from(wide).toString('latin1'));
  const bytes = Buffer.from(latin, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : bytes.toString('base64');
}

function toCells(raws: string[], rules: TypeRule[], bytes: boolean): Cell[] {
  return raws.map((raw, index) => {
    const rule = rules[index];
    if (raw === 'null' || !rule) return null;
    const text = unquoted(raw);
    return rule.cell(bytes ? fromBytes(text) : text);
  });
}

/**
 * Reads the two forms of answer: JSONCompactEachRowWithNamesAndTypes (two lines of head, then rows) and, of old
 * servers, the JSONCompact document, which also has a row on each line.
 */
function createLineReader() {
  let isDocument: boolean | null = null;
  let head: string[] = [];
  let header: Header | null = null;
  let over = false;
  let failure = '';

  function readHead(line: string): void {
    isDocument ??= line.startsWith('{');
    head.push(line);
    if (isDocument) {
      if (line !== '\t[' || head.at(-2) !== '\t"data":') return;
      const { meta } = JSON.parse(`${head.join('\n')}]}`) as { meta: { name: string; type: string }[] };
      header = toHeader(meta);
    } else {
      if (!line.startsWith('[')) failure = head.join('\n');
      if (head.length < 2 || failure) return;
      const [names = [], types = []] = head.map((text) => JSON.parse(text) as string[]);
      header = toHeader(names.map((name, index) => ({ name, type: types[index] ?? '' })));
    }
    head = [];
  }

  /** What is no row is the end of a document or the words of an error that came in mid-stream. */
  function readOther(text: string): void {
    if (isDocument && text.startsWith('\t]')) over = true;
    else if (failure.length < failureLimit && text !== '') failure += `${text}\n`;
  }

  return {
    header: () => header,
    /** The words of an error among the lines so far, or an empty text. */
    failure: () => (/Code: \d+|__exception__/.test(failure) || !over ? failure : ''),
    /** Whether the end of the lines is the end of the rows. */
    complete: () => header !== null && (over || !isDocument),
    rowsOf(block: Block): Cell[][] {
      const rows: Cell[][] = [];
      for (const line of block.lines) {
        if (!header) readHead(block.bytes ? Buffer.from(line, 'latin1').toString() : line);
        else {
          const row = over || failure ? null : splitRow(line);
          if (row) rows.push(toCells(row.cells, header.rules, block.bytes));
          readOther(row ? row.rest : line);
        }
      }
      return rows;
    },
  };
}

const formatHint = {
  zh: '请去掉语句中的 FORMAT 或 INTO OUTFILE，结果的格式由这里决定。',
  en: 'Leave FORMAT and INTO OUTFILE out of the statement: the form of the result is chosen here.',
};

/** Starts reading an answer; rejects when the statement failed at once or gives no rows. */
export async function pullRows(chunks: AsyncIterable<Buffer>): Promise<ClickhouseRows> {
  const blocks = readBlocks(chunks);
  const reader = createLineReader();
  let ahead: Cell[][] = [];
  let drained = false;

  async function pull(): Promise<void> {
    const { done, value } = await blocks.next();
    if (!done) {
      const rows = reader.rowsOf(value);
      ahead = ahead.length > 0 ? ahead.concat(rows) : rows;
      return;
    }
    drained = true;
    if (reader.failure()) throw clickhouseError(reader.failure());
    if (reader.header() && !reader.complete()) {
      throw hintedError('lost', 'The answer ended before its last row');
    }
  }

  while (!reader.header() && !drained && !reader.failure()) await pull();
  const header = reader.header();
  if (!header) {
    if (/Code: \d+/.test(reader.failure())) throw clickhouseError(reader.failure());
    if (!reader.failure()) {
      throw hintedError('read_only', 'Only statements that give rows run in a read-only session');
    }
    throw new EngineError('syntax', 'The statement asks for a format of its own', { hint: formatHint });
  }
  return {
    columns: header.columns,
    async read(count) {
      while (ahead.length < count && !drained) await pull();
      const rows = ahead.slice(0, count);
      ahead = ahead.slice(count);
      return rows;
    },
    ended: () => drained && ahead.length === 0,
  };
}
